// fn method() { x.load(Acquire); self.x.store(1, Release); }
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
fn method() {
    static __DATARACE_FUNCTION: ::datarace::__rt::Function = ::datarace::__rt::Function {
        file: "",
        manifest_dir: "MANIFEST_DIR",
        name: "method",
    };
    static __DATARACE_SITES: [::datarace::__rt::Site; 2] = [
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 15, 1, 30),
            "x.load(Acquire)",
            "x",
            &[::datarace::__rt::OrderingArgument {
                span: ::datarace::__rt::Span::new(1, 22, 1, 29),
                text: "Acquire",
            }],
        ),
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 32, 1, 56),
            "self.x.store(1, Release)",
            "self.x",
            &[::datarace::__rt::OrderingArgument {
                span: ::datarace::__rt::Span::new(1, 48, 1, 55),
                text: "Release",
            }],
        ),
    ];
    #[allow(unused_imports)]
    use ::datarace::__rt::sync_traits::*;
    let __datarace_session = ::datarace::__rt::UnknownSession::enter(::core::concat!(
        ::core::module_path!(),
        "::method"
    ));
    let __datarace_entered = ::datarace::__rt::enter(&__DATARACE_FUNCTION);
    (::datarace::__rt::receiver(x.__reference()).__resolve(&__DATARACE_SITES[0])).load(Acquire);
    (::datarace::__rt::receiver(&self.x).__resolve(&__DATARACE_SITES[1])).store(1, Release);
}

// fn value() { make().fetch_add(1, Relaxed); }
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
fn value() {
    static __DATARACE_FUNCTION: ::datarace::__rt::Function = ::datarace::__rt::Function {
        file: "",
        manifest_dir: "MANIFEST_DIR",
        name: "value",
    };
    static __DATARACE_SITES: [::datarace::__rt::Site; 2] = [
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 14, 1, 42),
            "make().fetch_add(1, Relaxed)",
            "make()",
            &[::datarace::__rt::OrderingArgument {
                span: ::datarace::__rt::Span::new(1, 34, 1, 41),
                text: "Relaxed",
            }],
        ),
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 14, 1, 20),
            "make()",
            "make()",
            &[],
        ),
    ];
    #[allow(unused_imports)]
    use ::datarace::__rt::sync_traits::*;
    let __datarace_session =
        ::datarace::__rt::UnknownSession::enter(::core::concat!(::core::module_path!(), "::value"));
    let __datarace_entered = ::datarace::__rt::enter(&__DATARACE_FUNCTION);
    (::datarace::__rt::receiver_value(
        &mut ::datarace::__rt::call("make", &__DATARACE_SITES[1]).after(make()),
    )
    .__resolve(&__DATARACE_SITES[0]))
    .fetch_add(1, Relaxed);
}

// fn path() { AtomicU32::swap(&x, 1, AcqRel); }
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
fn path() {
    static __DATARACE_FUNCTION: ::datarace::__rt::Function = ::datarace::__rt::Function {
        file: "",
        manifest_dir: "MANIFEST_DIR",
        name: "path",
    };
    static __DATARACE_SITES: [::datarace::__rt::Site; 1] = [::datarace::__rt::Site::new(
        &__DATARACE_FUNCTION,
        ::datarace::__rt::Span::new(1, 13, 1, 43),
        "AtomicU32::swap(&x, 1, AcqRel)",
        "&x",
        &[::datarace::__rt::OrderingArgument {
            span: ::datarace::__rt::Span::new(1, 36, 1, 42),
            text: "AcqRel",
        }],
    )];
    let __datarace_session =
        ::datarace::__rt::UnknownSession::enter(::core::concat!(::core::module_path!(), "::path"));
    let __datarace_entered = ::datarace::__rt::enter(&__DATARACE_FUNCTION);
    (::datarace::__rt::receiver_of::<AtomicU32>(&x).__resolve(&__DATARACE_SITES[0]))
        .swap(1, AcqRel);
}

// fn order() { x.compare_exchange(1, 2, SUCCESS, failure()); }
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
fn order() {
    static __DATARACE_FUNCTION: ::datarace::__rt::Function = ::datarace::__rt::Function {
        file: "",
        manifest_dir: "MANIFEST_DIR",
        name: "order",
    };
    static __DATARACE_SITES: [::datarace::__rt::Site; 2] = [
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 14, 1, 58),
            "x.compare_exchange(1, 2, SUCCESS, failure())",
            "x",
            &[
                ::datarace::__rt::OrderingArgument {
                    span: ::datarace::__rt::Span::new(1, 39, 1, 46),
                    text: "SUCCESS",
                },
                ::datarace::__rt::OrderingArgument {
                    span: ::datarace::__rt::Span::new(1, 48, 1, 57),
                    text: "failure()",
                },
            ],
        ),
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 48, 1, 57),
            "failure()",
            "failure()",
            &[],
        ),
    ];
    #[allow(unused_imports)]
    use ::datarace::__rt::sync_traits::*;
    let __datarace_session =
        ::datarace::__rt::UnknownSession::enter(::core::concat!(::core::module_path!(), "::order"));
    let __datarace_entered = ::datarace::__rt::enter(&__DATARACE_FUNCTION);
    (::datarace::__rt::receiver(x.__reference()).__resolve(&__DATARACE_SITES[0])).compare_exchange(
        1,
        2,
        SUCCESS,
        ::datarace::__rt::call("failure", &__DATARACE_SITES[1]).after(failure()),
    );
}

// fn fences() { fence(Acquire); std::sync::atomic::fence(SeqCst); }
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
fn fences() {
    static __DATARACE_FUNCTION: ::datarace::__rt::Function = ::datarace::__rt::Function {
        file: "",
        manifest_dir: "MANIFEST_DIR",
        name: "fences",
    };
    static __DATARACE_SITES: [::datarace::__rt::Site; 2] = [
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 15, 1, 29),
            "fence(Acquire)",
            "fence",
            &[::datarace::__rt::OrderingArgument {
                span: ::datarace::__rt::Span::new(1, 21, 1, 28),
                text: "Acquire",
            }],
        ),
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 31, 1, 63),
            "std::sync::atomic::fence(SeqCst)",
            "std::sync::atomic::fence",
            &[::datarace::__rt::OrderingArgument {
                span: ::datarace::__rt::Span::new(1, 56, 1, 62),
                text: "SeqCst",
            }],
        ),
    ];
    let __datarace_session = ::datarace::__rt::UnknownSession::enter(::core::concat!(
        ::core::module_path!(),
        "::fences"
    ));
    let __datarace_entered = ::datarace::__rt::enter(&__DATARACE_FUNCTION);
    fence(::datarace::__rt::fence_order(Acquire).__at(&__DATARACE_SITES[0]));
    std::sync::atomic::fence(::datarace::__rt::fence_order(SeqCst).__at(&__DATARACE_SITES[1]));
}