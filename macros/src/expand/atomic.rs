//! Atomic operations and fences.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use syn::{Expr, ExprCall, ExprMethodCall, Path, Token};

use super::{anchored, ours, placed, verbatim};
use crate::syntax;

/// A method call whose receiver may be an atomic. `site` may carry an ordering to judge.
// Input:   counter.load(Relaxed)
// Output:  (__rt::receiver(counter.__reference()).__resolve(&SITE)).load(Relaxed)
// Input:   self.counter.load(Relaxed)
// Output:  (__rt::receiver(&self.counter).__resolve(&SITE)).load(Relaxed)
// Input:   make().load(Relaxed)
// Output:  (__rt::receiver_value(&mut make()).__resolve(&SITE)).load(Relaxed)
pub(crate) fn method(
    call: &mut ExprMethodCall,
    is_static_mut: bool,
    is_variable: bool,
    site: &TokenStream,
    span: Span,
    krate: &Path,
) {
    let krate = &placed(krate, span);
    let receiver = syntax::bare(&call.receiver);
    let ours = ours(span);
    let resolved = match (is_static_mut, syntax::is_place(receiver)) {
        (true, _) => quote_spanned!(ours=> #krate::__rt::receiver_static(&raw const #receiver)),
        (false, true) if is_variable => {
            quote_spanned!(ours=> #krate::__rt::receiver(#receiver.__reference()))
        }
        (false, true) => {
            let reference = reference(receiver, ours);
            quote_spanned!(ours=> #krate::__rt::receiver(#reference))
        }
        (false, false) => quote_spanned!(ours=> #krate::__rt::receiver_value(&mut #receiver)),
    };
    *call.receiver = verbatim(quote_spanned!(ours=> #resolved.__resolve(#site)));
    anchored(&mut call.receiver, span);
}

fn reference(receiver: &Expr, span: Span) -> Expr {
    Expr::Reference(syn::ExprReference {
        attrs: Vec::new(),
        and_token: Token![&](span),
        mutability: None,
        expr: Box::new(receiver.clone()),
    })
}

/// A call by path.
// Input:   AtomicU8::load(&x, Relaxed)
// Output:  (__rt::receiver_of::<AtomicU8>(&x).__resolve(&SITE)).load(Relaxed)
pub(crate) fn path(
    call: &ExprCall,
    atomic: &Path,
    method: &syn::Ident,
    site: &TokenStream,
    span: Span,
    krate: &Path,
) -> Expr {
    let krate = &placed(krate, span);
    let mut arguments = call.args.iter();
    let receiver = arguments.next();
    let arguments = arguments.cloned().collect();
    let ours = ours(span);
    let mut receiver = verbatim(quote_spanned! {ours=>
        #krate::__rt::receiver_of::<#atomic>(#receiver).__resolve(#site)
    });
    anchored(&mut receiver, span);
    Expr::MethodCall(ExprMethodCall {
        attrs: call.attrs.clone(),
        receiver: Box::new(receiver),
        dot_token: Token![.](ours),
        method: method.clone(),
        turbofish: None,
        paren_token: call.paren_token,
        args: arguments,
    })
}

/// The argument of a fence.
// Input:   fence(order)
// Output:  fence(__rt::fence_order(order).__at(&SITE))
pub(crate) fn fence(order: &mut Expr, site: &TokenStream, span: Span, krate: &Path) {
    let krate = &placed(krate, span);
    let tokens = quote_spanned!(ours(span)=> #krate::__rt::fence_order(#order).__at(#site));
    *order = verbatim(tokens);
}
