use std::sync::{mpsc::{self, channel, sync_channel, Receiver, Sender, SyncSender, TryRecvError}, Barrier, LazyLock, Once, OnceLock};
use std::cell::{LazyCell, OnceCell};
use std::thread;
static O: Once = Once::new();
static OL: OnceLock<Vec<u32>> = OnceLock::new();
static LL: LazyLock<u32> = LazyLock::new(|| { unsafe { INIT += 1; INIT } });
static mut INIT: u32 = 0;
static mut PTR: Option<Box<u32>> = None;
#[datarace::check] fn get() -> &'static u32 { unsafe { O.call_once(|| { PTR = Some(Box::new(8)); }); PTR.as_deref().unwrap() } }
struct Worker { tx: Sender<Box<dyn FnOnce() -> u32 + Send>>, rx: Receiver<u32> }
#[datarace::check] impl Worker { fn new() -> Self { let (tx, jobs) = channel::<Box<dyn FnOnce() -> u32 + Send>>(); let (rtx, rx) = channel(); thread::spawn(move || { for j in jobs { if rtx.send(j()).is_err() { break; } } }); Worker { tx, rx } } fn send(&self, f: impl FnOnce() -> u32 + Send + 'static) -> &Self { self.tx.send(Box::new(f)).unwrap(); self } fn recv(&self) -> u32 { self.rx.recv().unwrap() } }
#[datarace::check] pub fn run() -> String {
    let mut o = vec![];
    thread::scope(|s| { for _ in 0..3 { s.spawn(|| *get()); } });
    o.push(*get());
    o.push(OL.get_or_init(|| vec![1, 2]).len() as u32 + OL.get().map_or(0, |v| v[0]) + OL.set(vec![]).is_err() as u32);
    o.push(*LL + ***&&LL);
    let (tx, rx) = channel(); let tx2 = tx.clone();
    thread::spawn(move || { for i in 0..3 { tx.send(i).unwrap(); } }); thread::spawn(move || tx2.send(10).unwrap());
    let mut v: Vec<u32> = rx.iter().collect(); v.sort(); o.extend(v);
    let (tx, rx) = sync_channel::<String>(1);
    thread::scope(|s| { s.spawn(move || { tx.send("a".into())?; tx.send("bb".to_string()) }); s.spawn(|| 1); for m in rx { o.push(m.len() as u32); } });
    let (tx, rx): (SyncSender<()>, Receiver<()>) = sync_channel(0);
    let h = thread::spawn(move || { tx.send(()).unwrap(); });
    rx.recv().unwrap(); h.join().unwrap();
    match rx.try_recv() { Err(TryRecvError::Disconnected) => o.push(77), _ => () }
    let (tx, rx) = mpsc::channel::<u8>(); o.push(rx.try_recv().is_err() as u32 + rx.recv_timeout(std::time::Duration::from_millis(1)).is_err() as u32); drop(tx); o.push(rx.recv().is_err() as u32);
    let w = Worker::new(); w.send(|| 4).send(|| 5); o.push(w.recv() * 10 + w.recv());
    let b = Barrier::new(2); let leaders: usize = thread::scope(|s| { let hs = [s.spawn(|| b.wait().is_leader()), s.spawn(|| b.wait().is_leader())]; hs.into_iter().map(|h| h.join().unwrap() as usize).sum() }); o.push(leaders as u32);
    let c = OnceCell::new(); o.push(*c.get_or_init(|| 3)); let l = LazyCell::new(|| 4); o.push(*l);
    let once = Once::new(); once.call_once_force(|s| { let _ = s.is_poisoned(); }); o.push(once.is_completed() as u32);
    let mut tl = vec![]; for x in mpsc_iter() { tl.push(x); } o.extend(tl);
    format!("{o:?}")
}
#[datarace::check] fn mpsc_iter() -> mpsc::IntoIter<u32> { let (tx, rx) = channel(); tx.send(1).unwrap(); tx.send(2).unwrap(); rx.into_iter() }
