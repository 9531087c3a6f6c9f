//! From a conflict in the shadow to a [`Race`] that is complete.
//!
//! Runs on the thread of the later access, inside a hook and outside every lock of the tracker.

use crate::clock::Epoch;
use crate::event::{Bytes, MemoryAccess};
use crate::model::conflict::Conflict;
use crate::model::explain::{self, Side};
use crate::race::{Access, AccessKind, Explanation, Race, Verdict};
use crate::shadow::list::Conflicting;
use crate::shadow::sites;
use crate::shadow::word::Entry;
use crate::site::Site;
use crate::tracker::membership::SessionId;
use crate::tracker::thread;
use crate::tracker::unannotated::{self, Ordered};
use smallvec::SmallVec;

/// What one access met.
pub(crate) type Conflicts = SmallVec<[(usize, Conflicting); 2]>;

/// What makes two races equal: the same pair of places and kinds.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) struct RaceKey {
    /// Number of the earlier site, its kind.
    pub earlier: (u32, AccessKind),
    /// The later one's.
    pub later: (u32, AccessKind),
}

unsafe extern "Rust" {
    /// Defined above the tracker (`hooks::reports`), which may not import what stands above it: takes a race into the log
    /// of its session. `make` is called if the race is a new one.
    safe fn __datarace_race_found(session: u32, key: RaceKey, make: &mut dyn FnMut() -> Race);
}

/// The later side of the conflicts.
#[derive(Clone, Copy)]
pub(crate) struct Later {
    /// The access.
    pub access: MemoryAccess,
    /// The thread's time when it was made.
    pub epoch: Epoch,
}

/// Reports what an access met, each pair of places once.
#[cold]
pub(crate) fn report(later: &Later, conflicts: &Conflicts) {
    let mut seen: SmallVec<[RaceKey; 4]> = SmallVec::new();
    for (granule, conflicting) in conflicts {
        let key = RaceKey {
            earlier: (conflicting.earlier.site(), conflicting.earlier.kind()),
            later: (sites::number(later.access.site), later.access.kind),
        };
        if seen.contains(&key) {
            continue;
        }
        seen.push(key);
        let same_pair = |other: &&(usize, Conflicting)| {
            let earlier = &other.1.earlier;
            (earlier.site(), earlier.kind()) == key.earlier
        };
        let bytes = conflicts
            .iter()
            .filter(same_pair)
            .map(|(_, other)| other.mask.count_ones() as usize)
            .sum();
        judge(later, *granule, conflicting, bytes, key);
    }
}

fn judge(later: &Later, granule: usize, met: &Conflicting, bytes: usize, key: RaceKey) {
    let own = thread::attached().map_or(SessionId::NONE, |slot| slot.session());
    let Some((session, description, handle)) = thread::tenant(met.earlier.epoch()) else {
        return;
    };
    // Races are reported between threads of one session only.
    if session != own {
        return;
    }
    let (verdict, crossed) = match (
        met.conflict,
        unannotated::verdict(met.earlier.epoch(), handle),
    ) {
        (_, Ordered::Yes) => return,
        (Conflict::Race, Ordered::No) => (Verdict::Race, None),
        (_, Ordered::No) => (Verdict::Unproven, None),
        (_, Ordered::Perhaps(site)) => (Verdict::Unproven, site),
    };
    let Some(site) = sites::site(met.earlier.site()) else {
        return;
    };
    let earlier = Earlier {
        entry: met.earlier,
        granule,
        site,
    };
    __datarace_race_found(session.0, key, &mut || Race {
        verdict,
        earlier: Access {
            kind: earlier.entry.kind(),
            site,
            thread: description.clone(),
            stack: Vec::new(),
        },
        later: Access {
            kind: later.access.kind,
            site: later.access.site,
            thread: thread::description().unwrap_or_else(|| description.clone()),
            stack: Vec::new(),
        },
        bytes,
        count: 1,
        explanation: explain(session, &earlier, later),
        token: None,
        unannotated: crossed
            .map(|site: &Site| format!("`{}` at {site}", site.text))
            .into_iter()
            .collect(),
    });
}

struct Earlier {
    entry: Entry,
    granule: usize,
    site: &'static Site,
}

fn explain(session: SessionId, earlier: &Earlier, later: &Later) -> Explanation {
    let first = earlier.entry.mask().trailing_zeros() as usize;
    let earlier = Side {
        access: MemoryAccess {
            bytes: Bytes {
                address: earlier.granule + first,
                size: earlier.entry.mask().count_ones() as usize,
            },
            kind: earlier.entry.kind(),
            site: earlier.site,
        },
        epoch: earlier.entry.epoch(),
    };
    let later = Side {
        access: later.access,
        epoch: later.epoch,
    };
    let who = |epoch| thread::tenant(epoch).map(|(_, description, _)| description);
    explain::explain(&thread::records(session), &earlier, &later, &who)
}
