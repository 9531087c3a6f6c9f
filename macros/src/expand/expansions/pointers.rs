// fn read(p: *mut u32) { unsafe { use_it(*p); } }
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
fn read(p: *mut u32) {
    static __DATARACE_FUNCTION: ::datarace::__rt::Function = ::datarace::__rt::Function {
        file: "",
        manifest_dir: "MANIFEST_DIR",
        name: "read",
    };
    static __DATARACE_SITES: [::datarace::__rt::Site; 2] = [
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 40, 1, 42),
            "*p",
            "*p",
            &[],
        ),
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 33, 1, 43),
            "use_it(*p)",
            "use_it(*p)",
            &[],
        ),
    ];
    #[allow(unused_imports)]
    use ::datarace::__rt::sync_traits::*;
    let __datarace_entered = ::datarace::__rt::enter(&__DATARACE_FUNCTION);
    unsafe {
        ::datarace::__rt::call("use_it", &__DATARACE_SITES[1]).after(use_it(
            ({
                ::datarace::__rt::operand(&raw const p)
                    .__event(::datarace::__rt::AccessKind::Read, &__DATARACE_SITES[0]);
                *p
            }),
        ));
    }
}

// fn write(p: *mut u32) { unsafe { *p = 1; *p += 1; } }
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
fn write(p: *mut u32) {
    static __DATARACE_FUNCTION: ::datarace::__rt::Function = ::datarace::__rt::Function {
        file: "",
        manifest_dir: "MANIFEST_DIR",
        name: "write",
    };
    static __DATARACE_SITES: [::datarace::__rt::Site; 2] = [
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 34, 1, 36),
            "*p",
            "*p",
            &[],
        ),
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 42, 1, 44),
            "*p",
            "*p",
            &[],
        ),
    ];
    let __datarace_entered = ::datarace::__rt::enter(&__DATARACE_FUNCTION);
    unsafe {
        (**(::datarace::__rt::operand(&raw const p)
            .__event(::datarace::__rt::AccessKind::Write, &__DATARACE_SITES[0]))) = 1;
        (**(::datarace::__rt::operand(&raw const p)
            .__event(::datarace::__rt::AccessKind::Write, &__DATARACE_SITES[1]))) += 1;
    }
}

// fn unknown() { unsafe { *p = *q; } }
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
fn unknown() {
    static __DATARACE_FUNCTION: ::datarace::__rt::Function = ::datarace::__rt::Function {
        file: "",
        manifest_dir: "MANIFEST_DIR",
        name: "unknown",
    };
    static __DATARACE_SITES: [::datarace::__rt::Site; 2] = [
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 30, 1, 32),
            "*q",
            "*q",
            &[],
        ),
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 25, 1, 27),
            "*p",
            "*p",
            &[],
        ),
    ];
    let __datarace_session = ::datarace::__rt::UnknownSession::enter(::core::concat!(
        ::core::module_path!(),
        "::unknown"
    ));
    let __datarace_entered = ::datarace::__rt::enter(&__DATARACE_FUNCTION);
    unsafe {
        (**(::datarace::__rt::operand(&raw const p)
            .__event(::datarace::__rt::AccessKind::Write, &__DATARACE_SITES[1]))) = ({
            ::datarace::__rt::operand(&raw const q)
                .__event(::datarace::__rt::AccessKind::Read, &__DATARACE_SITES[0]);
            *q
        });
    }
}

// fn field(p: *mut Node) { unsafe { (*p).next = (*p).value; } }
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
fn field(p: *mut Node) {
    static __DATARACE_FUNCTION: ::datarace::__rt::Function = ::datarace::__rt::Function {
        file: "",
        manifest_dir: "MANIFEST_DIR",
        name: "field",
    };
    static __DATARACE_SITES: [::datarace::__rt::Site; 2] = [
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 47, 1, 57),
            "(*p).value",
            "(*p).value",
            &[],
        ),
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 35, 1, 44),
            "(*p).next",
            "(*p).next",
            &[],
        ),
    ];
    let __datarace_entered = ::datarace::__rt::enter(&__DATARACE_FUNCTION);
    unsafe {
        (**(::datarace::__rt::operand(&raw const p).__part(
            |__datarace_pointer| &raw const (*__datarace_pointer).next,
            ::datarace::__rt::AccessKind::Write,
            &__DATARACE_SITES[1],
        )))
        .next = ({
            ::datarace::__rt::operand(&raw const p).__part(
                |__datarace_pointer| &raw const (*__datarace_pointer).value,
                ::datarace::__rt::AccessKind::Read,
                &__DATARACE_SITES[0],
            );
            (*p).value
        });
    }
}

// fn borrow(p: *mut u32) { unsafe { use_it(&*p, &mut *p, &raw const *p); } }
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
fn borrow(p: *mut u32) {
    static __DATARACE_FUNCTION: ::datarace::__rt::Function = ::datarace::__rt::Function {
        file: "",
        manifest_dir: "MANIFEST_DIR",
        name: "borrow",
    };
    static __DATARACE_SITES: [::datarace::__rt::Site; 3] = [
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 43, 1, 45),
            "*p",
            "*p",
            &[],
        ),
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 52, 1, 54),
            "*p",
            "*p",
            &[],
        ),
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 35, 1, 70),
            "use_it(&*p, &mut *p, &raw const *p)",
            "use_it(&*p, &mut *p, &raw const *p)",
            &[],
        ),
    ];
    #[allow(unused_imports)]
    use ::datarace::__rt::sync_traits::*;
    let __datarace_entered = ::datarace::__rt::enter(&__DATARACE_FUNCTION);
    unsafe {
        ::datarace::__rt::call("use_it", &__DATARACE_SITES[2]).after(use_it(
            &(**(::datarace::__rt::operand(&raw const p).__event(
                ::datarace::__rt::AccessKind::ReborrowShared,
                &__DATARACE_SITES[0],
            ))),
            &mut (**(::datarace::__rt::operand(&raw const p).__event(
                ::datarace::__rt::AccessKind::ReborrowExclusive,
                &__DATARACE_SITES[1],
            ))),
            &raw const *p,
        ));
    }
}

// fn borrow_a_field(p: *mut Node) { unsafe { (&mut *p).next = (&*p).value; } }
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
fn borrow_a_field(p: *mut Node) {
    static __DATARACE_FUNCTION: ::datarace::__rt::Function = ::datarace::__rt::Function {
        file: "",
        manifest_dir: "MANIFEST_DIR",
        name: "borrow_a_field",
    };
    static __DATARACE_SITES: [::datarace::__rt::Site; 2] = [
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 63, 1, 65),
            "*p",
            "*p",
            &[],
        ),
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 50, 1, 52),
            "*p",
            "*p",
            &[],
        ),
    ];
    let __datarace_entered = ::datarace::__rt::enter(&__DATARACE_FUNCTION);
    unsafe {
        (&mut (**(::datarace::__rt::operand(&raw const p).__projected(
            |__datarace_pointer| &raw const __datarace_pointer.next,
            ::datarace::__rt::AccessKind::ReborrowExclusive,
            ::datarace::__rt::AccessKind::ReborrowExclusive,
            &__DATARACE_SITES[1],
        ))))
            .next = (&(**(::datarace::__rt::operand(&raw const p).__projected(
            |__datarace_pointer| &raw const __datarace_pointer.value,
            ::datarace::__rt::AccessKind::Read,
            ::datarace::__rt::AccessKind::ReborrowShared,
            &__DATARACE_SITES[0],
        ))))
            .value;
    }
}

// fn method(p: *mut Node) { unsafe { (*p).run(); (*p).list.push(1); } }
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
fn method(p: *mut Node) {
    static __DATARACE_FUNCTION: ::datarace::__rt::Function = ::datarace::__rt::Function {
        file: "",
        manifest_dir: "MANIFEST_DIR",
        name: "method",
    };
    static __DATARACE_SITES: [::datarace::__rt::Site; 4] = [
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 37, 1, 39),
            "*p",
            "*p",
            &[],
        ),
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 36, 1, 46),
            "(*p).run()",
            "(*p)",
            &[],
        ),
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 48, 1, 57),
            "(*p).list",
            "(*p).list",
            &[],
        ),
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 48, 1, 65),
            "(*p).list.push(1)",
            "(*p).list",
            &[],
        ),
    ];
    #[allow(unused_imports)]
    use ::datarace::__rt::sync_traits::*;
    let __datarace_entered = ::datarace::__rt::enter(&__DATARACE_FUNCTION);
    unsafe {
        ({
            let __datarace_looked = (&&&&match false {
                true => ::datarace::__rt::CallReceiver::of(&raw const *p),
                false => ::datarace::__rt::CallReceiver::some(),
            })
                .__call("run", &__DATARACE_SITES[1]);
            __datarace_looked
        })
        .after(
            (**(::datarace::__rt::operand(&raw const p).__place::<0>(&__DATARACE_SITES[0]))).run(),
        );
        ({
            let __datarace_looked = {
                let __datarace_receiver = ::datarace::__rt::CallReceiver::some();
                #[allow(dangerous_implicit_autorefs)]
                '__datarace_unseen: {
                    break '__datarace_unseen;
                    __datarace_receiver.__is(&raw const (*p).list);
                };
                (&&&&__datarace_receiver).__call("push", &__DATARACE_SITES[3])
            };
            __datarace_looked
        })
        .after(
            (**(::datarace::__rt::watched(&raw const (*p).list)
                .__access::<0>(&__DATARACE_SITES[2])))
            .push(1),
        );
    }
}

// fn value() { unsafe { *f() = *x.as_ptr(); } }
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
    static __DATARACE_SITES: [::datarace::__rt::Site; 3] = [
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 30, 1, 41),
            "*x.as_ptr()",
            "*x.as_ptr()",
            &[],
        ),
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 24, 1, 27),
            "f()",
            "f()",
            &[],
        ),
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 23, 1, 27),
            "*f()",
            "*f()",
            &[],
        ),
    ];
    #[allow(unused_imports)]
    use ::datarace::__rt::sync_traits::*;
    let __datarace_session =
        ::datarace::__rt::UnknownSession::enter(::core::concat!(::core::module_path!(), "::value"));
    let __datarace_entered = ::datarace::__rt::enter(&__DATARACE_FUNCTION);
    unsafe {
        (*(::datarace::__rt::value(
            ::datarace::__rt::call("f", &__DATARACE_SITES[1]).after(f()),
        )
        .__event(::datarace::__rt::AccessKind::Write, &__DATARACE_SITES[2]))) =
            (*(::datarace::__rt::value(x.as_ptr())
                .__event(::datarace::__rt::AccessKind::Read, &__DATARACE_SITES[0])));
    }
}

// fn cell() { unsafe { *self.cell.get() = 1; (*self.ring.get())[i] = 1; } }
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
fn cell() {
    static __DATARACE_FUNCTION: ::datarace::__rt::Function = ::datarace::__rt::Function {
        file: "",
        manifest_dir: "MANIFEST_DIR",
        name: "cell",
    };
    static __DATARACE_SITES: [::datarace::__rt::Site; 4] = [
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 23, 1, 38),
            "self.cell.get()",
            "self.cell",
            &[],
        ),
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 22, 1, 38),
            "*self.cell.get()",
            "*self.cell.get()",
            &[],
        ),
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 46, 1, 61),
            "self.ring.get()",
            "self.ring",
            &[],
        ),
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 44, 1, 65),
            "(*( ( { let __datarace_looked = ( & & & & & & & & & : : datarace : : __rt : : ..",
            "(*( ( { let __datarace_looked = ( & & & & & & & & & : : datarace : : __rt : : ..",
            &[],
        ),
    ];
    #[allow(unused_imports)]
    use ::datarace::__rt::sync_traits::*;
    let __datarace_session =
        ::datarace::__rt::UnknownSession::enter(::core::concat!(::core::module_path!(), "::cell"));
    let __datarace_entered = ::datarace::__rt::enter(&__DATARACE_FUNCTION);
    unsafe {
        (*(::datarace::__rt::value(
            ({
                let __datarace_looked =
                    (&&&&&&&&&::datarace::__rt::SyncReceiver(&raw const self.cell))
                        .__sync(::datarace::__rt::Method::Get, &__DATARACE_SITES[0]);
                __datarace_looked
            })
            .after(self.cell.get()),
        )
        .__event(
            ::datarace::__rt::AccessKind::CellWrite,
            &__DATARACE_SITES[1],
        ))) = 1;
        (*(::datarace::__rt::indexable(
            &raw mut *(({
                let __datarace_looked =
                    (&&&&&&&&&::datarace::__rt::SyncReceiver(&raw const self.ring))
                        .__sync(::datarace::__rt::Method::Get, &__DATARACE_SITES[2]);
                __datarace_looked
            })
            .after(self.ring.get())),
        )
        .__indexed::<1>(&__DATARACE_SITES[3])))[i] = 1;
    }
}

// fn index(p: *mut [u32]) { unsafe { (*p)[1] = 1; } }
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
fn index(p: *mut [u32]) {
    static __DATARACE_FUNCTION: ::datarace::__rt::Function = ::datarace::__rt::Function {
        file: "",
        manifest_dir: "MANIFEST_DIR",
        name: "index",
    };
    static __DATARACE_SITES: [::datarace::__rt::Site; 1] = [::datarace::__rt::Site::new(
        &__DATARACE_FUNCTION,
        ::datarace::__rt::Span::new(1, 36, 1, 43),
        "(*p)[1]",
        "(*p)[1]",
        &[],
    )];
    let __datarace_entered = ::datarace::__rt::enter(&__DATARACE_FUNCTION);
    unsafe {
        (**(::datarace::__rt::operand(&raw const p).__indexed::<0>(&__DATARACE_SITES[0])))[1] = 1;
    }
}

// fn methods(p: *mut u32) { unsafe { p.write(p.read()); p.copy_from(q, 2); p.as_ref(); } }
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
fn methods(p: *mut u32) {
    static __DATARACE_FUNCTION: ::datarace::__rt::Function = ::datarace::__rt::Function {
        file: "",
        manifest_dir: "MANIFEST_DIR",
        name: "methods",
    };
    static __DATARACE_SITES: [::datarace::__rt::Site; 5] = [
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 44, 1, 52),
            "p.read()",
            "*p",
            &[],
        ),
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 44, 1, 52),
            "p.read()",
            "p",
            &[],
        ),
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 36, 1, 53),
            "p.write(p.read())",
            "*p",
            &[],
        ),
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 55, 1, 72),
            "p.copy_from(q, 2)",
            "*p",
            &[],
        ),
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 74, 1, 84),
            "p.as_ref()",
            "*p",
            &[],
        ),
    ];
    #[allow(unused_imports)]
    use ::datarace::__rt::sync_traits::*;
    let __datarace_entered = ::datarace::__rt::enter(&__DATARACE_FUNCTION);
    unsafe {
        ::datarace::__rt::operand(&raw const p)
            .__pointer(::datarace::__rt::AccessKind::Write, &__DATARACE_SITES[2])
            .write(
                ({
                    let __datarace_looked =
                        (&&&&&&&&&::datarace::__rt::SyncReceiver(p.__address()))
                            .__sync(::datarace::__rt::Method::Read, &__DATARACE_SITES[1]);
                    __datarace_looked
                })
                .after(
                    ::datarace::__rt::operand(&raw const p)
                        .__touched(::datarace::__rt::AccessKind::Read, &__DATARACE_SITES[0])
                        .read(),
                ),
            );
        ::datarace::__rt::operand(&raw const p)
            .__pointer(::datarace::__rt::AccessKind::Write, &__DATARACE_SITES[3])
            .copy_from(q, 2);
        ::datarace::__rt::operand(&raw const p)
            .__touched(
                ::datarace::__rt::AccessKind::ReborrowShared,
                &__DATARACE_SITES[4],
            )
            .as_ref();
    }
}

// fn functions() { unsafe { ptr::write(p, ptr::read(q)); slice::from_raw_parts(p, 2); } }
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
fn functions() {
    static __DATARACE_FUNCTION: ::datarace::__rt::Function = ::datarace::__rt::Function {
        file: "",
        manifest_dir: "MANIFEST_DIR",
        name: "functions",
    };
    static __DATARACE_SITES: [::datarace::__rt::Site; 3] = [
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 41, 1, 53),
            "ptr::read(q)",
            "*q",
            &[],
        ),
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 27, 1, 54),
            "ptr::write(p, ptr::read(q))",
            "*p",
            &[],
        ),
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 56, 1, 83),
            "slice::from_raw_parts(p, 2)",
            "*p",
            &[],
        ),
    ];
    let __datarace_session = ::datarace::__rt::UnknownSession::enter(::core::concat!(
        ::core::module_path!(),
        "::functions"
    ));
    let __datarace_entered = ::datarace::__rt::enter(&__DATARACE_FUNCTION);
    unsafe {
        ::datarace::__rt::ptr::write(
            ptr::write,
            p,
            ::datarace::__rt::ptr::read(ptr::read, q, &__DATARACE_SITES[0]),
            &__DATARACE_SITES[1],
        );
        ::datarace::__rt::ptr::from_raw_parts(slice::from_raw_parts, p, 2, &__DATARACE_SITES[2]);
    }
}

// fn owners() { unsafe { let p = Box::into_raw(b); drop(Box::from_raw(p)); } }
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
fn owners() {
    static __DATARACE_FUNCTION: ::datarace::__rt::Function = ::datarace::__rt::Function {
        file: "",
        manifest_dir: "MANIFEST_DIR",
        name: "owners",
    };
    static __DATARACE_SITES: [::datarace::__rt::Site; 3] = [
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 32, 1, 48),
            "Box::into_raw(b)",
            "Box::into_raw(b)",
            &[],
        ),
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 55, 1, 71),
            "Box::from_raw(p)",
            "*p",
            &[],
        ),
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 50, 1, 72),
            "drop(Box::from_raw(p))",
            "drop(Box::from_raw(p))",
            &[],
        ),
    ];
    #[allow(unused_imports)]
    use ::datarace::__rt::sync_traits::*;
    let __datarace_session = ::datarace::__rt::UnknownSession::enter(::core::concat!(
        ::core::module_path!(),
        "::owners"
    ));
    let __datarace_entered = ::datarace::__rt::enter(&__DATARACE_FUNCTION);
    unsafe {
        let p = ::datarace::__rt::value(Box::into_raw(b)).__published(&__DATARACE_SITES[0]);
        drop(::datarace::__rt::dropping_value(
            ::datarace::__rt::ptr::from_raw(Box::from_raw, p, &__DATARACE_SITES[1]),
            &__DATARACE_SITES[2],
        ));
    }
}

// fn reference(p: *mut S, v: u32) { let s = unsafe { &mut *p }; s.n = v; s.n += 1; s.list.push(v); s.table[0] = s.n; if s.n == v {} }
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
fn reference(p: *mut S, v: u32) {
    static __DATARACE_FUNCTION: ::datarace::__rt::Function = ::datarace::__rt::Function {
        file: "",
        manifest_dir: "MANIFEST_DIR",
        name: "reference",
    };
    static __DATARACE_SITES: [::datarace::__rt::Site; 8] = [
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 57, 1, 59),
            "*p",
            "*p",
            &[],
        ),
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 63, 1, 66),
            "s.n",
            "s.n",
            &[],
        )
        .through(&__DATARACE_SITES[0]),
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 72, 1, 75),
            "s.n",
            "s.n",
            &[],
        )
        .through(&__DATARACE_SITES[0]),
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 82, 1, 88),
            "s.list",
            "s.list",
            &[],
        )
        .through(&__DATARACE_SITES[0]),
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 82, 1, 96),
            "s.list.push(v)",
            "s.list",
            &[],
        ),
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 111, 1, 114),
            "s.n",
            "s.n",
            &[],
        )
        .through(&__DATARACE_SITES[0]),
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 98, 1, 108),
            "s.table[0]",
            "s.table[0]",
            &[],
        )
        .through(&__DATARACE_SITES[0]),
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 119, 1, 122),
            "s.n",
            "s.n",
            &[],
        )
        .through(&__DATARACE_SITES[0]),
    ];
    #[allow(unused_imports)]
    use ::datarace::__rt::sync_traits::*;
    let __datarace_entered = ::datarace::__rt::enter(&__DATARACE_FUNCTION);
    let s = unsafe {
        &mut (**(::datarace::__rt::operand(&raw const p).__event(
            ::datarace::__rt::AccessKind::ReborrowExclusive,
            &__DATARACE_SITES[0],
        )))
    };
    s.n = ::datarace::__rt::stored(&raw const s.n, v, &__DATARACE_SITES[1]);
    ({
        ::datarace::__rt::used(&raw const s.n).__written(&__DATARACE_SITES[2]);
        s.n += 1
    });
    ::datarace::__rt::then(
        ::datarace::__rt::used(&raw const s.list).__written_by_name(&__DATARACE_SITES[3]),
        ({
            let __datarace_looked = (&&&&match false {
                true => ::datarace::__rt::CallReceiver::of(&raw const s.list),
                false => ::datarace::__rt::CallReceiver::some(),
            })
                .__call("push", &__DATARACE_SITES[4]);
            __datarace_looked
        })
        .after(s.list.push(v)),
    );
    (*(::datarace::__rt::used(&raw const s.table).__indexed(&__DATARACE_SITES[6])))[0] = ({
        ::datarace::__rt::used(&raw const s.n).__read(&__DATARACE_SITES[5]);
        s.n
    });
    if ({
        ::datarace::__rt::used(&raw const s.n).__read(&__DATARACE_SITES[7]);
        s.n == v
    }) {}
}