//! The spinning lock: whoever holds it is alone with its content.

use super::every;
use crate::tracker::spin::Spin;
use loom::sync::Arc;
use loom::thread;

#[test]
fn who_holds_the_spinning_lock_is_alone() {
    every(|| {
        // The content is a cell of loom's: it says so if two accesses are not ordered.
        let lock = Arc::new(Spin::new(0_u32));
        let other = {
            let lock = lock.clone();
            thread::spawn(move || *lock.lock() += 1)
        };
        *lock.lock() += 1;
        other.join().expect("the other thread does not panic");
        assert_eq!(*lock.lock(), 2);
    });
}
