//! A closure of a wrong type is named where it stands, or where the call that takes it does.

use std::sync::mpsc::Sender;
use std::sync::{Condvar, Mutex};

#[datarace::check]
fn closures(condvar: &Condvar, lock: &Mutex<bool>, sender: &Sender<u32>) {
    let guard = lock.lock().unwrap();
    let _guard = condvar.wait_while(guard, |pending: &u32| *pending > 1);
    sender.send(|| 3).unwrap();
}

fn main() {}
