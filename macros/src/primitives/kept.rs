//! Whether a closure keeps what it has captured until its end: then nothing of that is dropped unseen while its body runs.
//!
//! By the syntax of its body: a captured variable, or a parameter, may be moved where its bare name is a value. In doubt it is moved.

use syn::visit::{self, Visit};
use syn::{Expr, ExprClosure, Pat};

use crate::std_macros::{self, Takes};

use super::variables;

/// Whether the body moves nothing out of what it was made of or called with.
pub(crate) fn keeps_all(closure: &ExprClosure) -> bool {
    let mut body = Body::default();
    body.value(&closure.body);
    !body.moves
}

#[derive(Default)]
struct Body {
    /// Names that the body has bound so far, whatever scope they are in: those before are the surroundings'.
    bound: Vec<String>,
    moves: bool,
}

impl Body {
    /// A place as a value: it is moved unless the body has bound it.
    fn value(&mut self, expression: &Expr) {
        match expression {
            Expr::Path(path) => {
                let is_own = |name: &syn::Ident| self.bound.iter().any(|own| name == own);
                let name = path.path.get_ident();
                // Constants and functions have no other way to be values; uppercase names are those.
                self.moves |= name.is_some_and(|name| {
                    !name.to_string().starts_with(char::is_uppercase) && !is_own(name)
                });
            }
            Expr::Field(_) => self.moves |= !self.is_own_place(expression),
            other => self.visit_expr(other),
        }
    }

    /// A place that is looked at: it stays.
    fn place(&mut self, expression: &Expr) {
        match expression {
            Expr::Path(_) => {}
            Expr::Field(field) => self.place(&field.base),
            Expr::Paren(paren) => self.place(&paren.expr),
            other => self.visit_expr(other),
        }
    }

    fn is_own_place(&self, expression: &Expr) -> bool {
        match expression {
            Expr::Field(field) => self.is_own_place(&field.base),
            Expr::Path(path) => path
                .path
                .get_ident()
                .is_some_and(|name| self.bound.iter().any(|own| name == own)),
            _ => true,
        }
    }

    /// A pattern that binds something may take it out of its place.
    fn scrutinee<'p>(&mut self, expression: &Expr, mut patterns: impl Iterator<Item = &'p Pat>) {
        match patterns.any(|pattern| !variables(pattern).is_empty()) {
            true => self.visit_expr(expression),
            false => self.place(expression),
        }
    }

    fn bind(&mut self, pattern: &Pat) {
        let names = variables(pattern);
        self.bound.extend(names.iter().map(ToString::to_string));
    }
}

impl<'ast> Visit<'ast> for Body {
    fn visit_expr(&mut self, expression: &'ast Expr) {
        match expression {
            Expr::Path(_) | Expr::Field(_) => self.value(expression),
            Expr::Reference(reference) => self.place(&reference.expr),
            Expr::RawAddr(address) => self.place(&address.expr),
            Expr::Unary(unary) => self.place(&unary.expr),
            Expr::Index(index) => {
                self.place(&index.expr);
                self.place(&index.index);
            }
            Expr::MethodCall(call) => {
                self.place(&call.receiver);
                call.args
                    .iter()
                    .for_each(|argument| self.visit_expr(argument));
            }
            Expr::Call(call) => {
                self.place(&call.func);
                call.args
                    .iter()
                    .for_each(|argument| self.visit_expr(argument));
            }
            Expr::Assign(assign) => {
                self.visit_expr(&assign.right);
                self.place(&assign.left);
            }
            Expr::Binary(binary) => {
                self.place(&binary.left);
                self.place(&binary.right);
            }
            Expr::Match(match_) => {
                self.scrutinee(&match_.expr, match_.arms.iter().map(|arm| &arm.pat));
                for arm in &match_.arms {
                    self.bind(&arm.pat);
                    visit::visit_arm(self, arm);
                }
            }
            Expr::Let(let_) => {
                self.scrutinee(&let_.expr, [&*let_.pat].into_iter());
                self.bind(&let_.pat);
            }
            Expr::If(if_) => {
                self.place(&if_.cond);
                self.visit_block(&if_.then_branch);
                if let Some((_, other)) = &if_.else_branch {
                    self.visit_expr(other);
                }
            }
            Expr::While(while_) => {
                self.place(&while_.cond);
                self.visit_block(&while_.body);
            }
            // What has these operators and is no place is a number, mostly.
            Expr::Range(range) => {
                let ends = [&range.start, &range.end];
                ends.into_iter().flatten().for_each(|end| self.place(end));
            }
            Expr::Cast(cast) => self.place(&cast.expr),
            Expr::ForLoop(loop_) => {
                self.visit_expr(&loop_.expr);
                self.bind(&loop_.pat);
                self.visit_block(&loop_.body);
            }
            Expr::Closure(closure) => {
                self.moves |= closure.capture.is_some() || closure.asyncness.is_some();
                closure.inputs.iter().for_each(|input| self.bind(input));
                self.visit_expr(&closure.body);
            }
            Expr::Async(_) | Expr::Verbatim(_) => self.moves = true,
            other => visit::visit_expr(self, other),
        }
    }

    fn visit_local(&mut self, local: &'ast syn::Local) {
        if let Some(init) = &local.init {
            self.visit_expr(&init.expr);
            if let Some((_, diverges)) = &init.diverge {
                self.visit_expr(diverges);
            }
        }
        self.bind(&local.pat);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        let name = call.path.segments.last().map(|last| last.ident.to_string());
        let arguments = match name.and_then(|name| std_macros::takes(&name)) {
            Some(Takes::Condition | Takes::Arguments) => std_macros::arguments(call).ok(),
            _ => None,
        };
        match arguments {
            Some(arguments) => arguments
                .iter()
                .for_each(|argument| self.place(&argument.expression)),
            None => self.moves = true,
        }
    }

    fn visit_item(&mut self, _: &'ast syn::Item) {}
    fn visit_pat(&mut self, _: &'ast Pat) {}
    fn visit_type(&mut self, _: &'ast syn::Type) {}
}

#[cfg(test)]
mod tests {
    use super::keeps_all;

    #[track_caller]
    fn check(text: &str, expected: bool) {
        let closure: syn::ExprClosure = syn::parse_str(text).expect("a closure");
        assert_eq!(keeps_all(&closure), expected, "{text}");
    }

    #[test]
    fn what_is_only_looked_at_is_kept() {
        for text in [
            "|| q.push(1)",
            "move || unsafe { *data.get() += 1 }",
            "|_| for i in 0..COUNT { q.push(i).unwrap(); while q.pop().is_none() {} }",
            "|| { let g = m.lock().unwrap(); d.w(); drop(g); }",
            "|| f(&a, &mut b.c)",
            "|| if flag.load(Acquire) == want { list[n] = 3 }",
            "|| { let x = make(); take(x); x.y }",
            "|| match &shared { Some(x) => x.get(), None => 0 }",
            "|| if right { assert_eq!(a, b.c, \"{}\", d) } else { println!(\"{x}\") }",
            "|| while !ready.load(Acquire) {}",
            "|| for i in 0..n { sum += i as u64 * step; }",
            "|| { if let Some(x) = &slot { use_it(x) } }",
            "|| { let inner = || q.len(); inner() + 1 }",
        ] {
            check(text, true);
        }
    }

    #[test]
    fn what_may_be_moved_is_not() {
        for text in [
            "|| drop(guard)",
            "|| match shared { Some(x) => x.get(), None => 0 }",
            "|| if let Some(x) = slot { x.get() }",
            "|| assert!(consume(guard))",
            "move || { let g = guard; d.w(); }",
            "|| consume(a.b)",
            "|| { d.w(); guard }",
            "|guard| drop(guard)",
            "|| thread::spawn(move || d.w())",
            "|| { let x = x; }",
            "|| Holder { guard }",
            "|| vec![guard]",
            "|| async { d.w() }",
            "|| loop { break guard; }",
        ] {
            check(text, false);
        }
    }
}
