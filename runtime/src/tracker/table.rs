//! A map from addresses to what the tracker knows of the objects there.
//!
//! Each shard has its lock, so that objects do not wait for each other.

use crate::primitive::{Mutex, PoisonError};
use rustc_hash::FxHashMap;

const SHARDS: usize = 64;

/// See the module.
pub(crate) struct Table<T> {
    shards: [Mutex<Option<FxHashMap<usize, T>>>; SHARDS],
}

impl<T: Default> Table<T> {
    pub(crate) const fn new() -> Self {
        Self {
            shards: [const { Mutex::new(None) }; SHARDS],
        }
    }

    /// Reads or changes what is known of an object; new if nothing was. `f` must not come back to this table.
    pub(crate) fn with<R>(&self, key: usize, f: impl FnOnce(&mut T) -> R) -> R {
        let mut objects = self
            .shard(key)
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        f(objects
            .get_or_insert_with(FxHashMap::default)
            .entry(key)
            .or_default())
    }

    /// Nothing is known of an object any more.
    pub(crate) fn forget(&self, key: usize) {
        let mut objects = self
            .shard(key)
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let object = objects.as_mut().and_then(|objects| objects.remove(&key));
        drop(objects);
        drop(object);
    }

    fn shard(&self, key: usize) -> &Mutex<Option<FxHashMap<usize, T>>> {
        &self.shards[(key ^ (key >> 9)) / 8 % SHARDS]
    }
}
