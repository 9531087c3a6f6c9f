const LIMIT: u32 = 3;
static NAME: &str = "name";
fn function() {}

#[datarace::check(static_mut(LIMIT, NAME, function))]
fn all_at_once() {
    let _ = (LIMIT, NAME);
    function();
}

mod declared_inside {
    pub const COUNTER: u32 = 3;

    // Not refused: this one is a `static mut`.
    #[datarace::check(static_mut(COUNTER))]
    pub fn counter() {
        static mut COUNTER: u32 = 0;
        unsafe { COUNTER = 1 };
    }
}

fn main() {
    all_at_once();
    declared_inside::counter();
}
