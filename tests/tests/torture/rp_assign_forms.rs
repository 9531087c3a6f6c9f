use crate::obs::{note, take, v, D};
struct S { d: D, n: u32 }
#[datarace::check] pub fn run() -> String {
    let mut s = S { d: D("one"), n: 1 };
    let p = &raw mut s;
    unsafe {
        (*p).d = v("rhs", D("two"));
        note("after");
        *p = S { d: D("three"), n: (*p).n + 1 };
        note("after2");
        let mut arr = [D("a"), D("b")];
        let q = arr.as_mut_ptr();
        *q.add(v("idx", 1)) = v("val", D("c"));
        *{ note("place"); q } = v("val2", D("d"));
        (*p).n = { note("x"); (*p).n } + 1;
        (*p).n += { (*p).n = 10; 1 };
        let _ = std::mem::replace(&mut (*p).d, D("four"));
        note("end");
    }
    let n = s.n;
    drop(s);
    format!("{n} {}", take())
}
