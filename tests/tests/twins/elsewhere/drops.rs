//! A `Drop` in another file than its type.

use super::Split;
use std::sync::atomic::Ordering::Release;

impl Drop for Split<'_> {
    fn drop(&mut self) {
        self.0.store(true, Release);
    }
}
