//! Report model and pages to deterministic PDF bytes; pure, versioned templates.
