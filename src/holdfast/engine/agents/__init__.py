"""Coding agents: which files each of them reads, and what Holdfast has to say there."""
