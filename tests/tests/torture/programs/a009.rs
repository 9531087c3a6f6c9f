// user items named like std's
#[derive(Debug)] pub struct Option(u8);
#[derive(Debug)] pub enum Result { Ok, Err }
#[datarace::check] #[allow(non_snake_case)] fn Some(x: u8) -> u8 { x + 1 }
#[allow(non_upper_case_globals)] const None: u8 = 4;
const SITE: u8 = 1;
const SITES: u8 = 2;
struct Box;
struct Vec;
struct String;
#[allow(dead_code)] struct Site;
#[allow(non_camel_case_types)] #[derive(Clone, Copy)] struct u32(i8);
#[allow(dead_code, non_camel_case_types)] struct usize;
#[allow(dead_code, non_camel_case_types)] struct bool_;
#[datarace::check] fn drop(x: u8) -> u8 { x * 2 }
static mut G: u8 = 1;
static mut H: u32 = u32(3);
#[datarace::check] pub fn main() {
    let _ = (Box, Vec, String);
    unsafe {
        G = Some(G) + None + SITE + SITES;
        H.0 += 1;
        let p = &raw mut G;
        *p += drop(*p);
        let q = &raw mut H;
        (*q).0 -= 2;
        println!("{} {} {:?} {:?} {:?}", G, H.0, Option(G), Result::Ok, Result::Err);
    }
}
