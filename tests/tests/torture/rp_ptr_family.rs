use std::ptr;
#[datarace::check] pub fn run() -> String {
    let mut a = [1u32, 2, 3, 4];
    let mut b = [0u32; 4];
    let p = a.as_mut_ptr();
    let q = b.as_mut_ptr();
    unsafe {
        let x = ptr::read(p);
        ptr::write(p, 10);
        let y = ptr::replace(p.add(1), 20);
        ptr::swap(p, p.add(1));
        ptr::copy(p, p.add(1), 2);
        ptr::copy_nonoverlapping(p, q, 4);
        ptr::swap_nonoverlapping(p, q.add(2), 2);
        let z = ptr::read_volatile(p.add(3));
        ptr::write_volatile(p.add(3), z + 1);
        let w = ptr::read_unaligned(p.cast::<u8>().add(1).cast::<u16>());
        ptr::write_unaligned(q.cast::<u8>().add(1).cast::<u16>(), 7);
        ptr::write_bytes(q.add(3), 0, 1);
        p.write(p.read() + 1);
        p.add(1).write_volatile(p.add(1).read_volatile());
        p.cast::<u8>().add(1).cast::<u32>().write_unaligned(5);
        let u = p.cast::<u8>().add(1).cast::<u32>().read_unaligned();
        let o = p.replace(3);
        p.swap(p.add(2));
        p.copy_to(q, 1);
        p.copy_from(q.add(1), 2);
        p.copy_to_nonoverlapping(q, 1);
        p.copy_from_nonoverlapping(q, 1);
        p.write_bytes(0, 1);
        let e = ptr::eq(p, q);
        let n = ptr::null::<u8>().is_null() && ptr::null_mut::<u8>().as_ref().is_none();
        let s = ptr::slice_from_raw_parts(p, 2);
        let l = (&*s).len();
        let mut st = String::from("x");
        let sp = &raw mut st;
        let moved = ptr::read(sp);
        ptr::write(sp, String::from("y"));
        sp.write({ drop(ptr::read(sp)); String::from("z") });
        let old = sp.replace("w".into());
        let mut md = std::mem::ManuallyDrop::new(String::from("q"));
        ptr::drop_in_place(&mut *md);
        md = std::mem::ManuallyDrop::new(String::from("q2"));
        (&raw mut *md).drop_in_place();
        format!("{x}{y}{z} {w} {u} {o} {e}{n}{l} {moved}{old}{st} {a:?} {b:?}")
    }
}
