//! Places: which of them are watched, and by which template.

use syn::{Expr, Member};

use super::{Off, Walker};
use crate::expand::place::Template;
use crate::ir::{Effect, How, Kind, Operand, Use};
use crate::site::{self, Site};
use crate::syntax;

/// What a place begins with.
pub(super) enum Root {
    StaticMut,
    Deref,
    /// A reference that this function made of one of the others.
    Reference,
    Other,
}

impl Walker<'_> {
    /// A path, a field, an index or a deref.
    pub(super) fn place(&mut self, expression: &mut Expr, use_: Use) {
        match self.root(expression) {
            Root::StaticMut => self.static_place(expression, use_),
            Root::Deref => self.deref_place(expression, use_),
            Root::Reference => {
                self.inner(expression);
                self.place_of_reference(expression, use_);
            }
            Root::Other => {
                self.projection = projection(expression, use_);
                self.inner(expression);
                self.projection = None;
            }
        }
    }

    pub(super) fn root(&self, expression: &Expr) -> Root {
        if self.off >= Off::Accesses {
            return Root::Other;
        }
        match syntax::bare(expression) {
            Expr::Path(path) => match path.path.get_ident() {
                Some(name) if self.locals.made_at(&name.to_string()).is_some() => Root::Reference,
                _ if self.in_unsafe
                    && path.qself.is_none()
                    && self.statics.contains(&path.path) =>
                {
                    Root::StaticMut
                }
                _ => Root::Other,
            },
            Expr::Field(field) => self.root(&field.base),
            Expr::Index(index) => self.root(&index.expr),
            Expr::Unary(_) if self.is_referred(expression) => Root::Reference,
            Expr::Unary(unary) if self.in_unsafe && matches!(unary.op, syn::UnOp::Deref(_)) => {
                Root::Deref
            }
            _ => Root::Other,
        }
    }

    /// Whether a place begins with a `static mut`, in unsafe code.
    pub(super) fn is_static(&self, expression: &Expr) -> bool {
        matches!(self.root(expression), Root::StaticMut)
    }

    /// A place that is not watched: what is inside may be.
    pub(super) fn inner(&mut self, expression: &mut Expr) {
        match expression {
            Expr::Field(field) => self.operand_of(&mut field.base, Use::Raw),
            Expr::Index(index) => {
                self.operand_of(&mut index.expr, Use::Raw);
                self.expression(&mut index.index, Use::Value);
            }
            Expr::Unary(unary) => self.operand_of(&mut unary.expr, Use::Raw),
            Expr::Paren(paren) => self.inner(&mut paren.expr),
            Expr::Group(group) => self.inner(&mut group.expr),
            _ => {}
        }
    }

    /// What is known of the type of an expression under `*`.
    pub(super) fn operand(&self, expression: &Expr) -> Operand {
        syntax::operand(expression, &|part| match syntax::bare(part) {
            Expr::Path(path) => match path.path.get_ident() {
                Some(name) => match self.locals.known(&name.to_string()) {
                    Some(known) => known,
                    None if self.is_static(part) => self.knowledge.of_static(&name.to_string()),
                    None => Operand::Unknown,
                },
                None => Operand::Unknown,
            },
            Expr::Field(field) => match &field.member {
                Member::Named(name) => self.knowledge.field(&name.to_string()),
                Member::Unnamed(_) => Operand::Unknown,
            },
            Expr::MethodCall(call) => self.knowledge.returned(&call.method.to_string()),
            Expr::Call(call) => match syntax::root_name(&call.func) {
                Some(name) => self.knowledge.returned(&name),
                None => Operand::Unknown,
            },
            _ => Operand::Unknown,
        })
    }

    fn static_place(&mut self, expression: &mut Expr, use_: Use) {
        if has_index(expression) {
            return self.indexed(expression, use_);
        }
        let sets_off = self.is_lint_expected(use_);
        let mut template = match use_ {
            Use::Raw | Use::Receiver(Effect::None) => return,
            _ => self.template(expression),
        };
        template.sets_off = sets_off;
        let place = expression.clone();
        *expression = match (use_, use_.kind()) {
            (use_, Some(kind)) if use_.is_reference() => {
                template.known(&place, use_.is_mutable(), kind)
            }
            (Use::Write, _) => template.access(&place, true, How::Plain),
            (Use::Receiver(Effect::Later), _) => template.access(&place, false, How::Deferred),
            _ => template.access(&place, false, How::Plain),
        };
    }

    /// Whether rustc's lint about references to a `static mut` is expected around the item, and this use of one sets it off.
    fn is_lint_expected(&self, use_: Use) -> bool {
        let is_reference =
            use_.is_reference() || matches!(use_, Use::Receiver(_) | Use::Scrutinee(_));
        is_reference && self.knowledge.expects("static_mut_refs", &self.item)
    }

    /// A place with an index: the base up to the first index that is not certainly an array's own is asked for its
    /// elements.
    fn indexed(&mut self, expression: &mut Expr, use_: Use) {
        let built_in =
            syntax::root_name(expression).map_or(0, |name| self.knowledge.array_depth(&name));
        // The indices are values of their own.
        self.indices(expression);
        if matches!(use_, Use::Raw | Use::Receiver(Effect::None)) {
            return;
        }
        let mutable = use_.is_mutable();
        if built_in_indices(expression) == Some(()) && index_count(expression) <= built_in {
            let sets_off = self.is_lint_expected(use_);
            let mut template = self.template(expression);
            template.sets_off = sets_off;
            let place = expression.clone();
            *expression = match (use_, use_.kind()) {
                (use_, Some(kind)) if use_.is_reference() => template.known(&place, mutable, kind),
                _ => template.access(&place, mutable, how_of(use_)),
            };
            return;
        }
        if use_ == Use::Receiver(Effect::Later) {
            return;
        }
        self.ask_for_elements(expression, mutable, How::Plain);
    }

    /// Makes the base of the innermost index one that tells which of its elements is used.
    fn ask_for_elements(&mut self, expression: &mut Expr, mutable: bool, how: How) {
        let span = site::first_span(expression);
        let is_array = innermost_index(expression).is_some_and(|index| self.is_array(&index.expr));
        let template = self.template(expression);
        let Some(index) = innermost_index(expression) else {
            return;
        };
        let is_direct = matches!(syntax::bare(&index.expr), Expr::Unary(_));
        let base = match deref_operand(&mut index.expr) {
            Some(operand) if is_direct && syntax::is_place(operand) => {
                template.operand_indexed(operand, how)
            }
            _ => template.indexable(&index.expr, mutable, how),
        };
        // An index out of bounds is reported at the place of the array, and that of a range or another type at its bracket.
        let is_range = matches!(syntax::bare(&index.index), Expr::Range(_));
        if !is_range && is_array {
            index.bracket_token = syn::token::Bracket(span);
        }
        *index.expr = base;
    }

    /// Whether an indexed base is an array, as far as names tell. Behind a raw pointer it is, unless a type of this file has
    /// an index of its own: std's types are indexed through a reference there (rustc denies the implicit one).
    fn is_array(&self, base: &Expr) -> bool {
        match syntax::bare(base) {
            Expr::Unary(_) => !self.knowledge.declares_index(),
            Expr::Path(_) => {
                syntax::root_name(base).is_some_and(|name| self.knowledge.array_depth(&name) > 0)
            }
            Expr::Field(field) => match &field.member {
                Member::Named(name) => self.knowledge.is_array_field(&name.to_string()),
                Member::Unnamed(_) => {
                    matches!(self.knowledge.type_of(base), Some(syn::Type::Array(_)))
                }
            },
            _ => false,
        }
    }

    fn indices(&mut self, expression: &mut Expr) {
        match expression {
            Expr::Field(field) => self.indices(&mut field.base),
            Expr::Index(index) => {
                self.indices(&mut index.expr);
                self.expression(&mut index.index, Use::Value);
            }
            Expr::Paren(paren) => self.indices(&mut paren.expr),
            Expr::Group(group) => self.indices(&mut group.expr),
            _ => {}
        }
    }

    /// `*e`, with fields and indices behind it.
    fn deref_place(&mut self, expression: &mut Expr, use_: Use) {
        let projection = self.projection.take();
        let site = Site::of(expression, expression);
        let span = site::first_span(expression);
        let fields = fields(expression);
        let Some(operand) = deref_operand(expression) else {
            return self.inner(expression);
        };
        let known = match (use_, syntax::bare(operand)) {
            // `**b` may move out of a box in a box.
            (Use::Value, Expr::Unary(inner)) if self.operand(&inner.expr).is_not_raw() => {
                Operand::NotRaw
            }
            _ => self.operand(operand),
        };
        let is_place = syntax::is_place(operand);
        // `&raw mut X` has no effect, so the temporary that holds it may stand for a place as long as the expression lasts.
        let is_address = matches!(syntax::bare(operand), Expr::RawAddr(_));
        let is_plain = syntax::is_field_path(operand) && !self.is_static(operand);
        self.operand_of(operand, Use::Look);
        let operand = operand.clone();
        if fields.is_none() {
            return self.indexed_behind_deref(expression, use_, known, is_place);
        }
        let (Some(fields), true) = (fields, !known.is_not_raw()) else {
            return;
        };
        let cell = matches!(known, Operand::Raw { cell: true } | Operand::UnknownCell);
        let how = if cell { How::Cell } else { how_of(use_) };
        let is_raw = matches!(known, Operand::Raw { .. });
        let kind = match (use_, use_.kind()) {
            // A value cannot be the proxy's place, and whatever a method does to its receiver, it looks at it.
            (Use::Receiver(Effect::Unknown), None)
                if !is_place && !is_address && (is_raw || cell) =>
            {
                Some(Kind::Look)
            }
            (_, kind) => kind,
        };
        let kind = kind.map(|kind| if cell { kind.through_cell() } else { kind });
        let template = Template {
            krate: self.krate,
            site: self.site(site, span),
            span,
            sets_off: false,
        };
        let place = expression.clone();
        let replacement = match (use_, kind) {
            (use_, Some(whole)) if use_.is_reference() && projection.is_some() => {
                projection.map(|Projection { member, kind }| {
                    let kind = if cell { kind.through_cell() } else { kind };
                    template.projected(&operand, is_place, &member, kind, whole)
                })
            }
            (Use::Raw | Use::Receiver(Effect::None), _) => None,
            // What may be a box may be moved out of.
            (Use::Receiver(Effect::Taken), Some(kind))
                if is_plain && !is_raw && fields.is_empty() =>
            {
                Some(template.operand_beside(&operand, &fields, kind, &place))
            }
            (Use::Receiver(_), _) if (is_place || is_address) && fields.is_empty() => {
                Some(template.operand_place(&operand, how))
            }
            (Use::Scrutinee(_), _) if is_raw && is_place && fields.is_empty() => {
                Some(template.operand_place(&operand, how))
            }
            (Use::Receiver(_), _) if is_raw && !fields.is_empty() => {
                Some(template.watched(&place, how))
            }
            (Use::Scrutinee(_), _) if is_raw && !fields.is_empty() => {
                Some(template.watched(&place, how))
            }
            (Use::Scrutinee(_), _) if is_place => None,
            // What may be a box may be moved out of.
            (Use::Receiver(Effect::Taken), _) if !is_raw && is_place && !is_plain => None,
            (Use::Receiver(Effect::Taken), Some(kind)) if !is_raw && is_plain => {
                Some(template.unseen_beside(&operand, kind, &place, false))
            }
            (Use::Receiver(_), _) if is_place && !is_raw => {
                Some(template.operand_receiver(&operand, &fields, how))
            }
            // A box may have lost other fields.
            (Use::Value | Use::Look, Some(kind)) if is_plain && !is_raw && !fields.is_empty() => {
                Some(template.unseen_beside(&operand, kind, &place, use_ == Use::Look))
            }
            (Use::Value, Some(kind)) if is_plain => {
                Some(template.operand_beside(&operand, &fields, kind, &place))
            }
            (_, Some(kind)) if is_place => Some(template.operand_event(&operand, &fields, kind)),
            (_, Some(kind)) => Some(template.value_event(&operand, &fields, kind)),
            (_, None) => None,
        };
        match replacement {
            Some(replacement) => *expression = replacement,
            None => self.sites.truncate(self.sites.len() - 1),
        }
    }

    /// `(*e).f[i]`, as far as the syntax tells that `e` is a raw pointer; `(*e)[i]` whatever it is.
    fn indexed_behind_deref(
        &mut self,
        expression: &mut Expr,
        use_: Use,
        known: Operand,
        is_place: bool,
    ) {
        self.indices(expression);
        let is_raw = matches!(known, Operand::Raw { .. });
        if known.is_not_raw()
            || matches!(use_, Use::Raw | Use::Receiver(Effect::None | Effect::Later))
        {
            return;
        }
        let cell = matches!(known, Operand::Raw { cell: true } | Operand::UnknownCell);
        let how = if cell { How::Cell } else { How::Plain };
        let mutable = use_.is_mutable();
        let is_direct = innermost_index(expression)
            .is_some_and(|index| matches!(syntax::bare(&index.expr), Expr::Unary(_)));
        if !(is_raw || is_direct && is_place) {
            return;
        }
        self.ask_for_elements(expression, mutable, how);
    }

    /// The template of a place, with its site.
    pub(super) fn template(&mut self, place: &Expr) -> Template<'_> {
        let span = site::first_span(place);
        let site = self.site(Site::of(place, place), span);
        Template {
            krate: self.krate,
            site,
            span,
            sets_off: false,
        }
    }
}

/// The field of a reference that is made for it alone.
#[derive(Clone, Debug)]
pub(super) struct Projection {
    member: Member,
    kind: Kind,
}

/// What is used of `(&*p).f.g`, `unsafe { &mut *p }.f` and the like: the first field, and how. The reference to the whole is
/// gone as soon as it is made, so it is of the field only, as `&(*p).f` is.
fn projection(expression: &Expr, use_: Use) -> Option<Projection> {
    let Expr::Field(outer) = syntax::bare(expression) else {
        return None;
    };
    let mut field = outer;
    while let Expr::Field(inner) = syntax::bare(&field.base) {
        field = inner;
    }
    let mut base = syntax::bare(&field.base);
    while let Expr::Unsafe(syn::ExprUnsafe { block, attrs, .. }) = base {
        match (&block.stmts[..], &attrs[..]) {
            ([syn::Stmt::Expr(tail, None)], []) => base = syntax::bare(tail),
            _ => return None,
        }
    }
    let Expr::Reference(reference) = base else {
        return None;
    };
    let is_deref = matches!(syntax::bare(&reference.expr), Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Deref(_)));
    let is_whole = std::ptr::eq(field, outer);
    let kind = match (reference.mutability.is_some(), use_) {
        (_, Use::Value) if is_whole => Kind::Read,
        (true, Use::Receiver(Effect::Read) | Use::Look) if is_whole => Kind::Look,
        (true, Use::Shared) if is_whole => Kind::ReborrowShared,
        (true, _) => Kind::ReborrowExclusive,
        (false, _) => Kind::Look,
    };
    is_deref.then(|| Projection {
        member: field.member.clone(),
        kind,
    })
}

fn how_of(use_: Use) -> How {
    match use_ {
        Use::Receiver(Effect::Later) => How::Deferred,
        _ => How::Plain,
    }
}

fn has_index(expression: &Expr) -> bool {
    match syntax::bare(expression) {
        Expr::Field(field) => has_index(&field.base),
        Expr::Index(_) => true,
        _ => false,
    }
}

fn index_count(expression: &Expr) -> usize {
    match syntax::bare(expression) {
        Expr::Field(field) => index_count(&field.base),
        Expr::Index(index) => 1 + index_count(&index.expr),
        _ => 0,
    }
}

/// Whether all indices follow the root at once and none is a range: an array's own, if it is nested deep enough.
fn built_in_indices(expression: &Expr) -> Option<()> {
    match syntax::bare(expression) {
        Expr::Field(field) => built_in_indices(&field.base),
        Expr::Index(index) => {
            let is_range = matches!(syntax::bare(&index.index), Expr::Range(_));
            let inner = syntax::bare(&index.expr);
            match (is_range, inner) {
                (false, Expr::Path(_)) => Some(()),
                (false, Expr::Index(_)) => built_in_indices(inner),
                _ => None,
            }
        }
        _ => None,
    }
}

/// The innermost index of a place.
fn innermost_index(expression: &mut Expr) -> Option<&mut syn::ExprIndex> {
    match expression {
        Expr::Field(field) => innermost_index(&mut field.base),
        Expr::Index(index) => match has_index(&index.expr) {
            true => innermost_index(&mut index.expr),
            false => Some(index),
        },
        Expr::Paren(paren) => innermost_index(&mut paren.expr),
        Expr::Group(group) => innermost_index(&mut group.expr),
        _ => None,
    }
}

/// The fields behind a deref, outermost last; `None` if there is an index among them.
fn fields(expression: &Expr) -> Option<Vec<Member>> {
    match syntax::bare(expression) {
        Expr::Field(field) => {
            let mut all = fields(&field.base)?;
            all.push(field.member.clone());
            Some(all)
        }
        Expr::Index(_) => None,
        _ => Some(Vec::new()),
    }
}

/// The operand of the deref at the root of a place.
fn deref_operand(expression: &mut Expr) -> Option<&mut Expr> {
    match expression {
        Expr::Field(field) => deref_operand(&mut field.base),
        Expr::Index(index) => deref_operand(&mut index.expr),
        Expr::Paren(paren) => deref_operand(&mut paren.expr),
        Expr::Group(group) => deref_operand(&mut group.expr),
        Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Deref(_)) => Some(&mut unary.expr),
        _ => None,
    }
}
