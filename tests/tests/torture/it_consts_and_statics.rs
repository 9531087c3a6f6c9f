use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{LazyLock, OnceLock};
use std::cell::{Cell, RefCell};
static L: LazyLock<Vec<u32>> = LazyLock::new(|| vec![A.load(Ordering::Acquire); 2]);
static A: AtomicU32 = AtomicU32::new(const { 1 + 2 });
static O: OnceLock<String> = OnceLock::new();
const F: fn(u32) -> u32 = |x| x + 1;
const ARR: [AtomicU32; 2] = [const { AtomicU32::new(1) }; 2];
static mut BUF: [u8; const { 2 + 2 }] = [0; 4];
thread_local! { static T: Cell<u32> = const { Cell::new(1) }; static R: RefCell<Vec<u32>> = RefCell::new(vec![]); }
#[datarace::check] const fn table<const N: usize>() -> [u32; N] { let mut t = [0; N]; let mut i = 0; while i < N { t[i] = i as u32; i += 1; } t }
#[datarace::check] const fn ptr_in_const(x: &u32) -> u32 { let p = x as *const u32; unsafe { *p } }
static TABLE: [u32; 3] = table();
struct S;
#[datarace::check] impl S { const V: u32 = ptr_in_const(&5); const fn f(&self) -> u32 { Self::V } }
#[datarace::check] pub fn run() -> String {
    T.with(|t| { t.set(t.get() + A.load(Ordering::Relaxed)); });
    T.set(T.get() * 2);
    R.with_borrow_mut(|r| r.push(unsafe { BUF[0] as u32 }));
    let n = O.get_or_init(|| A.swap(9, Ordering::AcqRel).to_string());
    const { assert!(S::V == 5) };
    let c = const { table::<2>()[1] };
    #[allow(clippy::declare_interior_mutable_const)]
    let x = ARR[0].fetch_add(1, Ordering::Relaxed) + ARR[0].load(Ordering::Relaxed);
    static LOCAL: AtomicU32 = AtomicU32::new(S::V);
    let arr = [const { Vec::<u8>::new() }; 2];
    format!("{:?} {n} {} {} {:?} {c} {x} {} {:?} {} {}", *L, F(1), T.get(), R.take(), LOCAL.fetch_add(1, Ordering::SeqCst), TABLE, S.f(), arr.len())
}
