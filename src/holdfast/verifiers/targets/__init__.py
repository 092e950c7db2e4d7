"""Targets held against measurements: which file a row names, what it holds, what follows, and how a cell is filled in."""
