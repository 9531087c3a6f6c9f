use std::sync::atomic::{AtomicU32, Ordering::*};
static A: AtomicU32 = AtomicU32::new(12);
static mut N: u32 = 7;
static mut WIDTH: usize = 5;
#[datarace::check] pub fn run() -> String {
    let x = A.load(Acquire);
        unsafe {
        let w = WIDTH;
        let a = format!("{x:>w$} {x:#06x} {0:1$} {2:?} {n} {x}", A.load(Relaxed), WIDTH, N, n = { N += 1; N });
        let b = format!("{:>1$}|{:<2$}|{:^3$.4$}", N, 4, 5, 9, 2) ;
        let c = format!("{{{}}} {:?} {:p}", N, &raw const N == std::ptr::null(), std::ptr::null::<u8>());
        let d = format!("{A:?} {0}", A.load(Relaxed));
        let mut s = String::new();
        std::fmt::Write::write_fmt(&mut s, format_args!("{} {}", N, A.swap(1, AcqRel))).unwrap();
        eprint!("{}", if N > 1000 { "x" } else { "" });
        let e = std::panic::catch_unwind(|| panic!("{} {x} {}", N, A.load(Relaxed))).unwrap_err().downcast::<String>().unwrap();
        format!("{a} {b} {c} {d} {s} {e} {}", format!("{}", format!("{}", N)))
    }
}
