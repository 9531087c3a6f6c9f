//! Turns a race into text, JSON, SARIF, HTML; decides nothing.
