//! Waits with a condition or a timeout, in an exploration: the waiting is done here, std's own call only has to return.
//!
//! The condition runs inside std's call, which has the guard; a copy of it (`held::Kept`) gives up the real lock meanwhile.
//! Whether a timeout fires is the exploration's choice: real time never ends such a wait, and the answer is put into the result.
//! Not covered: conditions that are no closure in place, or that leave by `return` or `?`.

use crate::event::{SyncCall, SyncObject, SyncOperation};
use crate::hooks::{kick, pending};
use crate::site::Site;
use crate::tracker;
use std::cell::Cell;
use std::sync::WaitTimeoutResult;

thread_local! {
    /// Whether the present wait of this thread was ended by its timeout.
    static TIMED_OUT: Cell<bool> = const { Cell::new(false) };
}

/// A wait with a condition begins.
pub(crate) fn waits() {
    TIMED_OUT.set(false);
}

/// A wait has ended.
pub(crate) fn waited() {
    TIMED_OUT.set(tracker::has_timed_out().unwrap_or(false));
}

/// The answer for the result; `None` if it cannot be made.
pub(crate) fn timed_out(read: fn(&WaitTimeoutResult) -> bool) -> Option<WaitTimeoutResult> {
    if size_of::<WaitTimeoutResult>() != size_of::<bool>() {
        return None;
    }
    let answer = TIMED_OUT.get();
    // SAFETY: `WaitTimeoutResult` is as wide as a `bool` and answers a `bool`, so it holds that one; that it does not hold the
    // opposite is compared below.
    let result: WaitTimeoutResult = unsafe { core::mem::transmute(answer) };
    (read(&result) == answer).then_some(result)
}

/// The condition of the wait at `site` has answered; where it says that it must wait, the wait happens now.
pub(crate) fn condition<B>(answer: B, site: &'static Site) -> B {
    let Some(call) = pending::conditional(site) else {
        return answer;
    };
    let SyncObject::Address(condvar) = call.condvar else {
        return answer;
    };
    if call.is_kicked {
        kick::end(condvar);
        pending::kicked(site, false);
    }
    let Some(must_wait) = bool_of(&answer) else {
        return answer;
    };
    if !must_wait {
        TIMED_OUT.set(false);
        return answer;
    }
    if TIMED_OUT.get() {
        // Its timeout has fired, and it would still have to wait: the call returns now, as std's does.
        return no(answer);
    }
    let mut kept = call.kept;
    let wait = SyncCall {
        operation: SyncOperation::CondvarWait {
            mutex: kept.address,
            timed: call.timed,
        },
        object: call.condvar,
        site,
    };
    kept.without_lock(&mut || tracker::sync_before(&wait));
    waited();
    pending::kicked(site, true);
    kick::begin(condvar);
    answer
}

fn bool_of<B>(answer: &B) -> Option<bool> {
    let is_bool = core::any::type_name::<B>() == core::any::type_name::<bool>();
    // SAFETY: `B` is `bool` itself: no other type bears its name.
    is_bool.then(|| unsafe { core::ptr::from_ref(answer).cast::<bool>().read() })
}

/// "It need not wait."
fn no<B>(mut answer: B) -> B {
    // SAFETY: `bool_of` has answered for this value, so it is a `bool`.
    unsafe { (&raw mut answer).cast::<bool>().write(false) };
    answer
}
