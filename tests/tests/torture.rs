//! Valid programs "written to break such a macro", each compiled under the attribute and run: what they print is what they
//! print without it. The expected texts come from the same programs without the attribute.

#![cfg(feature = "track")]
#![allow(
    warnings,
    clippy::all,
    static_mut_refs,
    dangerous_implicit_autorefs,
    let_underscore_lock
)]

mod obs {
    include!("torture/obs.rs");
}

mod sm_scalar {
    include!("torture/sm_scalar.rs");
}
mod sm_fields {
    include!("torture/sm_fields.rs");
}
mod sm_vec_methods {
    include!("torture/sm_vec_methods.rs");
}
mod sm_array_nested {
    include!("torture/sm_array_nested.rs");
}
mod sm_index_side_effect_order {
    include!("torture/sm_index_side_effect_order.rs");
}
mod sm_match_modes {
    include!("torture/sm_match_modes.rs");
}
mod sm_match_at_patterns {
    include!("torture/sm_match_at_patterns.rs");
}
mod sm_match_wildcard_no_read {
    include!("torture/sm_match_wildcard_no_read.rs");
}
mod sm_refs_outlive {
    include!("torture/sm_refs_outlive.rs");
}
mod sm_mem_fns {
    include!("torture/sm_mem_fns.rs");
}
mod sm_deref_types {
    include!("torture/sm_deref_types.rs");
}
mod sm_box_static {
    include!("torture/sm_box_static.rs");
}
mod sm_option_static_ref {
    include!("torture/sm_option_static_ref.rs");
}
mod sm_fn_pointer_call {
    include!("torture/sm_fn_pointer_call.rs");
}
mod sm_const_same_name {
    include!("torture/sm_const_same_name.rs");
}
mod sm_shadowing {
    include!("torture/sm_shadowing.rs");
}
mod sm_unused_unsafe_warns {
    include!("torture/sm_unused_unsafe_warns.rs");
}
mod sm_const_shadow_by_glob {
    include!("torture/sm_const_shadow_by_glob.rs");
}
mod sm_use_alias {
    include!("torture/sm_use_alias.rs");
}
mod sm_path_forms {
    include!("torture/sm_path_forms.rs");
}
mod sm_struct_update {
    include!("torture/sm_struct_update.rs");
}
mod sm_two_phase {
    include!("torture/sm_two_phase.rs");
}
mod sm_compound_order {
    include!("torture/sm_compound_order.rs");
}
mod sm_chain_methods {
    include!("torture/sm_chain_methods.rs");
}
mod sm_ranges_slices {
    include!("torture/sm_ranges_slices.rs");
}
mod sm_if_while_conditions {
    include!("torture/sm_if_while_conditions.rs");
}
mod sm_return_values {
    include!("torture/sm_return_values.rs");
}
mod sm_macro_args {
    include!("torture/sm_macro_args.rs");
}
mod sm_custom_macros {
    include!("torture/sm_custom_macros.rs");
}
mod sm_made_by_macro {
    include!("torture/sm_made_by_macro.rs");
}
mod sm_inside_fn {
    include!("torture/sm_inside_fn.rs");
}
mod sm_union_static {
    include!("torture/sm_union_static.rs");
}
mod sm_packed_static {
    include!("torture/sm_packed_static.rs");
}
mod sm_generic_static_use {
    include!("torture/sm_generic_static_use.rs");
}
mod sm_assign_destructure {
    include!("torture/sm_assign_destructure.rs");
}
mod sm_coercions {
    include!("torture/sm_coercions.rs");
}
mod sm_inference {
    include!("torture/sm_inference.rs");
}
mod sm_async_static {
    include!("torture/sm_async_static.rs");
}
mod sm_forms_misc {
    include!("torture/sm_forms_misc.rs");
}
mod rp_locals {
    include!("torture/rp_locals.rs");
}
mod rp_fields {
    include!("torture/rp_fields.rs");
}
mod rp_cell_get {
    include!("torture/rp_cell_get.rs");
}
mod rp_arith {
    include!("torture/rp_arith.rs");
}
mod rp_double {
    include!("torture/rp_double.rs");
}
mod rp_index_on_deref {
    include!("torture/rp_index_on_deref.rs");
}
mod rp_reborrow_lifetimes {
    include!("torture/rp_reborrow_lifetimes.rs");
}
mod rp_ptr_family {
    include!("torture/rp_ptr_family.rs");
}
mod rp_nonnull {
    include!("torture/rp_nonnull.rs");
}
mod rp_maybe_uninit {
    include!("torture/rp_maybe_uninit.rs");
}
mod rp_unions {
    include!("torture/rp_unions.rs");
}
mod rp_packed {
    include!("torture/rp_packed.rs");
}
mod rp_match_on_deref {
    include!("torture/rp_match_on_deref.rs");
}
mod rp_into_from_raw {
    include!("torture/rp_into_from_raw.rs");
}
mod rp_alloc {
    include!("torture/rp_alloc.rs");
}
mod rp_raw_borrows {
    include!("torture/rp_raw_borrows.rs");
}
mod rp_method_on_deref {
    include!("torture/rp_method_on_deref.rs");
}
mod rp_generic {
    include!("torture/rp_generic.rs");
}
mod rp_assign_forms {
    include!("torture/rp_assign_forms.rs");
}
mod rp_functions_returning {
    include!("torture/rp_functions_returning.rs");
}
mod rp_static_pointers {
    include!("torture/rp_static_pointers.rs");
}
mod rp_nested_closures {
    include!("torture/rp_nested_closures.rs");
}
mod rp_cast_forms {
    include!("torture/rp_cast_forms.rs");
}
mod rp_explicit_autoref {
    include!("torture/rp_explicit_autoref.rs");
}
mod at_all_types {
    include!("torture/at_all_types.rs");
}
mod at_int_direct {
    include!("torture/at_int_direct.rs");
}
mod at_bool_ptr {
    include!("torture/at_bool_ptr.rs");
}
mod at_receivers {
    include!("torture/at_receivers.rs");
}
mod at_by_path {
    include!("torture/at_by_path.rs");
}
mod at_fn_items {
    include!("torture/at_fn_items.rs");
}
mod at_order_values {
    include!("torture/at_order_values.rs");
}
mod at_user_release_const {
    include!("torture/at_user_release_const.rs");
}
mod at_user_ordering_enum {
    include!("torture/at_user_ordering_enum.rs");
}
mod at_user_methods {
    include!("torture/at_user_methods.rs");
}
mod at_user_traits {
    include!("torture/at_user_traits.rs");
}
mod at_order_of_evaluation {
    include!("torture/at_order_of_evaluation.rs");
}
mod at_update_closures {
    include!("torture/at_update_closures.rs");
}
mod at_update_new {
    include!("torture/at_update_new.rs");
}
mod at_ptr_fetch {
    include!("torture/at_ptr_fetch.rs");
}
mod at_statics_in_traits {
    include!("torture/at_statics_in_traits.rs");
}
mod at_unit_and_types {
    include!("torture/at_unit_and_types.rs");
}
mod it_fn_kinds {
    include!("torture/it_fn_kinds.rs");
}
mod it_self_kinds {
    include!("torture/it_self_kinds.rs");
}
mod it_self_kinds_nodrop {
    include!("torture/it_self_kinds_nodrop.rs");
}
mod it_traits {
    include!("torture/it_traits.rs");
}
mod it_modules {
    include!("torture/it_modules.rs");
}
mod it_nested {
    include!("torture/it_nested.rs");
}
mod it_closures {
    include!("torture/it_closures.rs");
}
mod it_async {
    include!("torture/it_async.rs");
}
mod it_macro_made {
    include!("torture/it_macro_made.rs");
}
mod it_consts_and_statics {
    include!("torture/it_consts_and_statics.rs");
}
#[cfg_attr(not(clippy), deny(warnings))]
mod it_attributes {
    include!("torture/it_attributes.rs");
}
#[cfg_attr(
    not(clippy),
    deny(
        warnings,
        unused,
        unsafe_op_in_unsafe_fn,
        unused_qualifications,
        rust_2018_idioms,
        unreachable_pub,
        missing_debug_implementations,
        trivial_casts,
        trivial_numeric_casts,
        unused_lifetimes,
        unused_import_braces,
        unused_results,
        let_underscore_drop,
        single_use_lifetimes,
        elided_lifetimes_in_paths,
        explicit_outlives_requirements,
        meta_variable_misuse,
        unit_bindings,
        variant_size_differences,
        redundant_lifetimes,
        if_let_rescope,
        tail_expr_drop_order
    )
)]
mod it_deny_warnings {
    include!("torture/it_deny_warnings.rs");
}
#[forbid(unsafe_code)]
#[cfg_attr(not(clippy), deny(warnings))]
mod it_forbid_unsafe {
    include!("torture/it_forbid_unsafe.rs");
}
mod se_drop_order {
    include!("torture/se_drop_order.rs");
}
mod se_temporaries {
    include!("torture/se_temporaries.rs");
}
mod se_control_flow_in_args {
    include!("torture/se_control_flow_in_args.rs");
}
// Edition 2021 has no let chains.
#[cfg(not(feature = "edition_2021"))]
mod se_let_chains {
    include!("torture/se_let_chains.rs");
}
mod se_stringify {
    include!("torture/se_stringify.rs");
}
mod se_evaluation_order {
    include!("torture/se_evaluation_order.rs");
}
mod se_nll {
    include!("torture/se_nll.rs");
}
mod se_closure_captures {
    include!("torture/se_closure_captures.rs");
}
mod se_inference_coercion {
    include!("torture/se_inference_coercion.rs");
}
mod hy_underscore_and_wild {
    include!("torture/hy_underscore_and_wild.rs");
}
mod hy_user_modules_std_core {
    include!("torture/hy_user_modules_std_core.rs");
}
mod hy_generated_names {
    include!("torture/hy_generated_names.rs");
}
mod hy_raw_idents {
    include!("torture/hy_raw_idents.rs");
}
mod hy_lifetimes_named_oddly {
    include!("torture/hy_lifetimes_named_oddly.rs");
}
mod hy_macros_shadowed {
    include!("torture/hy_macros_shadowed.rs");
}
mod hy_generic_names {
    include!("torture/hy_generic_names.rs");
}
mod hy_format_captures {
    include!("torture/hy_format_captures.rs");
}
mod hy_macro_args_odd {
    include!("torture/hy_macro_args_odd.rs");
}
mod hy_null_not_accessed {
    include!("torture/hy_null_not_accessed.rs");
}
mod th_once_channels {
    include!("torture/th_once_channels.rs");
}
mod th_spin_lock {
    include!("torture/th_spin_lock.rs");
}
mod th_lock_free {
    include!("torture/th_lock_free.rs");
}
mod th_thread_local {
    include!("torture/th_thread_local.rs");
}
mod th_guards_and_drop_order {
    include!("torture/th_guards_and_drop_order.rs");
}
#[cfg_attr(not(clippy), deny(warnings))]
mod mo_unused_mut_lints {
    include!("torture/mo_unused_mut_lints.rs");
}
mod mo_const_contexts {
    include!("torture/mo_const_contexts.rs");
}
mod mo_const_contexts_fixed {
    include!("torture/mo_const_contexts_fixed.rs");
}
mod mo_expression_positions {
    include!("torture/mo_expression_positions.rs");
}
mod mo_expression_positions2 {
    include!("torture/mo_expression_positions2.rs");
}
mod mo_static_no_borrowck {
    include!("torture/mo_static_no_borrowck.rs");
}
mod mo_lifetime_extension {
    include!("torture/mo_lifetime_extension.rs");
}
mod mo_raw_fn_items {
    include!("torture/mo_raw_fn_items.rs");
}
mod mo_callable_places {
    include!("torture/mo_callable_places.rs");
}
mod mo_traits_on_pointers {
    include!("torture/mo_traits_on_pointers.rs");
}
mod mo_unicode_and_layout {
    include!("torture/mo_unicode_and_layout.rs");
}
mod mo_big_function {
    include!("torture/mo_big_function.rs");
}
mod mo_skip_attributes {
    include!("torture/mo_skip_attributes.rs");
}
mod mo_trait_generic_atomics {
    include!("torture/mo_trait_generic_atomics.rs");
}

#[rustfmt::skip]
const PROGRAMS: &[(&str, fn() -> String, &str)] = &[
    ("sm_scalar", sm_scalar::run, "1 99 -33 4294967262 33"),
    ("sm_fields", sm_fields::run, "2 9 3 bb 3 22"),
    ("sm_vec_methods", sm_vec_methods::run, "146 Some(101) 2 [77] [6, 8]"),
    ("sm_array_nested", sm_array_nested::run, "[4, 5, 9, 7] 4 [5, 9] 78 3"),
    ("sm_index_side_effect_order", sm_index_side_effect_order::run, "true true [5, 10, 8, 4] val,i1,add,i2,i3,x,i0,before the bounds check,i7,cmp,i8"),
    ("sm_match_modes", sm_match_modes::run, "3big8str1str!2C2321emptyend"),
    ("sm_match_at_patterns", sm_match_at_patterns::run, "50 5 3 6 300 5 1 Some(301) 5 Some(301)"),
    ("sm_match_wildcard_no_read", sm_match_wildcard_no_read::run, "135"),
    ("sm_refs_outlive", sm_refs_outlive::run, "hello 8 Some(8) 5 5"),
    ("sm_mem_fns", sm_mem_fns::run, "[2] [1] [9, 9] 8 2 50 [8, 7]"),
    ("sm_deref_types", sm_deref_types::run, "3 0  3 2 8 8 Some(RefCell { value: 6 }) 2 [9, 3, 3] 3 2 xy"),
    ("sm_box_static", sm_box_static::run, "[1, 7, 3] 21 [3, 2]"),
    ("sm_option_static_ref", sm_option_static_ref::run, "truex181022"),
    ("sm_fn_pointer_call", sm_fn_pointer_call::run, "16933"),
    ("sm_const_same_name", sm_const_same_name::run, "8 8 2 41 121"),
    ("sm_shadowing", sm_shadowing::run, "11 6 102 7 52 10 71 62 9 3"),
    ("sm_unused_unsafe_warns", sm_unused_unsafe_warns::run, "41134"),
    ("sm_const_shadow_by_glob", sm_const_shadow_by_glob::run, "17 2"),
    ("sm_use_alias", sm_use_alias::run, "3 55 [\"a\", \"b\", \"c\"] 55"),
    ("sm_path_forms", sm_path_forms::run, "8 [6, 1] 17 8"),
    ("sm_struct_update", sm_struct_update::run, "C { a: 9, b: 2, c: 3 } C { a: 1, b: 7, c: 3 } [C { a: 4, b: 0, c: 0 }, C { a: 0, b: 0, c: 4 }] C { a: 1, b: 0, c: 4 } cb1"),
    ("sm_two_phase", sm_two_phase::run, "[0, 1, 2, 0, 4, 1, 1] 8x"),
    ("sm_compound_order", sm_compound_order::run, "10 7 xxyz 64 rhs,add 1 4,i,rhs,add 2 5,add 5 5"),
    ("sm_chain_methods", sm_chain_methods::run, "NM [3, 4] [\"c\", \"b\", \"a\"] 3a4b 3"),
    ("sm_ranges_slices", sm_ranges_slices::run, "[3, 0, 11, 13] [7, 8] 3 [40, 3, 3, 0, 11, 13, 15, 16, 8, 9, 10, 12, 14, 16, 15, 16]"),
    ("sm_if_while_conditions", sm_if_while_conditions::run, "ab20.....420eq521"),
    ("sm_return_values", sm_return_values::run, "2 [1, 9, 3] None [1, 9, 3] Ok(12) ((1, 12), [12, 1]) 12 12 14"),
    ("sm_macro_args", sm_macro_args::run, "[4, 5, 5] [5, 5] true 5 [5] 5  \"\"     5 \"51\\n\" 5 a1 5 true"),
    ("sm_custom_macros", sm_custom_macros::run, "5166"),
    ("sm_made_by_macro", sm_made_by_macro::run, "2267"),
    ("sm_inside_fn", sm_inside_fn::run, "31222303"),
    ("sm_union_static", sm_union_static::run, "1065353216 1065353218 2 [2, 0, 128, 63]"),
    ("sm_packed_static", sm_packed_static::run, "8 [4, 6] 1 5 12 6 20 8 8"),
    ("sm_generic_static_use", sm_generic_static_use::run, "Some(5)NoneSome(\"s\")-"),
    ("sm_assign_destructure", sm_assign_destructure::run, "13 1 (2, [5, 1]) 9 8"),
    ("sm_coercions", sm_coercions::run, "5 [1, 2, 3, 4] x 2 4 Err(\"bad\") Some(5)"),
    ("sm_inference", sm_inference::run, "89 [(1, \"a\"), (2, \"\"), (3, \"z\")] Some([0, 1, 2, 1]) 90 89"),
    ("sm_async_static", sm_async_static::run, "41 21 [15, 9, 10, 7]"),
    ("sm_forms_misc", sm_forms_misc::run, "22215 [7, 2, 3, 4] ((1,), [(2, 4), (4, 5)]) bc true"),
    ("rp_locals", rp_locals::run, "7 14 7 16 16"),
    ("rp_fields", rp_fields::run, "n2! 3 20 12 n1 (4, [2, 7]) 11 true [11, 1, 3]"),
    ("rp_cell_get", rp_cell_get::run, "112 [6, 9, 1] 14 a 5 6 [1, 2] 4 2 3"),
    ("rp_arith", rp_arith::run, "3 23 1 1 20 21 60 5 [1, 21] 25 [1, 21] [1, 21, 1, 3, 10]"),
    ("rp_double", rp_double::run, "69788818"),
    ("rp_index_on_deref", rp_index_on_deref::run, "[11, 3] 20 3 5 [3, 11, 3, 5] [6, 61, 8, 5] true"),
    ("rp_reborrow_lifetimes", rp_reborrow_lifetimes::run, "Some(\"c!\") Some(\"a\") [\"c!\", \"b?\", \"a\"] 3"),
    ("rp_ptr_family", rp_ptr_family::run, "124 0 5 1291 falsetrue2 xzw [0, 20, 3, 5] [20, 20, 20, 0]"),
    ("rp_nonnull", rp_nonnull::run, "27 10 10 43 2false 6 43 43"),
    ("rp_maybe_uninit", rp_maybe_uninit::run, "a! b c 6 6 [0, 5, 6] (1, \"s\") 4 3"),
    ("rp_unions", rp_unions::run, "-1.5 3217031168 192 3217031175 3217031176 4 5 4 65542 6"),
    ("rp_packed", rp_packed::run, "5 [1, 8] 8 18 0 5 18 3 3 18 6 true five 1 1"),
    ("rp_match_on_deref", rp_match_on_deref::run, "223bbx355nonetruetruemoved9"),
    ("rp_into_from_raw", rp_into_from_raw::run, "101Some(10)20boxed[1, 2, 3]7\"d\"6 drop3,drop10,drop20"),
    ("rp_alloc", rp_alloc::run, "6 [0, 1, 2, 3] 0"),
    ("rp_raw_borrows", rp_raw_borrows::run, "8 5 Some(4) true true 5 3"),
    ("rp_method_on_deref", rp_method_on_deref::run, "11 23 19 [2, 3, 4, 1] 1 Some(1) Some(3) 3 6 Some(3) 2 Some(7)"),
    ("rp_generic", rp_generic::run, "10 10 10 4 xy!? 3 21 4 5 dr dp ur 4"),
    ("rp_assign_forms", rp_assign_forms::run, "11 rhs,drop one,after,drop two,after2,val,idx,drop b,val2,place,drop a,x,drop three,end,drop d,drop c,drop four"),
    ("rp_functions_returning", rp_functions_returning::run, "22 22 11 11 11 11 11 11 [11, 3, 22] 22 11 t!"),
    ("rp_static_pointers", rp_static_pointers::run, "7712 10 true 5 true"),
    ("rp_nested_closures", rp_nested_closures::run, "10 31 [6, 11] 23 [7, 9]"),
    ("rp_cast_forms", rp_cast_forms::run, "4 16909060 16909061 773 [773, 258] 16908297 16908297 16908297 16908297 16908297 16908297 16908297 16908297 16908297 16908297"),
    ("rp_explicit_autoref", rp_explicit_autoref::run, "[2, 3] 3 2 3 Some(10) Some(3) true [6, 60, 8, 5] [1, 2, 3, 8]"),
    ("at_all_types", at_all_types::run, "66Ok(7)Err(8)8[10, 13, 12, 12, 251, 251, 254, 254]Ok(4)Err(8)91010 66Ok(7)Err(8)8[10, 13, 12, 12, -5, -5, -2, 9]Ok(4)Err(8)91010 66Ok(7)Err(8)8[10, 13, 12, 12, 65531, 65531, 65534, 65534]Ok(4)Err(8)91010 66Ok(7)Err(8)8[10, 13, 12, 12, -5, -5, -2, 9]Ok(4)Err(8)91010 66Ok(7)Err(8)8[10, 13, 12, 12, 4294967291, 4294967291, 4294967294, 4294967294]Ok(4)Err(8)91010 66Ok(7)Err(8)8[10, 13, 12, 12, -5, -5, -2, 9]Ok(4)Err(8)91010 66Ok(7)Err(8)8[10, 13, 12, 12, 18446744073709551611, 18446744073709551611, 18446744073709551614, 18446744073709551614]Ok(4)Err(8)91010 66Ok(7)Err(8)8[10, 13, 12, 12, -5, -5, -2, 9]Ok(4)Err(8)91010 66Ok(7)Err(8)8[10, 13, 12, 12, 18446744073709551611, 18446744073709551611, 18446744073709551614, 18446744073709551614]Ok(4)Err(8)91010 66Ok(7)Err(8)8[10, 13, 12, 12, -5, -5, -2, 9]Ok(4)Err(8)91010 "),
    ("at_int_direct", at_int_direct::run, "6 6 Ok(-7) 16 [10, 13, 12, 12, -5, -5, -2, 9] Ok(4) Err(8) 250 4 250 258 8 8"),
    ("at_bool_ptr", at_bool_ptr::run, "[true, true, false, true, true, false, true] Ok(false) false Ok(true) 50 2 true Some(2) s true 50"),
    ("at_receivers", at_receivers::run, "[28, 17, 24, 35, 12, 11, 30, 52, 8, 3, 4, 4, 17, 15, 2, 2, 2] 8 7 8 2 [0, 1, 2]"),
    ("at_by_path", at_by_path::run, "445Ok(7)811trueOk(9)2610"),
    ("at_fn_items", at_fn_items::run, "[1, 2] 17 5 [false, true] 3 3 9"),
    ("at_order_values", at_order_values::run, "10 Ok(4) 30 26 [5, 5, 5] 9 9 9 true true true true"),
    ("at_user_release_const", at_user_release_const::run, "6Ok(6)7"),
    ("at_user_ordering_enum", at_user_ordering_enum::run, "(1, Release) AcqRel Err((3, Relaxed, Release)) Some((1, Sideways)) Relaxed 1SeqCst (1, Release) 4 Reg { v: 4, last: Cell { value: Some(1) } }"),
    ("at_user_methods", at_user_methods::run, "own 3 (1, Release) 10 Acquire 14 7 0 0 xAcquire4Relaxed 3 1a19-7Some(9)9Ok(3)24Some(5)6780 2"),
    ("at_user_traits", at_user_traits::run, "214 16 9 true 12 6 108"),
    ("at_order_of_evaluation", at_order_of_evaluation::run, "Ok(1)1600true51104NoneSome(5)NoneSome(9) recv1,val,ord,recv2,cur,new,succ,fail,i,recv0,recv1,o1,o2,deref,o,drop t1,deref,deref,o,drop t3,drop t2,deref,in match 7,drop t4,deref,drop t5,in if,deref,in iflet,drop t6,deref,drop t7,deref,drop t8,loop,deref,drop t7,deref,drop t9,deref,drop t10,after,ord"),
    ("at_update_closures", at_update_closures::run, "Ok(1) Err(3) 3 Ok(6) Ok(7) Err(\"no 7\") Ok(7) true true 1 [1] Ok(8)"),
    ("at_update_new", at_update_new::run, "Ok(1) 2 true Err(6) 6 7"),
    ("at_ptr_fetch", at_ptr_fetch::run, "084801true1"),
    ("at_statics_in_traits", at_statics_in_traits::run, "1 102 2 110 10 11"),
    ("at_unit_and_types", at_unit_and_types::run, "2 -257 [2, 3, 4] Some(4) Err(\"was 5\") 15 7 -11 true 7 6 (1, 1) S { a: 2, b: [2, 2] }"),
    ("it_fn_kinds", it_fn_kinds::run, "99924333834[3, 4, 5, 6]Some(2)344Some(5)1812326Some(4)"),
    ("it_self_kinds", it_self_kinds::run, "[1, 18, 18, 3, 10, 60, 31, 31, 3, 4, 9, 39, 11, 32] drop4,drop9,drop4,drop4"),
    ("it_self_kinds_nodrop", it_self_kinds_nodrop::run, "C { n: 4, .. } <4> 10 truefffx Some(Greater)(\"fffxw\", 5) fffxw fffxw9 -5 ['f', 'f', 'f', 'x', 'w'] [1, 2, 3]Ok(C { n: 4, .. }) true 15"),
    ("it_traits", it_traits::run, "44 23 \"\" [0, 1, 2] 8 [1, 2] 1 4"),
    ("it_modules", it_modules::run, "2 101 2 12 12 4 Some(3) 4 2 1"),
    ("it_nested", it_nested::run, "2 1 2 6 4 4 4 1 4 3 1065353216 2 4"),
    ("it_closures", it_closures::run, "[12, 12, 11, 11, 10, 10, 10, 10, 10, 9, 9, 7, 6, 6, 4, 3, 3, 3, 3]"),
    ("it_async", it_async::run, "(8, 1, 15, Err(\"x\"), Ok(22), 25, 3, 56) 22 17 3 14 10 14 drop c,end,drop b,drop a"),
    ("it_macro_made", it_macro_made::run, "7 7 7 [9, 9, 3] 3 2 6 14"),
    ("it_consts_and_statics", it_consts_and_statics::run, "[9, 9] 3 2 8 [0] 1 2 5 [0, 1, 2] 5 2"),
    ("it_attributes", it_attributes::run, "2 3 2"),
    ("it_deny_warnings", it_deny_warnings::run, "3 8 2 2 2 2"),
    ("it_forbid_unsafe", it_forbid_unsafe::run, "false 1 Ok(1) true"),
    ("se_drop_order", se_drop_order::run, "mk a,mk b,mk c,drop c,mk d,drop d,drop b,drop a,mk e,mk r,drop r,drop e,mk e,mk f,drop f,drop e,mk t1,mk t2,in,drop t2,drop t1,end,mk local,mk tail,drop tail,drop local,mk local,mk scrut,drop scrut,drop local,mk local,mk scrut,then,drop scrut,drop local,mk p1,mk p2,mk p3,mk pl,drop pl,drop p3,drop p2,drop p1,mk x1,drop x2,drop x1,mk as1,mk as2,drop as1,drop as2,mk as3,drop as3,mk u1,mk u2,drop u2,true,drop u1,mk l,drop l,mk l,drop l,mk mc,called,drop mc,dropped,mk st,drop st,after st,mk ext,end ext,drop ext,mk g,mk btt,drop btt,drop g,ntrue,mk outer,mk inner,mk temp,drop temp,drop inner,drop outer,mk pb,b,mk pa,pp,drop pa,drop pb,mk v1,mk v2,drop v1,drop v2,mk ci,drop ci"),
    ("se_temporaries", se_temporaries::run, "[1, 4, 7, 5, 1, 3, 3, 1, 1, 3, 4, 5, 3] +tp,ptr,-tp,+tu,get,-tu,+il,get,body,-il,+ie,get,-ie,else,+m,get,arm,-m,+mp,ptr,-mp,arm,+c,get,-c,then,+a1,get,-a1,+a2,get,-a2,+nq,-nq,+r,get,-r,+cl,get,-cl,+wl,get,-wl,+wl,get,-wl,+le,get,-le,after let else,+e,use,-e,+e2,use2,-e2,+f,get,it,it,-f,+cp,get,-cp,+cn,get,-cn,+cm,ptr,-cm,5,+k1,get,+k2,get,f,-k2,-k1,+fm,get,-fm,41true,+as,get,-as,+pw,ptr,-pw,+pw2,get,-pw2,+pw3,get,-pw3,8,+aa,get,-aa,stored,+ab,get,+ac,get,-ac,-ab,cas,drop dt,drop dl"),
    ("se_control_flow_in_args", se_control_flow_in_args::run, "12 08 Ok(3)true Some(4)None 4 47 7 NoneSome(1) 21 4 31 None 0 4 0 18 1 Ok(Some(1)) [8, 3]"),
    #[cfg(not(feature = "edition_2021"))]
    ("se_let_chains", se_let_chains::run, "1 0 3 8 6 Some([3, 4, 8]) 2"),
    ("se_stringify", se_stringify::run, "A.fetch_add(1, AcqRel)=5 V.len()=1 *p=[5] 711 A.load(Relaxed), *p"),
    ("se_evaluation_order", se_evaluation_order::run, "[5, 25, 57, 58, 58, 58, 59, 59, 0, 11, 2, 2, 8, 3, 9, 7, 2, 211, 8, 1, 12, 201, 100] rhs,p,rhs,p,r,p,off,rhs,i,vr,vi,bx"),
    ("se_nll", se_nll::run, "{1: \"ab\"} 6 [6, 2, 6, 9] 9 true ([4, 7], 5) 6 19 2 4 21 3 4 8 6 q 8 2 4"),
    ("se_closure_captures", se_closure_captures::run, "5 3 6 1 6 (\"a\", 1) 2 4 10 3 7 12 4"),
    ("se_inference_coercion", se_inference_coercion::run, "x 3 3 Some(1) 5 3 1 3 8 x 0 6 2 13 11 4 5 9 4 2 Some(2) 1 3 3 3"),
    ("hy_underscore_and_wild", hy_underscore_and_wild::run, "7 k k 11"),
    ("hy_user_modules_std_core", hy_user_modules_std_core::run, "19 1"),
    ("hy_generated_names", hy_generated_names::run, "58 90 111 43 [1, 8, 1] 195"),
    ("hy_raw_idents", hy_raw_idents::run, "2 10 4 6 6 9"),
    ("hy_lifetimes_named_oddly", hy_lifetimes_named_oddly::run, "2 4 6 y 4"),
    ("hy_macros_shadowed", hy_macros_shadowed::run, "user assert"),
    ("hy_generic_names", hy_generic_names::run, "14 (1, 'c', 1) (1, 'x') 3 2"),
    ("hy_format_captures", hy_format_captures::run, "   12 0x000c    12 8 8 12    8|4    |    5     {8} false 0x0 12 12 8 12 8 12 1 8"),
    ("hy_macro_args_odd", hy_macro_args_odd::run, "[12, 7] 24 true 19 53 3 0 6 6"),
    ("hy_null_not_accessed", hy_null_not_accessed::run, "true true true 1 0 false None 7 () () [] 0 true true"),
    ("th_once_channels", th_once_channels::run, "[8, 4, 2, 0, 1, 2, 10, 1, 2, 77, 2, 1, 45, 1, 3, 4, 1, 1, 2]"),
    ("th_spin_lock", th_spin_lock::run, "60 60 true 4"),
    ("th_lock_free", th_lock_free::run, "true 30 31 [1, 2] conf 1225"),
    ("th_thread_local", th_thread_local::run, "[6, 7, 8] 0 6 9 2"),
    ("th_guards_and_drop_order", th_guards_and_drop_order::run, "body,a-inner false,a-outer true,free true,b true,wild true,bound true,dropped true,held true,if true,for true,iter 1 true,true,drop x,drop ret,in true,after false,some true,took true,1 2,true"),
    ("mo_unused_mut_lints", mo_unused_mut_lints::run, "[3, 2, 1][3, 2, 1][2, 3, 1][1, 2][2, 1]734541[97, 98, 99, 100][1, 1]2122341"),
    ("mo_const_contexts", mo_const_contexts::run, "10 10 1 10 3 3 4 2 14 9 8 1 3 true 1"),
    ("mo_const_contexts_fixed", mo_const_contexts_fixed::run, "[0, 1, 2, 3] 4 5 5 7 7 8 2 2 15"),
    ("mo_expression_positions", mo_expression_positions::run, "[4294967294, 4294967293, 2, 2, 3, 1, 2, 3, 1, 5, 10, 1, 3, 4, 5, 3, 6, 0, 1, 2, 3, 3, 3, 3, 3, 3, 3, 4, 3, 3]"),
    ("mo_expression_positions2", mo_expression_positions2::run, "2 3 2 3 2 6 2 3 2 9 43 2 M N (N, M(1)) 79 [1, 2] 11 true 6 1 2 128 6 7 true 7 10 (2, 2.0, '\\u{2}', 2, 0x2) 7"),
    ("mo_static_no_borrowck", mo_static_no_borrowck::run, "[1, 2, 11] (\"k\", []) [[0, 0], []] 2 Some(5) Some(0) 73 15 1 10 14-11-9-8-7-4 [3, 5, 5] 9"),
    ("mo_lifetime_extension", mo_lifetime_extension::run, "[3, 1, 3, 2, 3, 3, 4, 3, 3, 1, 1, 2, 3, 1, 3] after ext,after ext2,a,ext4,drop ext4,drop ext3,drop ext2"),
    ("mo_raw_fn_items", mo_raw_fn_items::run, "[1, 2] Some(3) [1, 1, 1, 1] 5 6 () 7 8 [1, 2] 23 3 10 3 2 4 Some(2) s 6"),
    ("mo_callable_places", mo_callable_places::run, "10 372 9 14 21 8 6 6"),
    ("mo_traits_on_pointers", mo_traits_on_pointers::run, "11 dev12dev335dev61dev41 38 20 -11 false -13 true 5 dev1313"),
    ("mo_unicode_and_layout", mo_unicode_and_layout::run, "8 2 4 2 1"),
    ("mo_big_function", mo_big_function::run, "325268 2334 78 324 324"),
    ("mo_skip_attributes", mo_skip_attributes::run, "2 2 2"),
    ("mo_trait_generic_atomics", mo_trait_generic_atomics::run, "false false 3 4 4 Ok(7) G true 4 14 3 10 Some(5) 3 true 5 -5"),
];

/// Where edition 2021 drops temporaries later.
#[rustfmt::skip]
const IN_EDITION_2021: &[(&str, &str)] = &[
    ("se_drop_order", "mk a,mk b,mk c,drop c,mk d,drop d,drop b,drop a,mk e,mk r,drop r,drop e,mk e,mk f,drop f,drop e,mk t1,mk t2,in,drop t2,drop t1,end,mk local,mk tail,drop local,drop tail,mk local,mk scrut,drop local,drop scrut,mk local,mk scrut,then,drop local,drop scrut,mk p1,mk p2,mk p3,mk pl,drop pl,drop p3,drop p2,drop p1,mk x1,drop x2,drop x1,mk as1,mk as2,drop as1,drop as2,mk as3,drop as3,mk u1,mk u2,drop u2,true,drop u1,mk l,drop l,mk l,drop l,mk mc,called,drop mc,dropped,mk st,drop st,after st,mk ext,end ext,drop ext,mk g,mk btt,drop g,drop btt,ntrue,mk outer,mk inner,mk temp,drop inner,drop outer,drop temp,mk pb,b,mk pa,pp,drop pa,drop pb,mk v1,mk v2,drop v1,drop v2,mk ci,drop ci"),
    ("se_temporaries", "[1, 4, 7, 5, 1, 3, 3, 1, 1, 3, 4, 5, 3] +tp,ptr,-tp,+tu,get,-tu,+il,get,body,-il,+ie,get,else,-ie,+m,get,arm,-m,+mp,ptr,arm,-mp,+c,get,-c,then,+a1,get,-a1,+a2,get,-a2,+nq,-nq,+r,get,-r,+cl,get,-cl,+wl,get,-wl,+wl,get,-wl,+le,get,-le,after let else,+e,use,-e,+e2,use2,-e2,+f,get,it,it,-f,+cp,get,-cp,+cn,get,-cn,+cm,ptr,-cm,5,+k1,get,+k2,get,f,-k2,-k1,+fm,get,-fm,41true,+as,get,-as,+pw,ptr,-pw,+pw2,get,-pw2,+pw3,get,-pw3,8,+aa,get,-aa,stored,+ab,get,+ac,get,-ac,-ab,cas,drop dl,drop dt"),
];

#[test]
fn programs_mean_the_same() {
    let mut failures = String::new();
    for (name, run, expected) in PROGRAMS {
        obs::take();
        let printed = run();
        let in_2021 = IN_EDITION_2021
            .iter()
            .find(|(other, _)| cfg!(feature = "edition_2021") && other == name);
        let expected = in_2021.map_or(expected, |(_, expected)| expected);
        if printed != *expected {
            failures += &format!("{name}:\n  expected {expected}\n  printed  {printed}\n");
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
}
