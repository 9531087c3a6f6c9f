//! From a conflict in the shadow to a [`Race`] that is complete.
//!
//! Runs on the thread of the later access, inside a hook and outside every lock of the tracker.

use crate::clock::Epoch;
use crate::event::{Bytes, MemoryAccess};
use crate::model::conflict::Conflict;
use crate::model::explain::{self, Side};
use crate::race::{Access, AccessKind, Explanation, Race, ThreadDescription, Verdict};
use crate::shadow::list::Conflicting;
use crate::shadow::sites;
use crate::shadow::word::Entry;
use crate::site::Site;
use crate::tracker::crossings;
use crate::tracker::membership::SessionId;
use crate::tracker::thread;
use crate::tracker::unannotated::{self, Ordered};
use smallvec::SmallVec;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What one access met.
pub(crate) type Conflicts = SmallVec<[(usize, Conflicting); 2]>;

/// What makes two races equal: the same pair of places and kinds, and how sure they are, so that no race hides behind a
/// pair that is unproven.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) struct RaceKey {
    /// Number of the earlier site, its kind.
    pub earlier: (u32, AccessKind),
    /// The later one's.
    pub later: (u32, AccessKind),
    /// How sure it is.
    pub verdict: Verdict,
    /// Numbers of the sites where the references were made that the two sides use; else their own.
    pub made: (u32, u32),
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

/// Reports what an access met, each pair of places once: as a race if it is one with any of its earlier accesses.
#[cold]
pub(crate) fn report(later: &Later, conflicts: &Conflicts) {
    let judged: SmallVec<[(usize, Conflicting, Judged); 2]> = conflicts
        .iter()
        .filter_map(|(granule, met)| Some((*granule, *met, judge(met)?)))
        .collect();
    let mut seen: SmallVec<[Pair; 4]> = SmallVec::new();
    // The making of a reference before its uses, which then are no news.
    for (verdict, is_use) in [
        (Verdict::Race, false),
        (Verdict::Race, true),
        (Verdict::Unproven, false),
        (Verdict::Unproven, true),
    ] {
        for (granule, met, judged) in judged.iter().filter(|(_, met, judged)| {
            let site = sites::site(met.earlier.site());
            judged.verdict == verdict && is_use == site.is_some_and(|site| site.reference.is_some())
        }) {
            if !seen.contains(&pair(met)) {
                seen.push(pair(met));
                found(later, *granule, met, bytes(conflicts, met), judged);
            }
        }
    }
}

/// The site and the kind of an earlier access.
type Pair = (u32, AccessKind);

fn pair(met: &Conflicting) -> Pair {
    (met.earlier.site(), met.earlier.kind())
}

/// How many bytes the later access has in common with those at the same place, whoever made them.
fn bytes(conflicts: &Conflicts, met: &Conflicting) -> usize {
    let mut masks: BTreeMap<usize, u8> = BTreeMap::new();
    for (granule, other) in conflicts
        .iter()
        .filter(|(_, other)| pair(other) == pair(met))
    {
        *masks.entry(*granule).or_default() |= other.mask;
    }
    masks.values().map(|mask| mask.count_ones() as usize).sum()
}

/// What a conflict is.
struct Judged {
    verdict: Verdict,
    session: SessionId,
    description: Arc<ThreadDescription>,
    /// The code that is not annotated and may have ordered it.
    crossed: Option<&'static Site>,
}

/// `None` if it is ordered, or not of this session: races are reported between threads of one session only.
fn judge(met: &Conflicting) -> Option<Judged> {
    let own = thread::attached().map_or(SessionId::NONE, |slot| slot.session());
    let epoch = met.earlier.epoch();
    let (session, description, handle) = thread::tenant(epoch)?;
    if session != own {
        return None;
    }
    let (verdict, crossed) = match (met.conflict, unannotated::verdict(epoch, handle)) {
        (_, Ordered::Yes) => return None,
        (Conflict::Race, Ordered::No) => (Verdict::Race, None),
        (_, Ordered::No) => (Verdict::Unproven, None),
        (_, Ordered::Perhaps(site)) => (Verdict::Unproven, site),
    };
    Some(Judged {
        verdict,
        session,
        description,
        crossed,
    })
}

fn found(later: &Later, granule: usize, met: &Conflicting, bytes: usize, judged: &Judged) {
    let Some(site) = sites::site(met.earlier.site()) else {
        return;
    };
    let earlier = Earlier {
        entry: met.earlier,
        granule,
        site,
    };
    let key = RaceKey {
        earlier: pair(met),
        later: (sites::number(later.access.site), later.access.kind),
        verdict: judged.verdict,
        made: (made(site), made(later.access.site)),
    };
    let session = judged.session;
    __datarace_race_found(session.0, key, &mut || Race {
        verdict: judged.verdict,
        earlier: Access {
            kind: earlier.entry.kind(),
            site,
            thread: judged.description.clone(),
            stack: Vec::new(),
        },
        later: Access {
            kind: later.access.kind,
            site: later.access.site,
            thread: thread::description().unwrap_or_else(|| judged.description.clone()),
            stack: crossings::open_calls(),
        },
        bytes,
        count: 1,
        explanation: explain(session, &earlier, later),
        token: None,
        unannotated: judged
            .crossed
            .map(|site: &Site| site.text.to_owned())
            .into_iter()
            .collect(),
    });
}

/// Where the reference was made that is used at a site, or else the site.
fn made(site: &'static Site) -> u32 {
    sites::number(site.reference.unwrap_or(site))
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
