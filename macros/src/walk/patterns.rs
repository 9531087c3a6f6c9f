//! Patterns: which parts of a place they read.
//!
//! `let (a, _) = PAIR` reads the first half only, and a thread that writes the other one is no race. Tuples are taken apart,
//! and structs that this file declares; any other pattern reads the whole place.

use syn::{Expr, Member, Pat};

use super::Walker;
use crate::ir::Kind;
use crate::site::Site;
use crate::syntax;

impl Walker<'_> {
    /// Watches the parts of a place that patterns read, if they are not the whole place. Answers whether it did.
    pub(super) fn destructured<'p>(
        &mut self,
        place: &mut Expr,
        patterns: impl Iterator<Item = &'p Pat>,
    ) -> bool {
        if !self.is_destructured(place) {
            return false;
        }
        let mut parts = Vec::new();
        for pattern in patterns {
            if !self.read_parts(pattern, Vec::new(), &mut parts) {
                return false;
            }
        }
        if parts.iter().any(Vec::is_empty) {
            return false;
        }
        let whole = Site::of(place, place);
        let events: Vec<(Expr, usize)> = parts
            .into_iter()
            .map(|fields| {
                let mut site = whole.clone();
                for field in &fields {
                    site.place += &match field {
                        Member::Named(name) => format!(".{name}"),
                        Member::Unnamed(index) => format!(".{}", index.index),
                    };
                }
                self.sites.push(site);
                (syntax::with_fields(place, &fields), self.sites.len() - 1)
            })
            .collect();
        if !events.is_empty() {
            *place = crate::expand::place::parts(place, &events, Kind::Look, self.krate);
        }
        true
    }

    /// A static's path with fields, or fields of what a local raw pointer points to: nothing in it runs.
    fn is_destructured(&self, place: &Expr) -> bool {
        match syntax::bare(place) {
            Expr::Path(_) => self.is_static(place),
            Expr::Field(field) => self.is_destructured(&field.base),
            Expr::Unary(unary) => {
                self.is_watched(place)
                    && self.in_unsafe
                    && self.off == super::Off::No
                    && syntax::is_field_path(&unary.expr)
                    && !self.is_static(&unary.expr)
                    && matches!(
                        self.operand(&unary.expr),
                        crate::ir::Operand::Raw { cell: false }
                    )
            }
            _ => false,
        }
    }

    /// Adds the parts that a pattern reads, as paths of fields; whether the pattern could be taken apart.
    fn read_parts(&self, pattern: &Pat, fields: Vec<Member>, into: &mut Vec<Vec<Member>>) -> bool {
        let mut inside = |pattern: &Pat, member: Member| {
            let mut fields = fields.clone();
            fields.push(member);
            self.read_parts(pattern, fields, into)
        };
        match pattern {
            Pat::Wild(_) | Pat::Rest(_) => true,
            Pat::Paren(paren) => self.read_parts(&paren.pat, fields, into),
            Pat::Type(typed) => self.read_parts(&typed.pat, fields, into),
            Pat::Guard(guard) => self.read_parts(&guard.pat, fields, into),
            Pat::Tuple(tuple) => {
                let rest = tuple
                    .elems
                    .iter()
                    .position(|element| matches!(element, Pat::Rest(_)));
                if rest.is_some_and(|rest| rest + 1 < tuple.elems.len()) {
                    return false;
                }
                tuple
                    .elems
                    .iter()
                    .enumerate()
                    .all(|(index, element)| inside(element, Member::Unnamed(index.into())))
            }
            Pat::Struct(literal) => {
                let is_known = literal.qself.is_none()
                    && literal
                        .path
                        .get_ident()
                        .is_some_and(|name| self.knowledge.is_struct(&name.to_string()));
                is_known
                    && literal
                        .fields
                        .iter()
                        .all(|field| inside(&field.pat, field.member.clone()))
            }
            other => {
                let exclusive = syntax::borrows_mutably(other);
                if !exclusive && !into.contains(&fields) {
                    into.push(fields);
                }
                !exclusive
            }
        }
    }
}
