//! The way up for a race: the tracker finds it, the log of its session takes it.

use crate::race::Race;
use crate::tracker::membership::SessionId;
use crate::tracker::races::RaceKey;

/// Called by the tracker, which may not import what stands above it.
// SAFETY: the name is ours alone: `links` in Cargo.toml admits one version of this crate in a program.
#[unsafe(no_mangle)]
fn __datarace_race_found(session: u32, key: RaceKey, make: &mut dyn FnMut() -> Race) {
    crate::session::race_found(SessionId(session), key, make);
}
