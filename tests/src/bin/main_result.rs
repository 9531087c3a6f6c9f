//! A program whose `main` returns a `Result`: `tests/session_main.rs` runs it.

static mut DATA: u64 = 0;

#[datarace::check]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if words.iter().any(|word| word == "race") {
        std::thread::scope(|scope| {
            scope.spawn(|| unsafe { DATA += 1 });
            unsafe { DATA += 1 };
        });
    }
    unsafe { DATA += 1 };
    if words.iter().any(|word| word == "error") {
        Err("the error of the body")?;
    }
    Ok(())
}
