//! Iterators that code without annotation runs: those of `for` loops, and those that `collect`, `extend` and their kin use up.
//!
//! Source: DESIGN 5.3. The calls of `into_iter` and `next` stand nowhere, so the value that they are made on is looked at. Types
//! decide by method lookup: what never synchronizes with code out of sight ([`crate::hooks::inert`]) is handed through as it is
//! and costs nothing; a channel's makes a receive of each `next`; any other `next` is a call that may be of code without
//! annotation ([`UnseenNext`]). An annotated `next` answers its call as any annotated function does.

use crate::event::{SyncCall, SyncObject, SyncOperation, SyncOutcome};
use crate::hooks::drops;
use crate::hooks::functions;
use crate::hooks::identity::{Channel, Values};
use crate::hooks::inert::InertValues;
use crate::site::Site;
use crate::tracker;
use crate::tracker::engine::ChannelCall;
use core::iter;
use core::mem::{ManuallyDrop, needs_drop};
use std::sync::mpsc::{self, Receiver};

/// What a `for` loop runs over; made by generated code only.
#[derive(Debug)]
pub struct Looped<T>(pub T);

impl<T: InertValues + IntoIterator<IntoIter: InertValues>> Looped<T> {
    /// The value itself.
    #[inline]
    pub fn __looped(self, _: &'static Site) -> T {
        self.0
    }

    /// The values come out of a function that stands as a value; all else never synchronizes.
    #[inline]
    pub fn __looped_over_values(self, site: &'static Site) -> UnseenLoop<T> {
        UnseenLoop {
            values: self.0,
            next: "",
            runs_functions_only: true,
            site,
        }
    }
}

impl<T> Looped<Receiver<T>> {
    /// The loop takes from the channel.
    #[inline]
    pub fn __looped(self, site: &'static Site) -> Received<mpsc::IntoIter<T>> {
        received(self.0.into_iter(), site)
    }
}

impl<'a, T> Looped<&'a Receiver<T>> {
    /// As above.
    #[inline]
    pub fn __looped(self, site: &'static Site) -> Received<mpsc::Iter<'a, T>> {
        received(self.0.iter(), site)
    }
}

macro_rules! taken_from_a_channel {
    ($([$($lifetime:lifetime)?] $iter:ty),*) => {$(
        impl<$($lifetime,)? T> Looped<$iter> {
            /// As above.
            #[inline]
            pub fn __looped(self, site: &'static Site) -> Received<$iter> {
                received(self.0, site)
            }

            /// The iterator, on which a method is called.
            #[inline]
            pub fn __taken(self, site: &'static Site) -> Received<$iter> {
                received(self.0, site)
            }
        }

        impl<$($lifetime,)? T> Fed<$iter> {
            /// As above.
            #[inline]
            pub fn __fed(self, site: &'static Site) -> Received<$iter> {
                received(ManuallyDrop::into_inner(self.0), site)
            }
        }
    )*};
}

taken_from_a_channel!(['a] mpsc::Iter<'a, T>, ['a] mpsc::TryIter<'a, T>, [] mpsc::IntoIter<T>);

/// A loop over something else.
pub trait LoopedOther<T> {
    /// What notes its calls.
    fn __looped(self, site: &'static Site) -> UnseenLoop<T>;
    /// As [`LoopedOther::__looped`], where the values come out of a function that stands as a value.
    fn __looped_over_values(self, site: &'static Site) -> UnseenLoop<T>;
    /// The value itself.
    fn __taken(self, site: &'static Site) -> T;
}

impl<T> LoopedOther<T> for Looped<T> {
    #[inline]
    fn __looped(self, site: &'static Site) -> UnseenLoop<T> {
        UnseenLoop {
            values: self.0,
            next: "next",
            runs_functions_only: false,
            site,
        }
    }

    #[inline]
    fn __looped_over_values(self, site: &'static Site) -> UnseenLoop<T> {
        UnseenLoop {
            values: self.0,
            next: "",
            runs_functions_only: false,
            site,
        }
    }

    #[inline]
    fn __taken(self, _: &'static Site) -> T {
        self.0
    }
}

/// What a method like `extend` may use up; made by generated code only, which asks it at once for what it holds.
#[derive(Debug)]
pub struct Fed<T>(pub ManuallyDrop<T>);

impl<T: InertValues> Fed<T> {
    /// The value itself: its own calls never synchronize, and those of an iterator that it becomes are looked at as the receiver's
    /// of the method are.
    #[inline]
    pub fn __fed(self, _: &'static Site) -> T {
        ManuallyDrop::into_inner(self.0)
    }
}

impl<T> Fed<Receiver<T>> {
    /// The values of the channel.
    #[inline]
    pub fn __fed(self, site: &'static Site) -> Received<mpsc::IntoIter<T>> {
        received(ManuallyDrop::into_inner(self.0).into_iter(), site)
    }
}

impl<'a, T> Fed<&'a Receiver<T>> {
    /// As above.
    #[inline]
    pub fn __fed(self, site: &'static Site) -> Received<mpsc::Iter<'a, T>> {
        received(self.0.iter(), site)
    }
}

/// The values of an iterator.
pub trait FedValues<T> {
    /// What notes the calls of the iterator.
    fn __fed(self, site: &'static Site) -> UnseenLoop<T>;
}

impl<T: IntoIterator> FedValues<T> for &Fed<T> {
    #[inline]
    fn __fed(self, site: &'static Site) -> UnseenLoop<T> {
        UnseenLoop {
            // SAFETY: reads the value of a place that is never used again: generated code makes it for this call, and it does not
            // drop its content.
            values: unsafe { core::ptr::read(&*self.0) },
            next: "next",
            runs_functions_only: false,
            site,
        }
    }
}

/// Anything else.
pub trait FedOther<T> {
    /// The value itself.
    fn __fed(self, site: &'static Site) -> T;
}

impl<T> FedOther<T> for &mut Fed<T> {
    #[inline]
    fn __fed(self, _: &'static Site) -> T {
        // SAFETY: as above.
        unsafe { core::ptr::read(&*self.0) }
    }
}

/// What a method returned that was handed a function; made by generated code only.
#[derive(Debug)]
pub struct Handed<R>(pub R);

macro_rules! lazy {
    ($($adapter:ident<I $(, $more:ident)*>),*) => {$(
        impl<I $(, $more)*> Handed<iter::$adapter<I $(, $more)*>> {
            /// An adapter: nothing has run yet.
            #[inline]
            pub fn __handed(self) -> iter::$adapter<I $(, $more)*> {
                tracker::call_is_inert();
                self.0
            }
        }
    )*};
}

lazy!(
    Filter<I, F>, FilterMap<I, F>, Inspect<I, F>, Map<I, F>, MapWhile<I, F>, Scan<I, S, F>,
    SkipWhile<I, F>, TakeWhile<I, F>
);

impl<I, U: IntoIterator, F> Handed<iter::FlatMap<I, U, F>> {
    /// As above.
    #[inline]
    pub fn __handed(self) -> iter::FlatMap<I, U, F> {
        tracker::call_is_inert();
        self.0
    }
}

/// Anything else: it may have run.
pub trait HandedOther<R> {
    /// Hands it through.
    fn __handed(self) -> R;
}

impl<R> HandedOther<R> for Handed<R> {
    #[inline]
    fn __handed(self) -> R {
        self.0
    }
}

/// See [`UnseenNext`]. An `IntoIterator` exactly if the value is one, so that rustc says of a loop over something else what is
/// missing.
#[derive(Debug)]
pub struct UnseenLoop<T> {
    values: T,
    next: &'static str,
    /// Nothing but functions that stand as values runs in it.
    runs_functions_only: bool,
    site: &'static Site,
}

impl<T: IntoIterator> IntoIterator for UnseenLoop<T> {
    type Item = T::Item;
    type IntoIter = UnseenNext<T::IntoIter>;

    #[inline]
    fn into_iter(self) -> Self::IntoIter {
        if self.runs_functions_only {
            return UnseenNext {
                end: LoopEnd(None),
                values: self.values.into_iter(),
                next: self.next,
                functions: Functions::Only,
                site: self.site,
            };
        }
        // Its drop is seen: at the end of the loop.
        if drops::Dropped::of::<T>().may_hold_foreign() {
            tracker::unknown_guard_is_watched(self.site);
        }
        let call = functions::call("into_iter", self.site);
        let values = call.hand_through(self.values.into_iter());
        UnseenNext {
            end: LoopEnd(needs_drop::<T::IntoIter>().then_some(self.site)),
            values,
            next: self.next,
            functions: Functions::AmongOthers,
            site: self.site,
        }
    }
}

/// Each `next` of this iterator may be a call of code without annotation.
#[derive(Debug)]
pub struct UnseenNext<I> {
    /// First, so dropped right before the values.
    #[allow(dead_code, reason = "there to be dropped")]
    end: LoopEnd,
    values: I,
    /// The name of the call of `next`; empty if it runs a function that stands as a value.
    next: &'static str,
    functions: Functions,
    site: &'static Site,
}

/// What of the functions that stand as values a `next` may run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Functions {
    /// And other code.
    AmongOthers,
    /// Nothing else.
    Only,
    /// Nothing else, and an annotated one has run: where no value is left none runs.
    OnlyAnnotated,
}

impl<I: Iterator> Iterator for UnseenNext<I> {
    type Item = I::Item;

    #[inline]
    fn next(&mut self) -> Option<I::Item> {
        let call = functions::call(self.next, self.site);
        let value = self.values.next();
        match (self.functions, &value) {
            (Functions::AmongOthers, _) => call.after(value),
            (Functions::OnlyAnnotated, None) => {
                tracker::call_is_inert();
                call.after(value)
            }
            (Functions::Only | Functions::OnlyAnnotated, _) => {
                let (crossed, value) = call.ended(value);
                self.functions = match crossed {
                    true => Functions::Only,
                    false => Functions::OnlyAnnotated,
                };
                value
            }
        }
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        functions::call("size_hint", self.site).after(self.values.size_hint())
    }
}

/// Says that the iterator is about to be dropped, if that may run code.
#[derive(Debug)]
struct LoopEnd(Option<&'static Site>);

impl Drop for LoopEnd {
    #[inline]
    fn drop(&mut self) {
        if let Some(site) = self.0 {
            tracker::dropping(site);
        }
    }
}

/// The values of a channel: each `next` is a receive.
#[derive(Debug)]
pub struct Received<I> {
    values: I,
    channel: Option<Channel>,
    wait: Wait,
    site: &'static Site,
}

/// When an iterator over a channel ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Wait {
    /// When no sender is left.
    ForValues,
    /// When there is no value.
    Never,
}

/// An iterator over a channel.
trait Waits {
    const WAIT: Wait;
}

impl<T> Waits for mpsc::Iter<'_, T> {
    const WAIT: Wait = Wait::ForValues;
}

impl<T> Waits for mpsc::IntoIter<T> {
    const WAIT: Wait = Wait::ForValues;
}

impl<T> Waits for mpsc::TryIter<'_, T> {
    const WAIT: Wait = Wait::Never;
}

fn received<I: Values + Waits>(values: I, site: &'static Site) -> Received<I> {
    let channel = values.channel();
    Received {
        values,
        channel,
        wait: I::WAIT,
        site,
    }
}

impl<I: Iterator> Iterator for Received<I> {
    type Item = I::Item;

    fn next(&mut self) -> Option<I::Item> {
        let Some(channel) = self.channel else {
            return functions::call("next", self.site).after(self.values.next());
        };
        let call = SyncCall {
            operation: SyncOperation::ChannelReceive,
            object: SyncObject::Address(channel.id),
            site: self.site,
        };
        if self.wait == Wait::Never {
            tracker::channel_call(ChannelCall::Try);
        }
        tracker::sync_before(&call);
        let value = self.values.next();
        match (&value, self.wait) {
            (Some(_), _) => tracker::sync_after(&call, SyncOutcome::Done),
            (None, Wait::Never) => tracker::sync_after(&call, SyncOutcome::Not),
            (None, Wait::ForValues) => {
                tracker::sync_after(&call, SyncOutcome::Not);
                tracker::channel_disconnected(channel.id, self.site);
            }
        }
        value
    }
}

impl<I> InertValues for Received<I> {}
