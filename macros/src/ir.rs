//! What an expression means to us: the words between recognition and templates.

/// How an expression uses a place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Use {
    /// Its value is copied or moved out.
    Value,
    /// It is assigned to, plainly or compound.
    Write,
    /// `&P`
    Shared,
    /// `&mut P`
    Exclusive,
    /// `&mut P`, handed to a function that writes it: `mem::swap(&mut P, ..)`.
    Filled,
    /// `&raw P`, `let _ = P`, the base of a field that is no place of ours: no access.
    Raw,
    /// `P.method(..)`: only the type checker knows; the method's name may tell.
    Receiver(Effect),
    /// `match P`, `let PATTERN = P`; the patterns tell whether they borrow mutably.
    Scrutinee(Effect),
    /// It is read where it stands, and never moved: operands of comparisons and of derefs, arguments of formatting.
    Look,
}

/// What a method's name or a pattern says about the place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Effect {
    /// Reads it.
    Read,
    /// Takes it by value, if it is what std has of that name: `Option::unwrap`.
    Taken,
    /// Writes it.
    Write,
    /// May do either.
    Unknown,
    /// May do either, and its arguments run code first.
    Later,
    /// Touches it inside, by itself, or at another time: no event here.
    None,
}

/// What an access is: the names of `event::AccessKind`, and those of `hooks/look.rs`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    Read,
    Write,
    ReborrowShared,
    ReborrowExclusive,
    CellRead,
    CellWrite,
    /// The type decides between `Read` and `ReborrowShared`.
    Look,
    /// Likewise through a cell.
    CellLook,
}

impl Kind {
    /// The same access made through `UnsafeCell::get`.
    pub(crate) fn through_cell(self) -> Self {
        match self {
            Self::Read => Self::CellRead,
            Self::Look | Self::ReborrowShared => Self::CellLook,
            _ => Self::CellWrite,
        }
    }

    /// Its name in `__rt::AccessKind`, or in `__rt`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Read => "Read",
            Self::Write => "Write",
            Self::ReborrowShared => "ReborrowShared",
            Self::ReborrowExclusive => "ReborrowExclusive",
            Self::CellRead => "CellRead",
            Self::CellWrite => "CellWrite",
            Self::Look => "Look",
            Self::CellLook => "CellLook",
        }
    }
}

impl Use {
    /// Whether a reference is made: `&P` or `&mut P`.
    pub(crate) fn is_reference(self) -> bool {
        matches!(self, Self::Shared | Self::Exclusive | Self::Filled)
    }

    /// Whether the place must be one that can be written.
    pub(crate) fn is_mutable(self) -> bool {
        matches!(self, Self::Write | Self::Exclusive | Self::Filled)
    }

    /// The access, where the use alone tells it.
    pub(crate) fn kind(self) -> Option<Kind> {
        match self {
            Self::Value => Some(Kind::Read),
            Self::Look => Some(Kind::Look),
            Self::Write | Self::Filled => Some(Kind::Write),
            Self::Shared => Some(Kind::ReborrowShared),
            Self::Exclusive => Some(Kind::ReborrowExclusive),
            Self::Receiver(effect) | Self::Scrutinee(effect) => match effect {
                Effect::Read | Effect::Taken => Some(Kind::Look),
                Effect::Write => Some(Kind::Write),
                Effect::Unknown | Effect::Later | Effect::None => None,
            },
            Self::Raw => None,
        }
    }
}

/// Whether a variable is an exclusive reference.
///
/// A closure that is no `move` closure captures what such a variable refers to, and not the variable.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Reference {
    /// `&mut T`
    Exclusive,
    /// Perhaps one, by the look of what it comes from.
    Likely,
    /// The `&Scope` that `thread::scope` gives to its closure.
    Scope,
    /// Certainly none.
    No,
    /// The type checker knows.
    Unknown,
}

/// What is known of the type of a deref's operand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Operand {
    /// The syntax promises a raw pointer.
    Raw {
        /// It comes out of `UnsafeCell::get`.
        cell: bool,
    },
    /// It is certainly no raw pointer.
    NotRaw,
    /// A closure of this function.
    Closure,
    /// An `Ordering`: no raw pointer, and evidence that a method which takes it is an atomic's.
    Ordering,
    /// A tuple or an array of nothing but orderings, nested or not.
    Orderings,
    /// The type checker decides; if it is a raw pointer it comes out of `UnsafeCell::get`.
    UnknownCell,
    /// The type checker decides.
    Unknown,
}

impl Operand {
    /// Whether it is certainly no raw pointer.
    pub(crate) fn is_not_raw(self) -> bool {
        matches!(
            self,
            Self::NotRaw | Self::Closure | Self::Ordering | Self::Orderings
        )
    }
}

/// How a place that is used as the type checker decides is watched: the constants of `hooks/place.rs`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum How {
    Plain,
    Cell,
    /// Once the arguments have run.
    Deferred,
}
