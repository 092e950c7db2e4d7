"""Rust examples as the modules of one crate: laid out, compiled at once, and run one process each."""
