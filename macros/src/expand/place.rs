//! Accesses to places.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens as _, quote_spanned};
use syn::{Expr, Member, Path, Token};

use super::{anchored, deref, ours, parenthesized, placed, verbatim};
use crate::ir::{How, Kind};
use crate::syntax;

/// Where generated code is, and what it calls.
pub(crate) struct Template<'a> {
    pub(crate) krate: &'a Path,
    pub(crate) site: TokenStream,
    /// The user's own span of the place.
    pub(crate) span: Span,
    /// Whether the lint about references to a `static mut` is expected around the item, and so must be set off.
    pub(crate) sets_off: bool,
}

impl Template<'_> {
    fn krate(&self) -> Path {
        placed(self.krate, self.span)
    }

    /// The address of a place that is used by reference.
    // Output:  &raw const PLACE
    // Output:  { if false { let _ = &PLACE; } &raw const PLACE }
    fn referenced(&self, place: &Expr, mutable: bool) -> TokenStream {
        let address = raw(place, mutable, self.span);
        match self.sets_off {
            true => {
                let place = syntax::bare(place);
                quote_spanned!(ours(self.span)=> { if false { let _ = &#place; } #address })
            }
            false => address.into_token_stream(),
        }
    }

    fn kind(&self, kind: Kind) -> TokenStream {
        let krate = &self.krate();
        let name = Ident::new(kind.name(), Span::mixed_site());
        match kind {
            Kind::Look | Kind::CellLook => quote_spanned!(ours(self.span)=> #krate::__rt::#name),
            _ => quote_spanned!(ours(self.span)=> #krate::__rt::AccessKind::#name),
        }
    }

    fn how(&self, how: How) -> Literal {
        Literal::u8_unsuffixed(match how {
            How::Plain => 0,
            How::Cell => 1,
            How::Deferred => 2,
        })
    }

    /// A place that is certainly ours to watch; the compiler chooses between read and write.
    // Input:   DATA.push('!')
    // Output:  (**__rt::access::<0, _>(&raw const DATA, &SITE)).push('!')
    pub(crate) fn access(&self, place: &Expr, mutable: bool, how: How) -> Expr {
        let (krate, site) = (&self.krate(), &self.site);
        let place = self.referenced(place, mutable);
        let how = self.how(how);
        let call = quote_spanned!(ours(self.span)=> #krate::__rt::access::<#how, _>(#place, #site));
        self.twice_deref(verbatim(call))
    }

    /// `(**e)`
    fn twice_deref(&self, operand: Expr) -> Expr {
        let place = deref(deref(operand, self.span), self.span);
        parenthesized(place, ours(self.span))
    }

    /// The same with an event of a known kind.
    // Input:   &DATA
    // Output:  &(*__rt::known(&raw const DATA, ReborrowShared, &SITE)).0
    pub(crate) fn known(&self, place: &Expr, mutable: bool, kind: Kind) -> Expr {
        let (krate, site) = (&self.krate(), &self.site);
        let place = self.referenced(place, mutable);
        let kind = self.kind(kind);
        let call = quote_spanned!(ours(self.span)=> #krate::__rt::known(#place, #kind, #site));
        let known = parenthesized(deref(verbatim(call), self.span), self.span);
        Expr::Field(syn::ExprField {
            attrs: Vec::new(),
            base: Box::new(known),
            dot_token: Token![.](self.span),
            member: Member::Unnamed(syn::Index {
                index: 0,
                span: self.span,
            }),
        })
    }

    /// A place behind a raw pointer, which may have no static size.
    // Input:   (*p).f.method()
    // Output:  (**__rt::watched(&raw const (*p).f).__access::<0>(&SITE)).method()
    pub(crate) fn watched(&self, place: &Expr, how: How) -> Expr {
        let (krate, site) = (&self.krate(), &self.site);
        let place = raw(place, false, self.span);
        let how = self.how(how);
        let call = quote_spanned! {ours(self.span)=>
            #krate::__rt::watched(#place).__access::<#how>(#site)
        };
        self.twice_deref(verbatim(call))
    }

    /// The base of an index expression.
    // Input:   TABLE[i]
    // Output:  (*__rt::indexable(&raw const TABLE).__indexed::<0>(&SITE))[i]
    pub(crate) fn indexable(&self, base: &Expr, mutable: bool, how: How) -> Expr {
        let (krate, site) = (&self.krate(), &self.site);
        let base = self.referenced(base, mutable);
        let how = self.how(how);
        let call = quote_spanned!(ours(self.span)=> #krate::__rt::indexable(#base).__indexed::<#how>(#site));
        parenthesized(deref(verbatim(call), self.span), self.span)
    }

    /// The base of an index expression that is `*e`, with `e` a place of unknown type.
    // Input:   (*p)[i]
    // Output:  (**__rt::operand(&raw const p).__indexed::<0>(&SITE))[i]
    pub(crate) fn operand_indexed(&self, operand: &Expr, how: How) -> Expr {
        let (krate, site) = (&self.krate(), &self.site);
        let how = self.how(how);
        let operand = address(operand, self.span);
        let call = quote_spanned!(ours(self.span)=> #krate::__rt::operand(#operand).__indexed::<#how>(#site));
        parenthesized(
            deref(deref(verbatim(call), self.span), self.span),
            self.span,
        )
    }

    /// `*e` with `e` a place of unknown type, used as the type checker decides.
    // Input:   (*p).method()
    // Output:  (**__rt::operand(&raw const p).__place::<0>(&SITE)).method()
    pub(crate) fn operand_place(&self, operand: &Expr, how: How) -> Expr {
        let (krate, site) = (&self.krate(), &self.site);
        let how = self.how(how);
        let operand = address(operand, self.span);
        let call = quote_spanned!(ours(self.span)=> #krate::__rt::operand(#operand).__place::<#how>(#site));
        self.twice_deref(verbatim(call))
    }

    /// Fields of `*e` with `e` a place of unknown type, used as the type checker decides.
    // Input:   (*p).f.method()
    // Output:  (**__rt::operand(&raw const p).__receiver::<0, _>(|p| &raw const (*p).f, &SITE)).f.method()
    pub(crate) fn operand_receiver(&self, operand: &Expr, fields: &[Member], how: How) -> Expr {
        let (krate, site) = (&self.krate(), &self.site);
        let how = self.how(how);
        let operand = address(operand, self.span);
        let pointer = Ident::new("__datarace_pointer", Span::mixed_site());
        let part = fields.iter();
        let call = quote_spanned! {ours(self.span)=>
            #krate::__rt::operand(#operand)
                .__receiver::<#how, _>(|#pointer| &raw const (*#pointer)#(.#part)*, #site)
        };
        self.fields(self.twice_deref(verbatim(call)), fields)
    }

    /// `*e`, or fields of it, with `e` a place of unknown type.
    // Input:   *p = v
    // Output:  (**__rt::operand(&raw const p).__event(Write, &SITE)) = v
    // Input:   (*p).f = v
    // Output:  (**__rt::operand(&raw const p).__part(|p| &raw const (*p).f, Write, &SITE)).f = v
    pub(crate) fn operand_event(&self, operand: &Expr, fields: &[Member], kind: Kind) -> Expr {
        let call = self.operand_call(operand, fields, kind);
        self.fields(self.twice_deref(call), fields)
    }

    /// The same beside the user's own tokens, which may move out.
    // Input:   (*p).f
    // Output:  ({ __rt::operand(&raw const p).__part(|p| &raw const (*p).f, Read, &SITE); (*p).f })
    pub(crate) fn operand_beside(
        &self,
        operand: &Expr,
        fields: &[Member],
        kind: Kind,
        place: &Expr,
    ) -> Expr {
        let call = self.operand_call(operand, fields, kind);
        let semicolon = Token![;](ours(self.span));
        let block = Expr::Block(syn::ExprBlock {
            attrs: Vec::new(),
            label: None,
            block: syn::Block {
                brace_token: syn::token::Brace(ours(self.span)),
                stmts: vec![
                    syn::Stmt::Expr(call, Some(semicolon)),
                    syn::Stmt::Expr(place.clone(), None),
                ],
            },
        });
        // It may begin a statement, or stand before a block.
        parenthesized(block, ours(self.span))
    }

    /// The same for an operand that may be a box of which other fields have been moved out: the type checker sees it in
    /// code that cannot be reached, which the borrow checker does not look at, and the place is named whole.
    // Input:   (*b).f
    // Output:  ({ let w = __rt::witness(); 'seen: { break 'seen; w.__of(&raw const b); }
    //             w.__part(|| &raw const (*b).f, Read, &SITE); (*b).f })
    // Input:   (*b).f == 1
    // Output:  (*{ ..; &raw const (*b).f }) == 1
    pub(crate) fn unseen_beside(
        &self,
        operand: &Expr,
        kind: Kind,
        place: &Expr,
        in_place: bool,
    ) -> Expr {
        let (krate, site) = (&self.krate(), &self.site);
        let span = ours(self.span);
        let kind = self.kind(kind);
        let operand = address(operand, self.span);
        let witness = Ident::new(
            "__datarace_witness",
            Span::mixed_site().located_at(self.span),
        );
        let seen = syn::Lifetime::new("'__datarace_seen", Span::mixed_site());
        let address = raw(place, false, self.span);
        let value = match in_place {
            true => address.to_token_stream(),
            false => place.to_token_stream(),
        };
        let block = quote_spanned! {span=>
            {
                let #witness = #krate::__rt::witness();
                #seen: { break #seen; #witness.__of(#operand); }
                #witness.__part(|| #address, #kind, #site);
                #value
            }
        };
        let block = verbatim(block);
        parenthesized(
            match in_place {
                true => deref(block, self.span),
                false => block,
            },
            span,
        )
    }

    fn operand_call(&self, operand: &Expr, fields: &[Member], kind: Kind) -> Expr {
        let krate = &self.krate();
        let operand = address(operand, self.span);
        let tail = self.tail(fields, kind);
        verbatim(quote_spanned!(ours(self.span)=> #krate::__rt::operand(#operand).#tail))
    }

    /// `*e`, or fields of it, with `e` a value.
    // Input:   *f()
    // Output:  (*__rt::value(f()).__event(Read, &SITE))
    pub(crate) fn value_event(&self, operand: &Expr, fields: &[Member], kind: Kind) -> Expr {
        let operand = syntax::bare(operand);
        let krate = &self.krate();
        let tail = self.tail(fields, kind);
        let call = verbatim(quote_spanned!(ours(self.span)=> #krate::__rt::value(#operand).#tail));
        let place = parenthesized(deref(call, self.span), ours(self.span));
        self.fields(place, fields)
    }

    /// `*e` under a reference that is made for one field.
    // Input:   (&mut *f()).g = v
    // Output:  (&mut *__rt::value(f()).__projected(|p| &raw const p.g, ReborrowExclusive, ReborrowExclusive, &SITE)).g = v
    pub(crate) fn projected(
        &self,
        operand: &Expr,
        is_place: bool,
        member: &Member,
        kind: Kind,
        whole: Kind,
    ) -> Expr {
        let (krate, site) = (&self.krate(), &self.site);
        let (kind, whole) = (self.kind(kind), self.kind(whole));
        let pointer = Ident::new("__datarace_pointer", Span::mixed_site());
        let span = ours(self.span);
        let tail = quote_spanned! {span=>
            __projected(|#pointer| &raw const #pointer.#member, #kind, #whole, #site)
        };
        match is_place {
            true => {
                let operand = address(operand, self.span);
                let call = quote_spanned!(span=> #krate::__rt::operand(#operand).#tail);
                self.twice_deref(verbatim(call))
            }
            false => {
                let operand = syntax::bare(operand);
                let call = quote_spanned!(span=> #krate::__rt::value(#operand).#tail);
                parenthesized(deref(verbatim(call), self.span), span)
            }
        }
    }

    fn tail(&self, fields: &[Member], kind: Kind) -> TokenStream {
        let site = &self.site;
        let kind = self.kind(kind);
        if fields.is_empty() {
            return quote_spanned!(ours(self.span)=> __event(#kind, #site));
        }
        let pointer = Ident::new("__datarace_pointer", Span::mixed_site());
        let fields = fields.iter();
        quote_spanned! {ours(self.span)=>
            __part(|#pointer| &raw const (*#pointer)#(.#fields)*, #kind, #site)
        }
    }

    fn fields(&self, mut place: Expr, fields: &[Member]) -> Expr {
        if !fields.is_empty() {
            anchored(&mut place, self.span);
        }
        for member in fields {
            place = Expr::Field(syn::ExprField {
                attrs: Vec::new(),
                base: Box::new(place),
                dot_token: Token![.](self.span),
                member: member.clone(),
            });
        }
        place
    }

    /// The receiver of a raw pointer's method that touches the whole pointee before it returns.
    // Input:   p.read()
    // Output:  __rt::operand(&raw const p).__touched(Read, &SITE).read()
    pub(crate) fn touched(&self, receiver: &Expr, kind: Kind) -> Expr {
        let receiver = syntax::bare(receiver);
        let (krate, site) = (&self.krate(), &self.site);
        let kind = self.kind(kind);
        let tokens = match syntax::is_place(receiver) {
            true => {
                let receiver = address(receiver, self.span);
                quote_spanned!(ours(self.span)=> #krate::__rt::operand(#receiver).__touched(#kind, #site))
            }
            false => {
                quote_spanned!(ours(self.span)=> #krate::__rt::value(#receiver).__event(#kind, #site))
            }
        };
        verbatim(tokens)
    }

    /// A method without arguments of what may be a raw pointer, or a value that the method takes.
    // Input:   x.drop_in_place()
    // Output:  ({ __rt::operand(&raw const x).__event(Write, &SITE); x.drop_in_place() })
    pub(crate) fn touched_before(&self, call: &syn::ExprMethodCall, kind: Kind) -> Expr {
        let (krate, site) = (self.krate, &self.site);
        let kind = self.kind(kind);
        let span = ours(self.span);
        let receiver = address(syntax::bare(&call.receiver), self.span);
        let block = quote_spanned! {span=>
            { #krate::__rt::operand(#receiver).__event(#kind, #site); #call }
        };
        parenthesized(verbatim(block), span)
    }

    /// The receiver of a raw pointer's method with arguments.
    // Input:   p.write(make())
    // Output:  __rt::operand(&raw const p).__pointer(Write, &SITE).write(make())
    pub(crate) fn pointer(&self, receiver: &Expr, kind: Kind) -> Expr {
        let receiver = syntax::bare(receiver);
        let (krate, site) = (&self.krate(), &self.site);
        let kind = self.kind(kind);
        let tokens = match syntax::is_place(receiver) {
            true => {
                let receiver = address(receiver, self.span);
                quote_spanned!(ours(self.span)=> #krate::__rt::operand(#receiver).__pointer(#kind, #site))
            }
            false => {
                quote_spanned!(ours(self.span)=> #krate::__rt::value(#receiver).__pointer(#kind, #site))
            }
        };
        verbatim(tokens)
    }

    /// The last argument that runs code.
    // Input:   DATA.push(make())
    // Output:  (**__rt::access::<2, _>(&raw const DATA, &SITE)).push(__rt::arguments_ran(make(), &SITE))
    pub(crate) fn arguments_ran(argument: &mut Expr, site: &TokenStream, span: Span, krate: &Path) {
        let krate = &placed(krate, span);
        *argument =
            verbatim(quote_spanned!(ours(span)=> #krate::__rt::arguments_ran(#argument, #site)));
    }

    /// A function or method of raw pointers, called by us with its event.
    // Input:   ptr::write(p, v)
    // Output:  __rt::ptr::write(ptr::write, p, v, &SITE)
    // Input:   p.write(v), with `p: *mut T`
    // Output:  __rt::ptr::write(::core::ptr::write, p, v, &SITE)
    pub(crate) fn pointer_function<'e>(
        &self,
        name: &Ident,
        function: Option<&Expr>,
        arguments: impl Iterator<Item = &'e Expr>,
    ) -> Expr {
        let (krate, site) = (&self.krate(), &self.site);
        let hooks = Ident::new("ptr", Span::mixed_site());
        let function = match function {
            Some(function) => function.to_token_stream(),
            None => quote_spanned!(ours(self.span)=> ::core::ptr::#name),
        };
        verbatim(quote_spanned! {ours(self.span)=>
            #krate::__rt::#hooks::#name(#function, #(#arguments,)* #site)
        })
    }

    /// A pointer on its way into a function that touches all of its pointee.
    // Input:   <*mut u32>::read(p)
    // Output:  <*mut u32>::read(__rt::value(p).__event(Read, &SITE))
    pub(crate) fn value_event_of(&self, pointer: &Expr, kind: Kind) -> Expr {
        let pointer = syntax::bare(pointer);
        let (krate, site) = (&self.krate(), &self.site);
        let kind = self.kind(kind);
        verbatim(
            quote_spanned!(ours(self.span)=> #krate::__rt::value(#pointer).__event(#kind, #site)),
        )
    }

    /// A pointer, or a reference to one, on its way into a function that touches all of its pointee.
    // Input:   NonNull::as_ref(&p)
    // Output:  NonNull::as_ref(__rt::value(&p).__through(ReborrowShared, &SITE))
    pub(crate) fn through(&self, argument: &Expr, kind: Kind) -> Expr {
        let (krate, site) = (&self.krate(), &self.site);
        let kind = self.kind(kind);
        verbatim(
            quote_spanned!(ours(self.span)=> #krate::__rt::value(#argument).__through(#kind, #site)),
        )
    }

    /// A call by path of a method that takes its pointer by value, as a call of the method.
    // Input:   NonNull::write(p, v)
    // Output:  (__rt::value(p).__pointer(Write, &SITE)).write(v)
    pub(crate) fn method_of_value(&self, call: &syn::ExprCall, name: &Ident) -> Expr {
        let mut arguments = call.args.iter();
        let pointer = arguments.next();
        let (krate, site) = (&self.krate(), &self.site);
        let kind = self.kind(Kind::Write);
        let mut receiver = verbatim(
            quote_spanned!(ours(self.span)=> #krate::__rt::value(#pointer).__pointer(#kind, #site)),
        );
        anchored(&mut receiver, self.span);
        Expr::MethodCall(syn::ExprMethodCall {
            attrs: call.attrs.clone(),
            receiver: Box::new(receiver),
            dot_token: Token![.](ours(self.span)),
            method: name.clone(),
            turbofish: None,
            paren_token: call.paren_token,
            args: arguments.cloned().collect(),
        })
    }

    /// A pointer just made of an owner.
    // Input:   Box::into_raw(b)
    // Output:  __rt::value(Box::into_raw(b)).__published(&SITE)
    pub(crate) fn published(&self, call: &Expr) -> Expr {
        let (krate, site) = (&self.krate(), &self.site);
        verbatim(quote_spanned!(ours(self.span)=> #krate::__rt::value(#call).__published(#site)))
    }
}

/// What a variable refers to, if it is a reference; else the variable. A closure that is no `move` closure captures it so, and not the
/// variable.
// Output:  (*x.__referred())
pub(crate) fn referred(variable: &Expr) -> Expr {
    let span = crate::site::first_span(variable);
    let call = verbatim(quote_spanned!(ours(span)=> #variable.__referred()));
    parenthesized(deref(call, span), span)
}

/// A place of which only some parts are read: each with the index of its site.
// Input:   let (a, _) = PAIR
// Output:  let (a, _) = (*{ __rt::known(&raw const PAIR.0, Look, &SITE); &raw const PAIR })
pub(crate) fn parts(place: &Expr, parts: &[(Expr, usize)], kind: Kind, krate: &Path) -> Expr {
    let span = crate::site::first_span(place);
    let events = parts.iter().map(|(part, site)| {
        let template = Template {
            krate,
            site: super::function::site(*site, span),
            span,
            sets_off: false,
        };
        let (kind, site) = (template.kind(kind), &template.site);
        let part = raw(part, false, span);
        quote_spanned!(ours(span)=> #krate::__rt::known(#part, #kind, #site);)
    });
    let whole = raw(place, false, span);
    let block = quote_spanned!(ours(span)=> { #(#events)* #whole });
    parenthesized(deref(verbatim(block), span), ours(span))
}

// Output:  &raw const PLACE
pub(super) fn raw(place: &Expr, mutable: bool, span: Span) -> Expr {
    let place = syntax::bare(place);
    Expr::RawAddr(syn::ExprRawAddr {
        attrs: Vec::new(),
        and_token: Token![&](ours(span)),
        raw: Token![raw](ours(span)),
        mutability: match mutable {
            true => syn::PointerMutability::Mut(Token![mut](ours(span))),
            false => syn::PointerMutability::Const(Token![const](ours(span))),
        },
        expr: Box::new(place.clone()),
    })
}

/// The address of an operand: raw where that is possible, by reference where it may be a constant or a temporary.
fn address(operand: &Expr, span: Span) -> TokenStream {
    let operand = syntax::bare(operand);
    let is_local = syntax::is_field_path(operand)
        && syntax::root_name(operand).is_some_and(|name| {
            name.chars()
                .next()
                .is_some_and(|first| !first.is_uppercase())
        });
    match is_local {
        true => raw(operand, false, span).into_token_stream(),
        false => Expr::Reference(syn::ExprReference {
            attrs: Vec::new(),
            and_token: Token![&](ours(span)),
            mutability: None,
            expr: Box::new(operand.clone()),
        })
        .into_token_stream(),
    }
}
