"""What a change means to the design, for people and programs."""
