// fn read() { unsafe { use_it(N); P.a; } }
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
fn read() {
    static __DATARACE_FUNCTION: ::datarace::__rt::Function = ::datarace::__rt::Function {
        file: "",
        manifest_dir: "MANIFEST_DIR",
        name: "read",
    };
    static __DATARACE_SITES: [::datarace::__rt::Site; 3] = [
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 29, 1, 30),
            "N",
            "N",
            &[],
        ),
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 22, 1, 31),
            "use_it(N)",
            "use_it(N)",
            &[],
        ),
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 33, 1, 36),
            "P.a",
            "P.a",
            &[],
        ),
    ];
    #[allow(unused_imports)]
    use ::datarace::__rt::sync_traits::*;
    let __datarace_session =
        ::datarace::__rt::UnknownSession::enter(::core::concat!(::core::module_path!(), "::read"));
    let __datarace_entered = ::datarace::__rt::enter(&__DATARACE_FUNCTION);
    unsafe {
        ::datarace::__rt::call("use_it", &__DATARACE_SITES[1]).after(use_it(
            (**(::datarace::__rt::access::<0, _>(&raw const N, &__DATARACE_SITES[0]))),
        ));
        (**(::datarace::__rt::access::<0, _>(&raw const P.a, &__DATARACE_SITES[2])));
    }
}

// fn write() { unsafe { N = 1; N += 1; P.a = N; } }
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
fn write() {
    static __DATARACE_FUNCTION: ::datarace::__rt::Function = ::datarace::__rt::Function {
        file: "",
        manifest_dir: "MANIFEST_DIR",
        name: "write",
    };
    static __DATARACE_SITES: [::datarace::__rt::Site; 4] = [
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 23, 1, 24),
            "N",
            "N",
            &[],
        ),
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 30, 1, 31),
            "N",
            "N",
            &[],
        ),
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 44, 1, 45),
            "N",
            "N",
            &[],
        ),
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 38, 1, 41),
            "P.a",
            "P.a",
            &[],
        ),
    ];
    let __datarace_session =
        ::datarace::__rt::UnknownSession::enter(::core::concat!(::core::module_path!(), "::write"));
    let __datarace_entered = ::datarace::__rt::enter(&__DATARACE_FUNCTION);
    unsafe {
        (**(::datarace::__rt::access::<0, _>(&raw mut N, &__DATARACE_SITES[0]))) = 1;
        (**(::datarace::__rt::access::<0, _>(&raw mut N, &__DATARACE_SITES[1]))) += 1;
        (**(::datarace::__rt::access::<0, _>(&raw mut P.a, &__DATARACE_SITES[3]))) =
            (**(::datarace::__rt::access::<0, _>(&raw const N, &__DATARACE_SITES[2])));
    }
}

// fn borrow() { unsafe { use_it(&N, &mut N, &raw const N); } }
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
fn borrow() {
    static __DATARACE_FUNCTION: ::datarace::__rt::Function = ::datarace::__rt::Function {
        file: "",
        manifest_dir: "MANIFEST_DIR",
        name: "borrow",
    };
    static __DATARACE_SITES: [::datarace::__rt::Site; 3] = [
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 32, 1, 33),
            "N",
            "N",
            &[],
        ),
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 40, 1, 41),
            "N",
            "N",
            &[],
        ),
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 24, 1, 56),
            "use_it(&N, &mut N, &raw const N)",
            "use_it(&N, &mut N, &raw const N)",
            &[],
        ),
    ];
    #[allow(unused_imports)]
    use ::datarace::__rt::sync_traits::*;
    let __datarace_session = ::datarace::__rt::UnknownSession::enter(::core::concat!(
        ::core::module_path!(),
        "::borrow"
    ));
    let __datarace_entered = ::datarace::__rt::enter(&__DATARACE_FUNCTION);
    unsafe {
        ::datarace::__rt::call("use_it", &__DATARACE_SITES[2]).after(use_it(
            &(*(::datarace::__rt::known(
                &raw const N,
                ::datarace::__rt::AccessKind::ReborrowShared,
                &__DATARACE_SITES[0],
            )))
            .0,
            &mut (*(::datarace::__rt::known(
                &raw mut N,
                ::datarace::__rt::AccessKind::ReborrowExclusive,
                &__DATARACE_SITES[1],
            )))
            .0,
            &raw const N,
        ));
    }
}

// fn method() { unsafe { V.push(1); } }
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
            ::datarace::__rt::Span::new(1, 24, 1, 25),
            "V",
            "V",
            &[],
        ),
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 24, 1, 33),
            "V.push(1)",
            "V",
            &[],
        ),
    ];
    #[allow(unused_imports)]
    use ::datarace::__rt::sync_traits::*;
    let __datarace_session = ::datarace::__rt::UnknownSession::enter(::core::concat!(
        ::core::module_path!(),
        "::method"
    ));
    let __datarace_entered = ::datarace::__rt::enter(&__DATARACE_FUNCTION);
    unsafe {
        ({
            let __datarace_looked = (&&&&match false {
                true => ::datarace::__rt::CallReceiver::of(&raw const V),
                false => ::datarace::__rt::CallReceiver::some(),
            })
                .__call("push", &__DATARACE_SITES[1]);
            __datarace_looked
        })
        .after((**(::datarace::__rt::access::<0, _>(&raw const V, &__DATARACE_SITES[0]))).push(1));
    }
}

// fn method_waits() { unsafe { V.push(make()); } }
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
fn method_waits() {
    static __DATARACE_FUNCTION: ::datarace::__rt::Function = ::datarace::__rt::Function {
        file: "",
        manifest_dir: "MANIFEST_DIR",
        name: "method_waits",
    };
    static __DATARACE_SITES: [::datarace::__rt::Site; 3] = [
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 30, 1, 31),
            "V",
            "V",
            &[],
        ),
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 37, 1, 43),
            "make()",
            "make()",
            &[],
        ),
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 30, 1, 44),
            "V.push(make())",
            "V",
            &[],
        ),
    ];
    #[allow(unused_imports)]
    use ::datarace::__rt::sync_traits::*;
    let __datarace_session = ::datarace::__rt::UnknownSession::enter(::core::concat!(
        ::core::module_path!(),
        "::method_waits"
    ));
    let __datarace_entered = ::datarace::__rt::enter(&__DATARACE_FUNCTION);
    unsafe {
        ({
            let __datarace_looked = (&&&&match false {
                true => ::datarace::__rt::CallReceiver::of(&raw const V),
                false => ::datarace::__rt::CallReceiver::some(),
            })
                .__call("push", &__DATARACE_SITES[2]);
            __datarace_looked
        })
        .after(
            (**(::datarace::__rt::access::<2, _>(&raw const V, &__DATARACE_SITES[0]))).push(
                ::datarace::__rt::arguments_ran(
                    ::datarace::__rt::call("make", &__DATARACE_SITES[1]).after(make()),
                    &__DATARACE_SITES[0],
                ),
            ),
        );
    }
}

// fn index() { unsafe { V[0] = V[i]; } }
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
fn index() {
    static __DATARACE_FUNCTION: ::datarace::__rt::Function = ::datarace::__rt::Function {
        file: "",
        manifest_dir: "MANIFEST_DIR",
        name: "index",
    };
    static __DATARACE_SITES: [::datarace::__rt::Site; 2] = [
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 30, 1, 34),
            "V[i]",
            "V[i]",
            &[],
        ),
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 23, 1, 27),
            "V[0]",
            "V[0]",
            &[],
        ),
    ];
    let __datarace_session =
        ::datarace::__rt::UnknownSession::enter(::core::concat!(::core::module_path!(), "::index"));
    let __datarace_entered = ::datarace::__rt::enter(&__DATARACE_FUNCTION);
    unsafe {
        (*(::datarace::__rt::indexable(&raw mut V).__indexed::<0>(&__DATARACE_SITES[1])))[0] =
            (*(::datarace::__rt::indexable(&raw const V).__indexed::<0>(&__DATARACE_SITES[0])))[i];
    }
}

// fn scrutinee() { unsafe { match O { Some(x) => x, None => 0 } } }
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
fn scrutinee() {
    static __DATARACE_FUNCTION: ::datarace::__rt::Function = ::datarace::__rt::Function {
        file: "",
        manifest_dir: "MANIFEST_DIR",
        name: "scrutinee",
    };
    static __DATARACE_SITES: [::datarace::__rt::Site; 1] = [::datarace::__rt::Site::new(
        &__DATARACE_FUNCTION,
        ::datarace::__rt::Span::new(1, 33, 1, 34),
        "O",
        "O",
        &[],
    )];
    let __datarace_session = ::datarace::__rt::UnknownSession::enter(::core::concat!(
        ::core::module_path!(),
        "::scrutinee"
    ));
    let __datarace_entered = ::datarace::__rt::enter(&__DATARACE_FUNCTION);
    unsafe {
        match (**(::datarace::__rt::access::<0, _>(&raw const O, &__DATARACE_SITES[0]))) {
            Some(x) => x,
            None => 0,
        }
    }
}

// fn parts() { unsafe { let (a, _) = PAIR; } }
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
fn parts() {
    static __DATARACE_FUNCTION: ::datarace::__rt::Function = ::datarace::__rt::Function {
        file: "",
        manifest_dir: "MANIFEST_DIR",
        name: "parts",
    };
    static __DATARACE_SITES: [::datarace::__rt::Site; 1] = [::datarace::__rt::Site::new(
        &__DATARACE_FUNCTION,
        ::datarace::__rt::Span::new(1, 36, 1, 40),
        "PAIR",
        "PAIR.0",
        &[],
    )];
    let __datarace_session =
        ::datarace::__rt::UnknownSession::enter(::core::concat!(::core::module_path!(), "::parts"));
    let __datarace_entered = ::datarace::__rt::enter(&__DATARACE_FUNCTION);
    unsafe {
        let (a, _) = (*({
            ::datarace::__rt::known(
                &raw const PAIR.0,
                ::datarace::__rt::Look,
                &__DATARACE_SITES[0],
            );
            &raw const PAIR
        }));
    }
}

// fn several() { unsafe { (N, M) = (1, 2); } }
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
fn several() {
    static __DATARACE_FUNCTION: ::datarace::__rt::Function = ::datarace::__rt::Function {
        file: "",
        manifest_dir: "MANIFEST_DIR",
        name: "several",
    };
    static __DATARACE_SITES: [::datarace::__rt::Site; 2] = [
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 26, 1, 27),
            "N",
            "N",
            &[],
        ),
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 29, 1, 30),
            "M",
            "M",
            &[],
        ),
    ];
    let __datarace_session = ::datarace::__rt::UnknownSession::enter(::core::concat!(
        ::core::module_path!(),
        "::several"
    ));
    let __datarace_entered = ::datarace::__rt::enter(&__DATARACE_FUNCTION);
    unsafe {
        (
            (**(::datarace::__rt::access::<0, _>(&raw mut N, &__DATARACE_SITES[0]))),
            (**(::datarace::__rt::access::<0, _>(&raw mut M, &__DATARACE_SITES[1]))),
        ) = (1, 2);
    }
}

// fn macros() { unsafe { println!("{}", N); vec![N]; } }
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
fn macros() {
    static __DATARACE_FUNCTION: ::datarace::__rt::Function = ::datarace::__rt::Function {
        file: "",
        manifest_dir: "MANIFEST_DIR",
        name: "macros",
    };
    static __DATARACE_SITES: [::datarace::__rt::Site; 2] = [
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 39, 1, 40),
            "N",
            "N",
            &[],
        ),
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 48, 1, 49),
            "N",
            "N",
            &[],
        ),
    ];
    let __datarace_session = ::datarace::__rt::UnknownSession::enter(::core::concat!(
        ::core::module_path!(),
        "::macros"
    ));
    let __datarace_entered = ::datarace::__rt::enter(&__DATARACE_FUNCTION);
    unsafe {
        println!(
            "{}",
            (**(::datarace::__rt::access::<0, _>(&raw const N, &__DATARACE_SITES[0])))
        );
        vec![(**(::datarace::__rt::access::<0, _>(&raw const N, &__DATARACE_SITES[1])))];
    }
}