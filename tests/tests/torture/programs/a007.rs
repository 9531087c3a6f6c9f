use std::sync::atomic::{AtomicU32, AtomicUsize, AtomicBool, AtomicPtr, Ordering};
static mut CELLS: [AtomicU32; 3] = [AtomicU32::new(1), AtomicU32::new(2), AtomicU32::new(3)];
static mut PAIR: (AtomicUsize, [AtomicBool; 2]) = (AtomicUsize::new(0), [const { AtomicBool::new(false) }; 2]);
static mut NESTED: Option<Box<AtomicU32>> = None;
static PTRS: [AtomicPtr<u32>; 2] = [const { AtomicPtr::new(std::ptr::null_mut()) }; 2];
#[datarace::check] pub fn main() {
    unsafe {
        CELLS[1].store(9, Ordering::Relaxed);
        let i = CELLS[0].fetch_add(1, Ordering::AcqRel) as usize;
        println!("{} {}", CELLS[i].load(Ordering::SeqCst), CELLS.iter().map(|c| c.load(Ordering::Relaxed)).sum::<u32>());
        PAIR.0.store(3, Ordering::Release);
        PAIR.1[1].store(true, Ordering::Release);
        *PAIR.0.get_mut() += 4;
        *CELLS[2].get_mut() = 44;
        println!("{:?} {:?}", PAIR, CELLS);
        NESTED = Some(Box::new(AtomicU32::new(5)));
        NESTED.as_ref().unwrap().fetch_max(8, Ordering::Relaxed);
        if let Some(n) = &NESTED { n.fetch_sub(1, Ordering::Relaxed); }
        println!("{:?}", NESTED.as_mut().map(|b| std::mem::take(b.get_mut())));
        println!("{}", NESTED.take().unwrap().into_inner());
    }
    let mut x = 5;
    PTRS[0].store(&mut x, Ordering::Release);
    let p = PTRS[0].load(Ordering::Acquire);
    unsafe { *p += 1; *PTRS[0].load(Ordering::Acquire) += 2; }
    println!("{x} {}", PTRS[1].load(Ordering::Relaxed).is_null());
    println!("{:?}", PTRS[0].compare_exchange(p, std::ptr::null_mut(), Ordering::AcqRel, Ordering::Relaxed).map(|q| q == p));
}
