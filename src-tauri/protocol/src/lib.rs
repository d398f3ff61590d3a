//! What passes between the window and the backend; serde only, no host.
