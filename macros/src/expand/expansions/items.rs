// impl S { fn shared(&self) -> u32 { 1 } fn exclusive(&mut self) {} fn new() -> Self { S } const fn constant() {} }
impl S {
    #[allow(unused_mut, unused_parens, unused_braces, unreachable_code)]
    #[allow(
        clippy::cast_lossless,
        clippy::cast_ptr_alignment,
        clippy::default_trait_access,
        clippy::deref_addrof,
        clippy::expect_fun_call,
        clippy::explicit_auto_deref,
        clippy::or_fun_call,
        clippy::ptr_as_ptr,
        clippy::ref_as_ptr,
        clippy::shadow_reuse,
        clippy::significant_drop_tightening,
        clippy::unit_arg,
        clippy::unused_unit,
        clippy::used_underscore_binding
    )]
    fn shared(&self) -> u32 {
        static __DATARACE_FUNCTION: ::datarace::__rt::Function = ::datarace::__rt::Function {
            file: "",
            manifest_dir: "MANIFEST_DIR",
            name: "S::shared",
        };
        static __DATARACE_SITES: [::datarace::__rt::Site; 1] = [::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 13, 1, 19),
            "shared",
            "self",
            &[],
        )];
        let __datarace_entered = ::datarace::__rt::enter(&__DATARACE_FUNCTION);
        ::datarace::__rt::shared(&*self, &__DATARACE_SITES[0]);
        1
    }
    #[allow(unused_mut, unused_parens, unused_braces, unreachable_code)]
    #[allow(
        clippy::cast_lossless,
        clippy::cast_ptr_alignment,
        clippy::default_trait_access,
        clippy::deref_addrof,
        clippy::expect_fun_call,
        clippy::explicit_auto_deref,
        clippy::or_fun_call,
        clippy::ptr_as_ptr,
        clippy::ref_as_ptr,
        clippy::shadow_reuse,
        clippy::significant_drop_tightening,
        clippy::unit_arg,
        clippy::unused_unit,
        clippy::used_underscore_binding
    )]
    fn exclusive(&mut self) {
        static __DATARACE_FUNCTION: ::datarace::__rt::Function = ::datarace::__rt::Function {
            file: "",
            manifest_dir: "MANIFEST_DIR",
            name: "S::exclusive",
        };
        static __DATARACE_SITES: [::datarace::__rt::Site; 1] = [::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 43, 1, 52),
            "exclusive",
            "self",
            &[],
        )];
        let __datarace_entered = ::datarace::__rt::enter(&__DATARACE_FUNCTION);
        ::datarace::__rt::exclusive(&*self, &__DATARACE_SITES[0]);
    }
    #[allow(unused_mut, unused_parens, unused_braces, unreachable_code)]
    #[allow(
        clippy::cast_lossless,
        clippy::cast_ptr_alignment,
        clippy::default_trait_access,
        clippy::deref_addrof,
        clippy::expect_fun_call,
        clippy::explicit_auto_deref,
        clippy::or_fun_call,
        clippy::ptr_as_ptr,
        clippy::ref_as_ptr,
        clippy::shadow_reuse,
        clippy::significant_drop_tightening,
        clippy::unit_arg,
        clippy::unused_unit,
        clippy::used_underscore_binding
    )]
    fn new() -> Self {
        static __DATARACE_FUNCTION: ::datarace::__rt::Function = ::datarace::__rt::Function {
            file: "",
            manifest_dir: "MANIFEST_DIR",
            name: "S::new",
        };
        let __datarace_entered = ::datarace::__rt::enter(&__DATARACE_FUNCTION);
        S
    }
    const fn constant() {}
}

// trait T { fn required(&self); fn provided(&self) { N; } }
trait T {
    fn required(&self);
    #[allow(unused_mut, unused_parens, unused_braces, unreachable_code)]
    #[allow(
        clippy::cast_lossless,
        clippy::cast_ptr_alignment,
        clippy::default_trait_access,
        clippy::deref_addrof,
        clippy::expect_fun_call,
        clippy::explicit_auto_deref,
        clippy::or_fun_call,
        clippy::ptr_as_ptr,
        clippy::ref_as_ptr,
        clippy::shadow_reuse,
        clippy::significant_drop_tightening,
        clippy::unit_arg,
        clippy::unused_unit,
        clippy::used_underscore_binding
    )]
    fn provided(&self) {
        static __DATARACE_FUNCTION: ::datarace::__rt::Function = ::datarace::__rt::Function {
            file: "",
            manifest_dir: "MANIFEST_DIR",
            name: "T::provided",
        };
        static __DATARACE_SITES: [::datarace::__rt::Site; 1] = [::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 34, 1, 42),
            "provided",
            "self",
            &[],
        )];
        let __datarace_entered = ::datarace::__rt::enter(&__DATARACE_FUNCTION);
        ::datarace::__rt::shared(&*self, &__DATARACE_SITES[0]);
        N;
    }
}

// mod m { static mut N: u32 = 0; #[datarace(skip)] fn skipped() { unsafe { N } } fn f() { unsafe { N } } }
mod m {
    static mut N: u32 = 0;
    fn skipped() {
        let __datarace_session = ::datarace::__rt::UnknownSession::enter(::core::concat!(
            ::core::module_path!(),
            "::skipped"
        ));
        unsafe { N }
    }
    #[allow(unused_mut, unused_parens, unused_braces, unreachable_code)]
    #[allow(
        clippy::cast_lossless,
        clippy::cast_ptr_alignment,
        clippy::default_trait_access,
        clippy::deref_addrof,
        clippy::expect_fun_call,
        clippy::explicit_auto_deref,
        clippy::or_fun_call,
        clippy::ptr_as_ptr,
        clippy::ref_as_ptr,
        clippy::shadow_reuse,
        clippy::significant_drop_tightening,
        clippy::unit_arg,
        clippy::unused_unit,
        clippy::used_underscore_binding
    )]
    fn f() {
        static __DATARACE_FUNCTION: ::datarace::__rt::Function = ::datarace::__rt::Function {
            file: "",
            manifest_dir: "MANIFEST_DIR",
            name: "f",
        };
        static __DATARACE_SITES: [::datarace::__rt::Site; 1] = [::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 98, 1, 99),
            "N",
            "N",
            &[],
        )];
        let __datarace_session =
            ::datarace::__rt::UnknownSession::enter(::core::concat!(::core::module_path!(), "::f"));
        let __datarace_entered = ::datarace::__rt::enter(&__DATARACE_FUNCTION);
        unsafe { (**(::datarace::__rt::access::<0, _>(&raw const N, &__DATARACE_SITES[0]))) }
    }
}

// async fn f() { g().await; }
#[allow(unused_mut, unused_parens, unused_braces, unreachable_code)]
#[allow(
    clippy::cast_lossless,
    clippy::cast_ptr_alignment,
    clippy::default_trait_access,
    clippy::deref_addrof,
    clippy::expect_fun_call,
    clippy::explicit_auto_deref,
    clippy::or_fun_call,
    clippy::ptr_as_ptr,
    clippy::ref_as_ptr,
    clippy::shadow_reuse,
    clippy::significant_drop_tightening,
    clippy::unit_arg,
    clippy::unused_unit,
    clippy::used_underscore_binding
)]
async fn f() {
    static __DATARACE_FUNCTION: ::datarace::__rt::Function = ::datarace::__rt::Function {
        file: "",
        manifest_dir: "MANIFEST_DIR",
        name: "f",
    };
    static __DATARACE_SITES: [::datarace::__rt::Site; 1] = [::datarace::__rt::Site::new(
        &__DATARACE_FUNCTION,
        ::datarace::__rt::Span::new(1, 16, 1, 19),
        "g()",
        "g()",
        &[],
    )];
    #[allow(unused_imports)]
    use ::datarace::__rt::sync_traits::*;
    let __datarace_session =
        ::datarace::__rt::UnknownSession::enter(::core::concat!(::core::module_path!(), "::f"));
    ::datarace::__rt::call("g", &__DATARACE_SITES[0])
        .after(g())
        .await;
}