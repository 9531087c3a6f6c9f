use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::rc::Rc;
use std::cell::{Cell, RefCell};
struct Config { retries: u32, name: String }
static C0: Config = Config { retries: 3, name: String::new() };
static mut CONFIG: &Config = &C0;
static mut BOXED: Option<Box<Config>> = None;
static mut MAP: Option<HashMap<u32, String>> = None;
static mut ARC: Option<Arc<Config>> = None;
static mut RC: Option<Rc<RefCell<u32>>> = None;
static mut CELL: Cell<u32> = Cell::new(1);
static mut MUT: &mut [u8] = &mut [1, 2, 3];
static MU: Mutex<u32> = Mutex::new(1);
static mut MREF: &Mutex<u32> = &MU;
#[datarace::check] pub fn run() -> String {
    unsafe {
        let r = CONFIG.retries;
        let n = CONFIG.name.len();
        let nm = &CONFIG.name;
        BOXED = Some(Box::new(Config { retries: 1, name: "x".into() }));
        BOXED.as_mut().unwrap().retries += 2;
        let b = BOXED.as_ref().unwrap().retries;
        if let Some(c) = BOXED.as_mut() { c.name.push('y'); }
        MAP.get_or_insert_with(HashMap::new).insert(1, "one".into());
        *MAP.as_mut().unwrap().entry(2).or_default() += "two";
        let m = MAP.as_ref().unwrap().len();
        ARC = Some(Arc::new(Config { retries: 8, name: String::new() }));
        let a = ARC.as_ref().map(|c| c.retries).unwrap();
        let cl = ARC.clone().unwrap();
        RC = Some(Rc::new(RefCell::new(5)));
        *RC.as_ref().unwrap().borrow_mut() += 1;
        CELL.set(CELL.get() + 1);
        MUT[0] = 9;
        MUT[1] += 1;
        let ml = MUT.len();
        *MREF.lock().unwrap() += 1;
        let q = *MREF.lock().unwrap();
        format!("{r} {n} {nm} {b} {m} {a} {} {:?} {} {:?} {ml} {q} {}", cl.retries, RC, CELL.get(), MUT, BOXED.as_ref().unwrap().name)
    }
}
