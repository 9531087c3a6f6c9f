// fn threads() { let h = thread::spawn(|| work()); h.join().unwrap(); }
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
fn threads() {
    static __DATARACE_FUNCTION: ::datarace::__rt::Function = ::datarace::__rt::Function {
        file: "",
        manifest_dir: "MANIFEST_DIR",
        name: "threads",
    };
    static __DATARACE_SITES: [::datarace::__rt::Site; 4] = [
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 41, 1, 47),
            "work()",
            "work()",
            &[],
        ),
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 24, 1, 48),
            "thread::spawn(|| work())",
            "thread::spawn(|| work())",
            &[],
        ),
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 50, 1, 58),
            "h.join()",
            "h",
            &[],
        ),
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 24, 1, 48),
            "thread::spawn(|| work())",
            "thread::spawn(|| work())",
            &[],
        ),
    ];
    #[allow(unused_imports)]
    use ::datarace::__rt::sync_traits::*;
    let __datarace_session = ::datarace::__rt::UnknownSession::enter(::core::concat!(
        ::core::module_path!(),
        "::threads"
    ));
    let __datarace_entered = ::datarace::__rt::enter(&__DATARACE_FUNCTION);
    let h = ::datarace::__rt::Spawned(thread::spawn(::datarace::__rt::thread_closure(
        || (::datarace::__rt::call("work", &__DATARACE_SITES[0]).after(work())),
        &__DATARACE_SITES[1],
    )))
    .__forked(&__DATARACE_SITES[1]);
    let __datarace_guard = ::datarace::__rt::Guard(&raw const h).__watched(&__DATARACE_SITES[3]);
    (({
        let __datarace_looked = (&&&&&&&&&::datarace::__rt::SyncReceiver(h.__address()))
            .__sync(::datarace::__rt::Method::Join, &__DATARACE_SITES[2]);
        __datarace_looked
    })
    .after(h.join()))
    .unwrap();
}

// fn scope() { thread::scope(|s| { s.spawn(|| work()); }); }
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
fn scope() {
    static __DATARACE_FUNCTION: ::datarace::__rt::Function = ::datarace::__rt::Function {
        file: "",
        manifest_dir: "MANIFEST_DIR",
        name: "scope",
    };
    static __DATARACE_SITES: [::datarace::__rt::Site; 3] = [
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 45, 1, 51),
            "work()",
            "work()",
            &[],
        ),
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 34, 1, 52),
            "s.spawn(|| work())",
            "s.spawn(|| work())",
            &[],
        ),
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 14, 1, 56),
            "thread::scope(|s| { s.spawn(|| work()); })",
            "thread::scope(|s| { s.spawn(|| work()); })",
            &[],
        ),
    ];
    #[allow(unused_imports)]
    use ::datarace::__rt::sync_traits::*;
    let __datarace_session =
        ::datarace::__rt::UnknownSession::enter(::core::concat!(::core::module_path!(), "::scope"));
    let __datarace_entered = ::datarace::__rt::enter(&__DATARACE_FUNCTION);
    ::datarace::__rt::scope(&__DATARACE_SITES[2]).after(thread::scope(|s| {
        let __datarace_guard =
            (&&::datarace::__rt::Spawner(&raw const s)).__scope_opened(&__DATARACE_SITES[2]);
        (match ({
            let __datarace_looked =
                (&&::datarace::__rt::Spawner(s.__address())).__spawner(&__DATARACE_SITES[1]);
            __datarace_looked
        }) {
            __datarace_spawner => {
                __datarace_spawner.forked(s.spawn(
                    (__datarace_spawner).wrap(|| {
                        (::datarace::__rt::call("work", &__DATARACE_SITES[0]).after(work()))
                    }),
                ))
            }
        });
    }));
}

// fn mutex() { *m.lock().unwrap() += 1; }
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
fn mutex() {
    static __DATARACE_FUNCTION: ::datarace::__rt::Function = ::datarace::__rt::Function {
        file: "",
        manifest_dir: "MANIFEST_DIR",
        name: "mutex",
    };
    static __DATARACE_SITES: [::datarace::__rt::Site; 1] = [::datarace::__rt::Site::new(
        &__DATARACE_FUNCTION,
        ::datarace::__rt::Span::new(1, 15, 1, 23),
        "m.lock()",
        "m",
        &[],
    )];
    #[allow(unused_imports)]
    use ::datarace::__rt::sync_traits::*;
    let __datarace_session =
        ::datarace::__rt::UnknownSession::enter(::core::concat!(::core::module_path!(), "::mutex"));
    let __datarace_entered = ::datarace::__rt::enter(&__DATARACE_FUNCTION);
    let __datarace_held = ::datarace::__rt::locks_held();
    *(({
        let __datarace_looked = (&&&&&&&&&::datarace::__rt::SyncReceiver(m.__address()))
            .__sync(::datarace::__rt::Method::Lock, &__DATARACE_SITES[0]);
        __datarace_looked
    })
    .after(m.lock()))
    .unwrap() += 1;
    ::datarace::__rt::temporaries_end(__datarace_held, &[&__DATARACE_SITES[0]]);
}

// fn guard() { let g = m.lock().unwrap(); drop(g); }
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
fn guard() {
    static __DATARACE_FUNCTION: ::datarace::__rt::Function = ::datarace::__rt::Function {
        file: "",
        manifest_dir: "MANIFEST_DIR",
        name: "guard",
    };
    static __DATARACE_SITES: [::datarace::__rt::Site; 2] = [
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 22, 1, 30),
            "m.lock()",
            "m",
            &[],
        ),
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 41, 1, 48),
            "drop(g)",
            "drop(g)",
            &[],
        ),
    ];
    #[allow(unused_imports)]
    use ::datarace::__rt::sync_traits::*;
    let __datarace_session =
        ::datarace::__rt::UnknownSession::enter(::core::concat!(::core::module_path!(), "::guard"));
    let __datarace_entered = ::datarace::__rt::enter(&__DATARACE_FUNCTION);
    let g = (({
        let __datarace_looked = (&&&&&&&&&::datarace::__rt::SyncReceiver(m.__address()))
            .__sync(::datarace::__rt::Method::Lock, &__DATARACE_SITES[0]);
        __datarace_looked
    })
    .after(m.lock()))
    .unwrap();
    let __datarace_guard = (&&::datarace::__rt::Guard(&raw const g)).__watch(&__DATARACE_SITES[0]);
    drop(::datarace::__rt::dropping(
        (&&&::datarace::__rt::Dropped(&raw const g)).__dropping(&__DATARACE_SITES[1]),
        g,
    ));
}

// fn shard() { *shards[(i + 1) % shards.len()].lock().unwrap() += 1; }
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
fn shard() {
    static __DATARACE_FUNCTION: ::datarace::__rt::Function = ::datarace::__rt::Function {
        file: "",
        manifest_dir: "MANIFEST_DIR",
        name: "shard",
    };
    static __DATARACE_SITES: [::datarace::__rt::Site; 2] = [
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 32, 1, 44),
            "shards.len()",
            "shards",
            &[],
        ),
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 15, 1, 52),
            "shards[(i + 1) % shards.len()].lock()",
            "shards[(i + 1) % shards.len()]",
            &[],
        ),
    ];
    #[allow(unused_imports)]
    use ::datarace::__rt::sync_traits::*;
    let __datarace_session =
        ::datarace::__rt::UnknownSession::enter(::core::concat!(::core::module_path!(), "::shard"));
    let __datarace_entered = ::datarace::__rt::enter(&__DATARACE_FUNCTION);
    let __datarace_held = ::datarace::__rt::locks_held();
    *(match (i + 1)
        % (({
            let __datarace_looked = (&&&&match false {
                true => ::datarace::__rt::CallReceiver::of(shards.__address()),
                false => ::datarace::__rt::CallReceiver::some(),
            })
                .__call("len", &__DATARACE_SITES[0]);
            __datarace_looked
        })
        .after(shards.len()))
    {
        __datarace_index => ({
            let __datarace_looked =
                (&&&&&&&&&::datarace::__rt::SyncReceiver(&raw const shards[__datarace_index]))
                    .__sync(::datarace::__rt::Method::Lock, &__DATARACE_SITES[1]);
            __datarace_looked
        })
        .after(shards[__datarace_index].lock()),
    })
    .unwrap() += 1;
    ::datarace::__rt::temporaries_end(__datarace_held, &[&__DATARACE_SITES[1]]);
}

// fn condvar() { let g = c.wait(g).unwrap(); }
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
fn condvar() {
    static __DATARACE_FUNCTION: ::datarace::__rt::Function = ::datarace::__rt::Function {
        file: "",
        manifest_dir: "MANIFEST_DIR",
        name: "condvar",
    };
    static __DATARACE_SITES: [::datarace::__rt::Site; 1] = [::datarace::__rt::Site::new(
        &__DATARACE_FUNCTION,
        ::datarace::__rt::Span::new(1, 24, 1, 33),
        "c.wait(g)",
        "c",
        &[],
    )];
    #[allow(unused_imports)]
    use ::datarace::__rt::sync_traits::*;
    let __datarace_session = ::datarace::__rt::UnknownSession::enter(::core::concat!(
        ::core::module_path!(),
        "::condvar"
    ));
    let __datarace_entered = ::datarace::__rt::enter(&__DATARACE_FUNCTION);
    let g = (({
        let __datarace_looked = (&&&&&&&&&::datarace::__rt::SyncReceiver(c.__address()))
            .__sync(::datarace::__rt::Method::Wait, &__DATARACE_SITES[0]);
        __datarace_looked
    })
    .after(
        c.wait(
            (&&&&&&{
                let __datarace_waiter = ::datarace::__rt::CallReceiver::some();
                #[allow(dangerous_implicit_autorefs)]
                '__datarace_unseen: {
                    break '__datarace_unseen;
                    __datarace_waiter.__is(c.__address());
                };
                __datarace_waiter
            })
                .__waiting(g, &__DATARACE_SITES[0]),
        ),
    ))
    .unwrap();
    let __datarace_guard = (&&::datarace::__rt::Guard(&raw const g)).__watch(&__DATARACE_SITES[0]);
}

// fn channel() { sender.send(make()).unwrap(); receiver.recv().unwrap(); }
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
fn channel() {
    static __DATARACE_FUNCTION: ::datarace::__rt::Function = ::datarace::__rt::Function {
        file: "",
        manifest_dir: "MANIFEST_DIR",
        name: "channel",
    };
    static __DATARACE_SITES: [::datarace::__rt::Site; 3] = [
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 28, 1, 34),
            "make()",
            "make()",
            &[],
        ),
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 16, 1, 35),
            "sender.send(make())",
            "sender",
            &[],
        ),
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 46, 1, 61),
            "receiver.recv()",
            "receiver",
            &[],
        ),
    ];
    #[allow(unused_imports)]
    use ::datarace::__rt::sync_traits::*;
    let __datarace_session = ::datarace::__rt::UnknownSession::enter(::core::concat!(
        ::core::module_path!(),
        "::channel"
    ));
    let __datarace_entered = ::datarace::__rt::enter(&__DATARACE_FUNCTION);
    (({
        let __datarace_looked = (&&&&&&&&&::datarace::__rt::SyncReceiver(sender.__address()))
            .__sync(::datarace::__rt::Method::Send, &__DATARACE_SITES[1]);
        __datarace_looked
    })
    .after(sender.send(::datarace::__rt::arguments_done(
        ::datarace::__rt::call("make", &__DATARACE_SITES[0]).after(make()),
        &__DATARACE_SITES[1],
    ))))
    .unwrap();
    (({
        let __datarace_looked = (&&&&&&&&&::datarace::__rt::SyncReceiver(receiver.__address()))
            .__sync(::datarace::__rt::Method::Recv, &__DATARACE_SITES[2]);
        __datarace_looked
    })
    .after(receiver.recv()))
    .unwrap();
}

// fn once() { cell.get_or_init(|| make()); }
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
fn once() {
    static __DATARACE_FUNCTION: ::datarace::__rt::Function = ::datarace::__rt::Function {
        file: "",
        manifest_dir: "MANIFEST_DIR",
        name: "once",
    };
    static __DATARACE_SITES: [::datarace::__rt::Site; 2] = [
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 33, 1, 39),
            "make()",
            "make()",
            &[],
        ),
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 13, 1, 40),
            "cell.get_or_init(|| make())",
            "cell",
            &[],
        ),
    ];
    #[allow(unused_imports)]
    use ::datarace::__rt::sync_traits::*;
    let __datarace_session =
        ::datarace::__rt::UnknownSession::enter(::core::concat!(::core::module_path!(), "::once"));
    let __datarace_entered = ::datarace::__rt::enter(&__DATARACE_FUNCTION);
    ({
        let __datarace_looked = (&&&&&&&&&::datarace::__rt::SyncReceiver(cell.__address()))
            .__sync(::datarace::__rt::Method::GetOrInit, &__DATARACE_SITES[1]);
        __datarace_looked
    })
    .after(cell.get_or_init(|| {
        let __datarace_guard = ::datarace::__rt::initializing(&__DATARACE_SITES[1]);
        (::datarace::__rt::call("make", &__DATARACE_SITES[0]).after(make()))
    }));
}

// fn unannotated() { helper(1); queue.push(x); }
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
fn unannotated() {
    static __DATARACE_FUNCTION: ::datarace::__rt::Function = ::datarace::__rt::Function {
        file: "",
        manifest_dir: "MANIFEST_DIR",
        name: "unannotated",
    };
    static __DATARACE_SITES: [::datarace::__rt::Site; 2] = [
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 20, 1, 29),
            "helper(1)",
            "helper(1)",
            &[],
        ),
        ::datarace::__rt::Site::new(
            &__DATARACE_FUNCTION,
            ::datarace::__rt::Span::new(1, 31, 1, 44),
            "queue.push(x)",
            "queue",
            &[],
        ),
    ];
    #[allow(unused_imports)]
    use ::datarace::__rt::sync_traits::*;
    let __datarace_session = ::datarace::__rt::UnknownSession::enter(::core::concat!(
        ::core::module_path!(),
        "::unannotated"
    ));
    let __datarace_entered = ::datarace::__rt::enter(&__DATARACE_FUNCTION);
    ::datarace::__rt::call("helper", &__DATARACE_SITES[0]).after(helper(1));
    ({
        let __datarace_looked = (&&&&match false {
            true => ::datarace::__rt::CallReceiver::of(queue.__address()),
            false => ::datarace::__rt::CallReceiver::some(),
        })
            .__call("push", &__DATARACE_SITES[1]);
        __datarace_looked
    })
    .after(queue.push(x));
}