//! A program whose `main` is a session: `tests/session_main.rs` runs it.

static mut DATA: u64 = 0;

#[datarace::check]
fn main() {
    match std::env::args().nth(1).as_deref() {
        Some("race") => race(),
        Some("race and panic") => {
            race();
            panic!("the panic of the body");
        }
        Some("race and exit") => {
            race();
            std::process::exit(3);
        }
        Some("nothing") => {}
        _ => unsafe { DATA += 1 },
    }
}

#[datarace::check]
fn race() {
    std::thread::scope(|scope| {
        scope.spawn(|| unsafe { DATA += 1 });
        unsafe { DATA += 1 };
    });
}
