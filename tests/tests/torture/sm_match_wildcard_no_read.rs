static mut S: String = String::new();
static mut B: bool = true;
#[datarace::check] pub fn run() -> String {
    unsafe {
        let _ = S;
        match S { _ => () }
        let _ = &S;
        let r = if B && S.is_empty() { 1 } else { 2 };
        let q = if let true = B { 3 } else { 4 };
        let w = match B { true => 5, false => 6 };
        _ = S;
        format!("{r}{q}{w}{}", S)
    }
}
