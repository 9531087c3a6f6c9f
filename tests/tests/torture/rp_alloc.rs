use std::alloc::{self, Layout, alloc, alloc_zeroed, dealloc, realloc};
#[datarace::check] pub fn run() -> String {
    unsafe {
        let l = Layout::new::<u64>();
        let p = alloc(l) as *mut u64;
        *p = 5;
        *p += 1;
        let a = *p;
        dealloc(p.cast(), l);
        let l = Layout::array::<u32>(4).unwrap();
        let p = alloc::alloc_zeroed(l).cast::<u32>();
        for i in 0..4 { *p.add(i) += i as u32; }
        let p = realloc(p.cast(), l, 32).cast::<u32>();
        *p.add(7) = 9;
        let s = std::slice::from_raw_parts(p, 4).to_vec();
        alloc::dealloc(p.cast(), Layout::array::<u32>(8).unwrap());
        let z = alloc_zeroed(Layout::new::<[u8; 3]>());
        let b = *z.add(2);
        dealloc(z, Layout::new::<[u8; 3]>());
        if p.is_null() { alloc::handle_alloc_error(l) }
        format!("{a} {s:?} {b}")
    }
}
