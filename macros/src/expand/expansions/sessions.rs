// fn returns() -> Result<(), E> { work()?; Ok(()) }
#[::core::prelude::v1::test]
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
fn returns() -> Result<(), E> {
    static __DATARACE_FUNCTION: ::datarace::__rt::Function = ::datarace::__rt::Function {
        file: "",
        manifest_dir: "MANIFEST_DIR",
        name: "returns",
    };
    static __DATARACE_SITES: [::datarace::__rt::Site; 1] = [::datarace::__rt::Site::new(
        &__DATARACE_FUNCTION,
        ::datarace::__rt::Span::new(1, 33, 1, 39),
        "work()",
        "work()",
        &[],
    )];
    #[allow(unused_imports)]
    use ::datarace::__rt::sync_traits::*;
    let __datarace_session =
        ::datarace::__rt::TestSession::begin(::core::concat!(::core::module_path!(), "::returns"));
    let __datarace_entered = ::datarace::__rt::enter(&__DATARACE_FUNCTION);
    (::datarace::__rt::call("work", &__DATARACE_SITES[0]).after(work()))?;
    Ok(())
}

// #[should_panic] fn panics() { work(); }
#[::core::prelude::v1::test]
#[should_panic]
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
fn panics() {
    ::datarace::__rt::run_should_panic(::core::concat!(::core::module_path!(), "::panics"), || {
        static __DATARACE_FUNCTION: ::datarace::__rt::Function = ::datarace::__rt::Function {
            file: "",
            manifest_dir: "MANIFEST_DIR",
            name: "panics",
        };
        static __DATARACE_SITES: [::datarace::__rt::Site; 1] = [::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 31, 1, 37),
            "work()",
            "work()",
            &[],
        )];
        #[allow(unused_imports)]
        use ::datarace::__rt::sync_traits::*;
        let __datarace_entered = ::datarace::__rt::enter(&__DATARACE_FUNCTION);
        ::datarace::__rt::call("work", &__DATARACE_SITES[0]).after(work());
    })
}

// async fn waits() { work().await; }
#[::core::prelude::v1::test]
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
async fn waits() {
    static __DATARACE_FUNCTION: ::datarace::__rt::Function = ::datarace::__rt::Function {
        file: "",
        manifest_dir: "MANIFEST_DIR",
        name: "waits",
    };
    static __DATARACE_SITES: [::datarace::__rt::Site; 1] = [::datarace::__rt::Site::new(
        &__DATARACE_FUNCTION,
        ::datarace::__rt::Span::new(1, 20, 1, 26),
        "work()",
        "work()",
        &[],
    )];
    #[allow(unused_imports)]
    use ::datarace::__rt::sync_traits::*;
    let __datarace_session =
        ::datarace::__rt::TestSession::begin(::core::concat!(::core::module_path!(), "::waits"));
    ::datarace::__rt::call("work", &__DATARACE_SITES[0])
        .after(work())
        .await;
}