static mut S: String = String::new();
static mut CONF: Option<Box<u32>> = None;
#[datarace::check] fn get() -> &'static mut String { unsafe { &mut S } }
#[datarace::check] fn name() -> &'static str { unsafe { S.as_str() } }
#[datarace::check] fn conf() -> &'static u32 { unsafe { CONF.get_or_insert_with(|| Box::new(7)) } }
#[datarace::check] fn opt() -> Option<&'static u32> { unsafe { CONF.as_deref() } }
#[datarace::check] fn opt_mut() -> Option<&'static mut u32> { unsafe { CONF.as_deref_mut() } }
#[datarace::check] pub fn run() -> String {
    get().push_str("hello");
    let n: &'static str = name();
    let c: &'static u32 = conf();
    let m = opt_mut().unwrap();
    *m += 1;
    let r: &'static mut String = unsafe { &mut S };
    let l = r.len();
    let s: &'static [u8] = unsafe { S.as_bytes() };
    format!("{n} {c} {:?} {l} {}", opt(), s.len())
}
