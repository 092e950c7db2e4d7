"""The state of a design, for people and programs."""
