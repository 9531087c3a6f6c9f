#[datarace::check]
mod inside {
    #[datarace(skipp)]
    pub fn misspelt() {}

    #[datarace(allow(races, reason = "a counter"))]
    pub fn no_such_lint() {}

    #[datarace]
    pub fn nothing() {}

    #[datarace()]
    pub fn empty() {}
}

fn main() {
    inside::misspelt();
    inside::no_such_lint();
    inside::nothing();
    inside::empty();
}
