//! The default knowledge, embedded as text and bytes. No logic lives here.
