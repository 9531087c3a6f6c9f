static mut BX: Option<Box<[u32; 3]>> = None;
struct Node { v: u32, next: Option<Box<Node>> }
static mut HEAD: Option<Box<Node>> = None;
#[datarace::check] pub fn run() -> String {
    unsafe {
        BX = Some(Box::new([1, 2, 3]));
        let b = BX.as_mut().unwrap();
        b[1] = 7;
        let x = *BX.take().unwrap();
        HEAD = Some(Box::new(Node { v: 1, next: HEAD.take() }));
        HEAD = Some(Box::new(Node { v: 2, next: HEAD.take() }));
        let mut cur = &HEAD;
        let mut s = 0;
        while let Some(n) = cur { s = s * 10 + n.v; cur = &n.next; }
        let mut curm = &mut HEAD;
        while let Some(n) = curm { n.v += 1; curm = &mut n.next; }
        let mut popped = vec![];
        while let Some(n) = HEAD.take() { popped.push(n.v); HEAD = n.next; }
        format!("{x:?} {s} {popped:?}")
    }
}
