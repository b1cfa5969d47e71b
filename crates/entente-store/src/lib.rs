//! Keeps documents and events with their runs, and answers queries over them.
