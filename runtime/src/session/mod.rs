//! Sessions, configuration, the race log, globals.
