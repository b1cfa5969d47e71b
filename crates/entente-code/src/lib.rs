//! Applies an ontology's rules to say who did what to whom, and who says so.
