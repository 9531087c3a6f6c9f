// fn main() { work(); }
#[allow(unused_mut, unused_parens, unused_braces, unreachable_code)]
#[allow(
    clippy::cast_lossless,
    clippy::cast_ptr_alignment,
    clippy::default_trait_access,
    clippy::deref_addrof,
    clippy::expect_fun_call,
    clippy::explicit_auto_deref,
    clippy::or_fun_call,
    clippy::ptr_as_ptr,
    clippy::ref_as_ptr,
    clippy::shadow_reuse,
    clippy::significant_drop_tightening,
    clippy::unit_arg,
    clippy::unused_unit,
    clippy::used_underscore_binding
)]
fn main() {
    static __DATARACE_FUNCTION: ::datarace::__rt::Function = ::datarace::__rt::Function {
        file: "",
        manifest_dir: "MANIFEST_DIR",
        name: "main",
    };
    static __DATARACE_SITES: [::datarace::__rt::Site; 1] = [::datarace::__rt::Site::new(
        &__DATARACE_FUNCTION,
        ::datarace::__rt::Span::new(1, 13, 1, 19),
        "work()",
        "work()",
        &[],
    )];
    #[allow(unused_imports)]
    use ::datarace::__rt::sync_traits::*;
    let __datarace_session = ::datarace::__rt::MainSession::begin(::core::module_path!());
    let __datarace_entered = ::datarace::__rt::enter(&__DATARACE_FUNCTION);
    ::datarace::__rt::call("work", &__DATARACE_SITES[0]).after(work());
}