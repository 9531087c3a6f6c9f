//! Policy lints: what a project may deny although it is not wrong.
//!
//! They are asked for (`deny(..)`), so they judge by what the source says: an ordering is what it is called, an atomic is
//! the static or field that the operation is called on. What may be another atomic under the same name, or the same one
//! under another name, is given the benefit of the doubt.

mod reader;

use std::collections::{HashMap, HashSet};

use syn::ExprPath;

use crate::message::Message;
use crate::options::{Lint, LintKind, Mistakes};
use crate::statics::Statics;
use crate::syntax::Annotated;

/// Reports what the denied lints find in the item.
pub(crate) fn check(denied: &[Lint], item: &Annotated, statics: &Statics, mistakes: &mut Mistakes) {
    if denied.is_empty() {
        return;
    }
    let found = reader::read(item, statics);
    for lint in denied {
        match lint.kind {
            LintKind::SeqCst => found.seq_cst(mistakes),
            LintKind::RelaxedPublish => found.relaxed_publish(mistakes),
            LintKind::Unpaired => match shows_both_sides(item) {
                true => found.unpaired(mistakes),
                false => mistakes.push(Message::UnpairedNeedsItem.at(lint.span)),
            },
            LintKind::Race => {}
        }
    }
}

fn shows_both_sides(item: &Annotated) -> bool {
    matches!(
        item,
        Annotated::Item(syn::Item::Impl(_) | syn::Item::Mod(_) | syn::Item::Trait(_))
    )
}

/// An ordering by the name that stands in the source.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Named {
    Relaxed,
    Acquire,
    Release,
    AcqRel,
    SeqCst,
}

impl Named {
    fn of(path: &ExprPath) -> Option<Self> {
        let last = path.path.segments.last()?.ident.to_string();
        Some(match last.as_str() {
            "Relaxed" => Self::Relaxed,
            "Acquire" => Self::Acquire,
            "Release" => Self::Release,
            "AcqRel" => Self::AcqRel,
            "SeqCst" => Self::SeqCst,
            _ => return None,
        })
    }

    fn acquires(self) -> bool {
        matches!(self, Self::Acquire | Self::AcqRel | Self::SeqCst)
    }

    fn releases(self) -> bool {
        matches!(self, Self::Release | Self::AcqRel | Self::SeqCst)
    }
}

/// What happens, in the order of the source.
struct Event {
    what: What,
    allowed: Vec<LintKind>,
}

enum What {
    Operation(Operation),
    Fence(Ordering),
}

/// An atomic operation.
struct Operation {
    /// The static or field; `None` for what may be any.
    atomic: Option<String>,
    reads: bool,
    writes: bool,
    /// The ordering, and for an exchange that of its failure. `None`: not a name, so it may be any.
    orderings: Vec<Option<Ordering>>,
    /// Whether a decision hangs on the value that was read.
    is_flag: bool,
    /// The plain write that nothing has published on some way to here, as the source writes its place.
    written: Option<String>,
}

#[derive(Clone)]
struct Ordering {
    named: Named,
    path: ExprPath,
}

impl Operation {
    fn may(&self, does: impl Fn(Named) -> bool) -> bool {
        self.orderings
            .iter()
            .any(|ordering| ordering.as_ref().is_none_or(|own| does(own.named)))
    }

    fn first(&self) -> Option<&Ordering> {
        self.orderings.first()?.as_ref()
    }
}

#[derive(Default)]
struct Found {
    events: Vec<Event>,
    /// How often a static or field is named, and how often as the receiver of an operation.
    named: HashMap<String, usize>,
    received: HashMap<String, usize>,
}

impl Found {
    fn operations(&self) -> impl Iterator<Item = (&Event, &Operation)> {
        self.events.iter().filter_map(|event| match &event.what {
            What::Operation(operation) => Some((event, operation)),
            _ => None,
        })
    }

    fn seq_cst(&self, mistakes: &mut Mistakes) {
        for event in self
            .events
            .iter()
            .filter(|event| !event.allows(LintKind::SeqCst))
        {
            let orderings: Vec<&Ordering> = match &event.what {
                What::Operation(operation) => operation.orderings.iter().flatten().collect(),
                What::Fence(ordering) => vec![ordering],
            };
            for ordering in orderings {
                if ordering.named == Named::SeqCst {
                    mistakes.push(Message::SeqCst.on(&ordering.path));
                }
            }
        }
    }

    fn relaxed_publish(&self, mistakes: &mut Mistakes) {
        let flags: HashSet<&str> = self
            .operations()
            .filter(|(_, operation)| operation.is_flag && operation.reads)
            .filter_map(|(_, operation)| operation.atomic.as_deref())
            .collect();
        for (event, operation) in self.operations() {
            let (Some(written), Some(atomic), Some(ordering)) =
                (&operation.written, &operation.atomic, operation.first())
            else {
                continue;
            };
            let publishes_nothing = operation.writes
                && !operation.reads
                && ordering.named == Named::Relaxed
                && flags.contains(atomic.as_str());
            if publishes_nothing && !event.allows(LintKind::RelaxedPublish) {
                let message = Message::RelaxedPublish {
                    flag: atomic.clone(),
                    written: written.clone(),
                };
                mistakes.push(message.on(&ordering.path));
            }
        }
    }

    fn unpaired(&self, mistakes: &mut Mistakes) {
        for (event, operation) in self.operations() {
            let (Some(atomic), Some(ordering)) = (&operation.atomic, operation.first()) else {
                continue;
            };
            if event.allows(LintKind::Unpaired) || self.escapes(atomic) {
                continue;
            }
            let atomic_name = atomic.clone();
            // What else it takes part in is the one total order.
            if ordering.named == Named::SeqCst {
                continue;
            }
            if operation.writes && ordering.named.releases() && !self.is_acquired(atomic) {
                let message = Message::UnpairedRelease {
                    atomic: atomic_name,
                };
                mistakes.push(message.on(&ordering.path));
            } else if operation.reads
                && ordering.named.acquires()
                && self.is_written(atomic)
                && !self.is_released(atomic)
            {
                let message = Message::UnpairedAcquire {
                    atomic: atomic_name,
                };
                mistakes.push(message.on(&ordering.path));
            }
        }
    }

    /// Whether the item hands the atomic to something that we do not follow.
    fn escapes(&self, atomic: &str) -> bool {
        self.named.get(atomic) > self.received.get(atomic)
    }

    fn may_be<'f>(&'f self, atomic: &'f str) -> impl Iterator<Item = &'f Operation> {
        self.operations()
            .map(|(_, operation)| operation)
            .filter(move |operation| operation.atomic.as_deref().is_none_or(|own| own == atomic))
    }

    fn has_fence(&self, does: fn(Named) -> bool) -> bool {
        self.events
            .iter()
            .any(|event| matches!(&event.what, What::Fence(fence) if does(fence.named)))
    }

    fn is_acquired(&self, atomic: &str) -> bool {
        let fenced = self.has_fence(Named::acquires);
        self.may_be(atomic)
            .any(|operation| operation.reads && (fenced || operation.may(Named::acquires)))
    }

    fn is_released(&self, atomic: &str) -> bool {
        let fenced = self.has_fence(Named::releases);
        self.may_be(atomic)
            .any(|operation| operation.writes && (fenced || operation.may(Named::releases)))
    }

    fn is_written(&self, atomic: &str) -> bool {
        self.may_be(atomic).any(|operation| operation.writes)
    }
}

impl Event {
    fn allows(&self, lint: LintKind) -> bool {
        self.allowed.contains(&lint)
    }
}
