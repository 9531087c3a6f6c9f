#[derive(Clone, Copy, Debug)]
struct C { a: u8, b: u8, c: u8 }
struct N { s: String, t: String, n: u32 }
static mut D: C = C { a: 1, b: 2, c: 3 };
static mut L: [C; 2] = [C { a: 0, b: 0, c: 0 }; 2];
#[datarace::check] pub fn run() -> String {
    unsafe {
        let x = C { a: 9, ..D };
        D = C { b: 7, ..D };
        L[1] = C { c: 4, ..L[0] };
        L[0].a = L[1].c;
        let boxed = Box::new(N { s: "a".into(), t: "b".into(), n: 1 });
        let raw = Box::into_raw(boxed);
        let y = C { a: (*raw).n as u8, ..L[1] };
        let b = Box::from_raw(raw);
        let z = N { s: "c".into(), ..*b };
        format!("{x:?} {:?} {:?} {y:?} {}{}{}", D, L, z.s, z.t, z.n)
    }
}
