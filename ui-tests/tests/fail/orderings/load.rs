use std::sync::Arc;
use std::sync::atomic::Ordering::{self, AcqRel, Release};
use std::sync::atomic::{self, AtomicBool, AtomicPtr, AtomicU64};

static FLAG: AtomicBool = AtomicBool::new(false);

struct Node {
    next: AtomicPtr<Node>,
    count: Arc<AtomicU64>,
}

#[datarace::check]
fn every_path() {
    FLAG.load(Ordering::Release);
    FLAG.load(AcqRel);
    FLAG.load(atomic::Ordering::Release);
    FLAG.load(std::sync::atomic::Ordering::AcqRel);
    AtomicBool::load(&FLAG, Release);
}

#[datarace::check]
fn every_receiver(node: &Node, boxed: Box<AtomicBool>) -> u64 {
    node.next.load(Ordering::Release);
    boxed.load(Ordering::Release);
    (&&FLAG).load(Ordering::Release);
    node.count.load(Ordering::Release)
}

fn main() {
    every_path();
}
