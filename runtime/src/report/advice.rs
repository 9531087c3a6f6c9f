//! The sentences of the reports: the one table.
//!
//! Lower case start, no final full stop. What is wrong, where (a label of a few words beside the place), what to change.

use std::fmt;

use crate::race::{MissingEdge, MissingKind, PathOperation};

/// The label beside the place where something is missing.
pub(crate) fn missing_label(kind: MissingKind, operation: Option<PathOperation>) -> String {
    let what = operation.map_or("operation", operation_name);
    match kind {
        MissingKind::PublishesNothing => format!("this {what} publishes nothing"),
        MissingKind::ReceivesNothing => format!("this {what} receives nothing"),
        MissingKind::SequenceCut => format!("this {what} ends the release sequence"),
        MissingKind::FenceMissing => format!("this {what} has no fence beside it"),
        MissingKind::FenceMisplaced => "this fence stands on the wrong side".to_owned(),
        MissingKind::ReadsOlder => format!("this {what} read an older value"),
        MissingKind::NotSequentiallyConsistent => format!("this {what} is not `SeqCst`"),
        MissingKind::NoPath => "nothing connects the two threads".to_owned(),
    }
}

fn operation_name(operation: PathOperation) -> &'static str {
    match operation {
        PathOperation::Store => "store",
        PathOperation::Load => "load",
        PathOperation::Update => "update",
        PathOperation::FailedExchange => "failed exchange",
        PathOperation::Fence => "fence",
        PathOperation::Publish(edge) | PathOperation::Receive(edge) => edge,
    }
}

impl fmt::Display for MissingEdge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&missing_label(self.kind, self.operation))
    }
}
