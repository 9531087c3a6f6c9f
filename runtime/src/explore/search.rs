//! What a strategy is: it extends a graph, event by event, and decides whatever is not determined.

use crate::explore::graph::{EventId, Graph, Label, Location, ReadKind};
use crate::order::{LoadOrder, StoreOrder};
use crate::site::Site;

/// A read that is about to be added.
#[derive(Clone, Copy, Debug)]
pub(super) struct NewRead {
    pub location: Location,
    pub order: LoadOrder,
    pub kind: ReadKind,
    pub site: Option<&'static Site>,
}

/// A write that is about to be added.
#[derive(Clone, Copy, Debug)]
pub(super) struct NewWrite {
    pub location: Location,
    pub order: StoreOrder,
    pub value: u64,
    pub site: Option<&'static Site>,
}

/// A strategy with the graph of the present execution.
pub(super) trait Search: Send {
    /// The graph of the present execution.
    fn graph(&self) -> &Graph;

    /// The same, for values that are other ones in this run: pointers.
    fn graph_mut(&mut self) -> &mut Graph;

    /// Gives a location to memory that the graph does not know.
    fn add_location(&mut self, initial: u64) -> Location;

    /// Adds an event that leaves no choice.
    fn add(&mut self, thread: u32, label: Label, site: Option<&'static Site>) -> EventId;

    /// Adds an event that comes after others, and leaves no choice.
    fn add_after(
        &mut self,
        thread: u32,
        label: Label,
        after: &[EventId],
        site: Option<&'static Site>,
    ) -> EventId {
        self.graph_mut().push_after(thread, label, after, site)
    }

    /// Adds a choice among `options`.
    fn choose(&mut self, thread: u32, options: u32, site: Option<&'static Site>) -> EventId;

    /// Adds a read, and its write if it makes one.
    fn read(&mut self, thread: u32, read: NewRead) -> EventId;

    /// Adds a read that takes from this write, whatever else it could take from. The execution will be thrown away.
    fn read_again(&mut self, thread: u32, read: NewRead, source: Option<EventId>) -> EventId;

    /// Adds a write.
    fn write(&mut self, thread: u32, write: NewWrite) -> EventId;

    /// Which of the threads that can move does; `enabled` is not empty and is sorted by rank.
    fn pick(&mut self, current: u32, enabled: &[u32]) -> u32;

    /// Whether a thread that waits adds a read that does not let it pass, for a later write to revisit.
    fn waits_by_reading(&self) -> bool;

    /// The next read of this thread repeats a loop that waits, and a value other than that of `source` is there. `alone`: the loop
    /// reads nothing else.
    fn avoid(&mut self, _source: Option<EventId>, _alone: bool) {}

    /// Prepares to make the same execution again, up to the event with this stamp; `false` if it cannot.
    fn again(&mut self, _stamp: u32) -> bool {
        false
    }

    /// Whether it can make the same execution again.
    fn comes_again(&self) -> bool {
        false
    }

    /// Of a recorded execution: whether the present turn is one of those that were recorded. `None` for others.
    fn is_recorded(&self) -> Option<bool> {
        None
    }

    /// How much of the search is done: a part of one, each way out of a branching counted alike; `None` if there is no end.
    fn done(&self) -> Option<f64> {
        None
    }

    /// Whether it comes to the same execution by several ways.
    fn may_repeat(&self) -> bool {
        false
    }

    /// Whether executions were left out because of a bound.
    fn has_left_out(&self) -> bool {
        false
    }

    /// Goes on to the next execution; `false` if there is none.
    fn next(&mut self) -> bool;
}
