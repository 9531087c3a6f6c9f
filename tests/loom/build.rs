//! Names this build of the shell's files: `map.rs` reserves no address space in it.
fn main() {
    println!("cargo::rustc-cfg=datarace_loom");
    println!("cargo::rerun-if-changed=build.rs");
}
