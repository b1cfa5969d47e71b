//! Turns bytes of any supported format into clean documents.
