//! The graph, roll-ups, findings and layout; pure.
