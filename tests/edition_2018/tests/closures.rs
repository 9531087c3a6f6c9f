//! Closures that capture whole variables: annotated code compiles, and does what it does without us.
#![cfg(feature = "track")]

use std::collections::VecDeque;
use std::sync::Mutex;

struct Channel<T> {
    capacity: Option<usize>,
    queue: VecDeque<T>,
}

#[datarace::check]
fn has_room<T>(channel: &Mutex<Channel<T>>) -> bool {
    let channel = channel.lock().unwrap();
    channel
        .capacity
        .as_ref()
        .map(|capacity| channel.queue.len() < *capacity)
        .unwrap_or(true)
}

#[test]
fn a_closure_looks_behind_a_guard() {
    let channel = Mutex::new(Channel {
        capacity: Some(1),
        queue: VecDeque::new(),
    });
    assert!(has_room(&channel));
    channel.lock().unwrap().queue.push_back(1);
    assert!(!has_room(&channel));
}

#[datarace::check]
fn each(from: &[u32], list: &mut Vec<u32>, seen: &mut VecDeque<u32>) -> usize {
    from.iter().for_each(|value| {
        list.push(*value);
        seen.push_back(list.len() as u32);
    });
    let mut add = |value| list.push(value);
    add(1);
    list.len()
}

#[test]
fn a_closure_writes_through_references() {
    let (mut list, mut seen) = (Vec::new(), VecDeque::new());
    assert_eq!(each(&[5, 6], &mut list, &mut seen), 3);
    assert_eq!((list, seen), (vec![5, 6, 1], VecDeque::from(vec![1, 2])));
}

#[datarace::check]
fn later<'a>(list: &'a mut Vec<u32>) -> impl FnMut(u32) -> usize + 'a {
    move |value| {
        list.push(value);
        list.len()
    }
}

#[test]
fn a_closure_outlives_its_function() {
    let mut list = vec![1];
    assert_eq!(later(&mut list)(2), 2);
    assert_eq!(list, [1, 2]);
}
