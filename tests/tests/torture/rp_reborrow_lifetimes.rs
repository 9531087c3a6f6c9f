struct List { head: *mut Node, len: usize }
struct Node { v: String, next: *mut Node }
#[datarace::check] impl List {
    fn push(&mut self, v: &str) { self.head = Box::into_raw(Box::new(Node { v: v.into(), next: self.head })); self.len += 1; }
    fn first(&self) -> Option<&str> { if self.head.is_null() { None } else { Some(unsafe { &(*self.head).v }) } }
    fn first_mut(&mut self) -> Option<&mut String> { unsafe { self.head.as_mut().map(|n| &mut n.v) } }
    fn iter(&self) -> Iter<'_> { Iter { cur: unsafe { self.head.as_ref() } } }
    fn last(&self) -> Option<&Node> { let mut p = self.head; unsafe { while !(*p).next.is_null() { p = (*p).next; } Some(&*p) } }
    fn nth(&mut self, n: usize) -> &mut Node { let mut p = self.head; for _ in 0..n { p = unsafe { (*p).next }; } unsafe { &mut *p } }
    fn pop(&mut self) -> Option<String> {
        (!self.head.is_null()).then(|| {
            let b = unsafe { Box::from_raw(self.head) };
            self.head = b.next;
            self.len -= 1;
            b.v
        })
    }
}
struct Iter<'a> { cur: Option<&'a Node> }
#[datarace::check] impl<'a> Iterator for Iter<'a> {
    type Item = &'a str;
    fn next(&mut self) -> Option<&'a str> { self.cur.map(|n| { self.cur = unsafe { n.next.as_ref() }; n.v.as_str() }) }
}
#[datarace::check] impl Drop for List { fn drop(&mut self) { while self.pop().is_some() {} } }
#[datarace::check] pub fn run() -> String {
    let mut l = List { head: std::ptr::null_mut(), len: 0 };
    l.push("a"); l.push("b"); l.push("c");
    l.first_mut().unwrap().push('!');
    l.nth(1).v.push('?');
    let f = l.first();
    let g = l.last().map(|n| &n.v[..]);
    format!("{f:?} {g:?} {:?} {}", l.iter().collect::<Vec<_>>(), l.len)
}
