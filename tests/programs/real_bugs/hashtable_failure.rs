//! Who loses the race to install a table dereferences the winner's without acquiring it (parking_lot_core's hashtable,
//! thread_local's and boxcar's buckets, once_cell's OnceBox).
use super::either;
use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering};
use std::thread;

const FAILURE: Ordering = either(Ordering::Relaxed, Ordering::Acquire);

struct Table {
    entries: Box<[u32]>,
}

struct Tables {
    current: AtomicPtr<Table>,
}

#[datarace::check]
impl Tables {
    fn get(&self) -> &Table {
        let table = self.current.load(Ordering::Acquire);
        if table.is_null() {
            self.create()
        } else {
            unsafe { &*table }
        }
    }

    #[cold]
    fn create(&self) -> &Table {
        let new = Box::into_raw(Box::new(Table {
            entries: vec![9; 4].into_boxed_slice(),
        }));
        let result =
            self.current
                .compare_exchange(ptr::null_mut(), new, Ordering::Release, FAILURE);
        match result {
            Ok(_) => unsafe { &*new },
            Err(old) => unsafe {
                drop(Box::from_raw(new));
                &*old
            },
        }
    }
}

#[datarace::check]
impl Drop for Tables {
    fn drop(&mut self) {
        let table = *self.current.get_mut();
        if !table.is_null() {
            drop(unsafe { Box::from_raw(table) });
        }
    }
}

#[datarace::check]
pub fn body() {
    let tables = Tables {
        current: AtomicPtr::new(ptr::null_mut()),
    };
    thread::scope(|s| {
        for _ in 0..2 {
            s.spawn(|| {
                assert_eq!(tables.create().entries.len(), 4);
            });
        }
    });
    assert_eq!(tables.get().entries[0], 9);
}
