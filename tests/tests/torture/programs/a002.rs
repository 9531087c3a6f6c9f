// partial moves out of a box behind unsafe
struct Pair { x: String, y: Vec<u8>, z: u32 }
#[datarace::check] unsafe fn take(b: Box<Pair>) -> (String, Vec<u8>) {
    let c = (*b).x;
    let d = (*b).y;
    (c, d)
}
#[datarace::check] fn raw(p: *mut Pair) -> String {
    unsafe {
        let b = Box::from_raw(p);
        let Pair { x, y, z } = *b;
        format!("{x}{y:?}{z}")
    }
}
#[datarace::check] pub fn main() {
    let b = Box::new(Pair { x: "s".to_string(), y: vec![1], z: 3 });
    unsafe {
        println!("{}", b.z);
        println!("{:?}", take(b));
    }
    println!("{}", raw(Box::into_raw(Box::new(Pair { x: "t".to_string(), y: vec![2], z: 4 }))));
    let b = Box::new(Pair { x: "u".to_string(), y: vec![3], z: 5 });
    unsafe {
        let moved = (*b).x;
        std::hint::unreachable_unchecked as unsafe fn() -> !;
        println!("{moved} {} {:?}", (*b).z, (*b).y);
        let rest = (*b).y;
        println!("{rest:?}");
    }
    let b = Box::new((String::from("a"), String::from("b")));
    let p: *const u32 = &7;
    unsafe {
        let (l, _) = *b;
        println!("{l} {}", *p);
        drop((*b).1);
    }
}
