//! Turns a race into text, JSON, SARIF, HTML; decides nothing.

mod advice;
