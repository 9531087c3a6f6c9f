use std::cell::UnsafeCell;
struct Node { next: *mut Node, value: String, tags: [u8; 4] }
#[datarace::check] pub fn main() {
    let mut b = Box::new(Node { next: std::ptr::null_mut(), value: "x".into(), tags: [1, 2, 3, 4] });
    let p: *mut Node = &mut *b;
    unsafe {
        (*p).next = p;
        (*(*p).next).value.push('y');
        (*(*(*p).next).next).tags[2] += 5;
        let Node { value, tags: [a, .., d], .. } = &mut *p;
        value.push('z');
        println!("{} {a} {d} {:?}", value, (*p).tags);
        let c = UnsafeCell::new([1, 2, 3]);
        (*c.get())[1] = 7;
        let [x, y, z] = *c.get();
        let s = &mut (*c.get())[..];
        s[0] += x + y + z;
        println!("{:?}", c.into_inner());
    }
}
