//! The shapes that generated code has around std's primitives: they compile, keep types, lifetimes and results, and
//! leave a user's own types alone. Written by hand as the macro writes them.

// Expansions written by hand look as generated code looks.
#![allow(clippy::all)]
#![cfg(feature = "track")]

use datarace::__rt;
use datarace::__rt::sync_traits::*;
use datarace::__rt::{Function, Method, Site};
use std::cell::UnsafeCell;
use std::mem::ManuallyDrop;
use std::ops::Deref;
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Barrier, Condvar, LazyLock, Mutex, MutexGuard, Once, OnceLock, RwLock};
use std::thread;
use std::time::Duration;

static FUNCTION: Function = Function {
    file: file!(),
    manifest_dir: env!("CARGO_MANIFEST_DIR"),
    name: "shapes",
};

macro_rules! site {
    () => {{
        static SITE: Site = Site::new(
            &FUNCTION,
            datarace::__rt::Span::new(line!(), 1, line!(), 2),
            "",
            "",
            &[],
        );
        &SITE
    }};
}

/// A method call on a place.
macro_rules! call {
    ($method:ident: $($receiver:tt).+ => $call:expr) => {
        (&&&&&&&&&__rt::SyncReceiver(&raw const $($receiver).+))
            .__sync(Method::$method, site!())
            .after($call)
    };
}

struct Shared {
    list: Mutex<Vec<i32>>,
    table: RwLock<[u8; 3]>,
    changed: Condvar,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Vec<i32>> {
        call!(Lock: self.list => self.list.lock()).unwrap()
    }
}

#[test]
fn locks_keep_their_guards_and_lifetimes() {
    let shared = Arc::new(Shared {
        list: Mutex::new(vec![1]),
        table: RwLock::new([0; 3]),
        changed: Condvar::new(),
    });
    shared.lock().push(2);
    {
        let mut guard = call!(Lock: shared.list => shared.list.lock()).unwrap();
        let _watch = (&&&__rt::Guard(&raw const guard)).__watch(site!());
        guard.push(3);
    }
    let before = __rt::locks_held();
    static LOCK: &Site = {
        static SITE: Site = Site::new(&FUNCTION, __rt::Span::new(1, 1, 1, 2), "", "", &[]);
        &SITE
    };
    (&&&&&&&&&__rt::SyncReceiver(&raw const shared.list))
        .__sync(Method::Lock, LOCK)
        .after(shared.list.lock())
        .unwrap()
        .push(4);
    __rt::temporaries_end(before, &[LOCK]);
    let length = call!(TryLock: shared.list => shared.list.try_lock()).map(|list| list.len());
    assert_eq!(length.unwrap(), 4);
    call!(Write: shared.table => shared.table.write()).unwrap()[0] = 7;
    assert_eq!(
        call!(Read: shared.table => shared.table.read()).unwrap()[0],
        7
    );
    assert!(call!(TryRead: shared.table => shared.table.try_read()).is_ok());
    call!(NotifyAll: shared.changed => shared.changed.notify_all());
    let guard = shared.lock();
    let waited = site!();
    let (guard, timeout) = (&&&&&&&&&__rt::SyncReceiver(&raw const shared.changed))
        .__sync(Method::WaitTimeout, waited)
        .after(shared.changed.wait_timeout(
            (&&&&&&__rt::CallReceiver::of(&raw const shared.changed)).__waiting(guard, waited),
            __rt::arguments_done(Duration::from_millis(1), waited),
        ))
        .unwrap();
    assert!(timeout.timed_out() && guard.len() == 4);
    __rt::dropping((&&&__rt::Dropped(&raw const guard)).__dropping(site!()), ());
    drop(guard);
}

#[test]
fn a_receiver_that_is_a_value_goes_through_settle() {
    let list = Arc::new(Mutex::new(1));
    let get = || &*list;
    let site = site!();
    let guard = __rt::settling(site)
        .settle(
            match get() {
                receiver => {
                    (&&&&&&&&&__rt::SyncReceiver(&raw const receiver))
                        .__sync(Method::Lock, site)
                        .__pend();
                    receiver
                }
            }
            .lock(),
        )
        .unwrap();
    assert_eq!(*guard, 1);
}

/// A type with all the names, and none of the meanings.
struct Own {
    log: Vec<String>,
}

impl Own {
    fn lock(&mut self) -> usize {
        self.log.push("lock".into());
        self.log.len()
    }
    fn send(self, value: &str) -> String {
        format!("{}{value}", self.log.len())
    }
    fn read<T: Default>(&self) -> T {
        T::default()
    }
    fn spawn<F: Fn() -> u8>(&self, f: F) -> u8 {
        f() + f()
    }
    fn get(&self) -> &[String] {
        &self.log
    }
}

#[test]
fn a_users_own_methods_keep_their_meaning() {
    let mut own = Own { log: Vec::new() };
    assert_eq!(call!(Lock: own => own.lock()), 1);
    let by_reference = &mut own;
    assert_eq!(call!(Lock: by_reference => by_reference.lock()), 2);
    let number: u32 = call!(Read: own => own.read());
    assert_eq!(number, 0);
    let log: &[String] = call!(Get: own => own.get());
    assert_eq!(log.len(), 2);
    let twice = match (&&&&&&__rt::Spawner(&raw const own)).__spawner(site!()) {
        spawner => spawner.forked(own.spawn(spawner.wrap(|| 2))),
    };
    assert_eq!(twice, 4);
    let site = site!();
    let sent = (&&&&&&&&&__rt::SyncReceiver(&raw const own))
        .__sync(Method::Send, site)
        .after(own.send(__rt::arguments_done(&String::from("!"), site)));
    assert_eq!(sent, "2!");
    let cell = UnsafeCell::new(3);
    assert!(!call!(Get: cell => cell.get()).is_null());
}

/// A wrapper with a `lock` of its own over a type that has one too.
struct Wrapper(Mutex<u8>);

impl Deref for Wrapper {
    type Target = Mutex<u8>;
    fn deref(&self) -> &Mutex<u8> {
        &self.0
    }
}

impl Wrapper {
    fn lock(&self) -> &'static str {
        "mine"
    }
}

#[test]
fn a_wrapper_keeps_its_own_lock() {
    let wrapper = Wrapper(Mutex::new(0));
    assert_eq!(call!(Lock: wrapper => wrapper.lock()), "mine");
    assert!(call!(TryLock: wrapper => wrapper.try_lock()).is_ok());
}

static GLOBAL: LazyLock<Mutex<Vec<u8>>> = LazyLock::new(|| Mutex::new(Vec::new()));

#[test]
fn once_and_lazy_run_their_initializers() {
    call!(Lock: GLOBAL => GLOBAL.lock()).unwrap().push(1);
    static CELL: OnceLock<String> = OnceLock::new();
    let site = site!();
    let value: &'static str = (&&&&&&&&&__rt::SyncReceiver(&raw const CELL))
        .__sync(Method::GetOrInit, site)
        .after(CELL.get_or_init(|| {
            let _initializing = __rt::initializing(site);
            "x".to_owned()
        }));
    assert_eq!(value, "x");
    assert_eq!(
        call!(Get: CELL => CELL.get()).map(String::as_str),
        Some("x")
    );
    let once = Once::new();
    call!(CallOnce: once => once.call_once(|| {}));
    assert!(call!(IsCompleted: once => once.is_completed()));
    let mut arc = Arc::new(5);
    let got = (&&&__rt::PointerArgument(&raw const arc))
        .__sync(Method::ArcGetMut, site!())
        .after(Arc::get_mut(&mut arc));
    assert_eq!(got.copied(), Some(5));
    let lazy = &GLOBAL;
    let list = (&&&__rt::PointerArgument(&raw const lazy))
        .__sync(Method::Force, site!())
        .after(LazyLock::force(lazy));
    assert!(list.try_lock().is_ok());
}

#[test]
fn channels_carry_their_values() {
    let (send, receive) = __rt::Made(mpsc::channel()).__made(site!());
    let site = site!();
    (&&&&&&&&&__rt::SyncReceiver(&raw const send))
        .__sync(Method::Send, site)
        .after(send.send(__rt::arguments_done(
            Box::new(|x| x + 1) as Box<dyn Fn(i32) -> i32>,
            site,
        )))
        .unwrap();
    let f = call!(Recv: receive => receive.recv()).unwrap();
    assert_eq!(f(1), 2);
    let (send, receive) = __rt::Made(mpsc::sync_channel(__rt::capacity(2))).__made(site!());
    (&&&&&&&&&__rt::SyncReceiver(&raw const send))
        .__sync(Method::TrySend, site)
        .after(send.try_send(__rt::arguments_done(7, site)))
        .unwrap();
    __rt::dropping((&&&__rt::Dropped(&raw const send)).__dropping(site!()), ());
    drop(send);
    let shared = Mutex::new(receive);
    let site = site!();
    let received: u8 = __rt::settling(site)
        .settle(
            match shared.lock().unwrap() {
                receiver => {
                    (&&&&&&&&&__rt::SyncReceiver(&raw const receiver))
                        .__sync(Method::Recv, site)
                        .__pend();
                    receiver
                }
            }
            .recv(),
        )
        .unwrap();
    assert_eq!(received, 7);
    let receive: Receiver<u8> = shared.into_inner().unwrap();
    for value in __rt::Looped(receive).__looped(site!()) {
        assert_eq!(value, 0);
    }
    // What runs no code of others is handed through as it is.
    let values: std::vec::IntoIter<u8> = __rt::Looped(vec![1, 2].into_iter()).__looped(site!());
    assert_eq!(values.len(), 2);
    let mut list = vec![0];
    list.extend(__rt::Fed(ManuallyDrop::new(values)).__fed(site!()));
    list.extend(__rt::Fed(ManuallyDrop::new(std::iter::from_fn(|| None::<u8>))).__fed(site!()));
    assert_eq!(list, [0, 1, 2]);
    // So is what is no iterator.
    let text: String = __rt::Fed(ManuallyDrop::new(String::from("moved"))).__fed(site!());
    let text: Box<dyn Fn() -> String> = __rt::Fed(ManuallyDrop::new(
        Box::new(move || text.clone()) as Box<dyn Fn() -> String>,
    ))
    .__fed(site!());
    assert_eq!(text(), "moved");
}

#[test]
fn threads_return_their_values() {
    let text = String::from("moved");
    let site = site!();
    let handle: thread::JoinHandle<String> =
        __rt::Spawned(thread::spawn(__rt::thread_closure(move || text, site))).__forked(site);
    assert_eq!(call!(Join: handle => handle.join()).unwrap(), "moved");
    let mut list = vec![1];
    let site = site!();
    let sum = __rt::scope(site).after(thread::scope(|s| {
        let _body = (&&&&&&__rt::Spawner(&raw const s)).__scope_opened(site);
        let handle = match (&&&&&&__rt::Spawner(&raw const s)).__spawner(site) {
            spawner => spawner.forked(s.spawn(spawner.wrap(|| {
                list.push(2);
                list.len()
            }))),
        };
        call!(Join: handle => handle.join()).unwrap()
    }));
    assert_eq!((sum, list.len()), (2, 2));
    let builder = thread::Builder::new().name("named".into());
    let site = site!();
    let handle = match (&&&&&&__rt::Spawner(&raw const builder)).__spawner(site) {
        spawner => spawner.forked(builder.spawn(spawner.wrap(|| {
            __rt::path_call(Method::Park, site!()).after(thread::park());
            thread::current().name().map(str::to_owned)
        }))),
    }
    .unwrap();
    let thread = handle.thread();
    call!(Unpark: thread => thread.unpark());
    let mut handles = vec![handle];
    let site = site!();
    let name = __rt::settling(site).settle(
        match handles.pop().unwrap() {
            receiver => {
                (&&&&&&&&&__rt::SyncReceiver(&raw const receiver))
                    .__sync(Method::Join, site)
                    .__pend();
                receiver
            }
        }
        .join(),
    );
    assert_eq!(name.unwrap().as_deref(), Some("named"));
    let barrier = Barrier::new(1);
    assert!(call!(Wait: barrier => barrier.wait()).is_leader());
    __rt::call("helper", site).after(());
}
