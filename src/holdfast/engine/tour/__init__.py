"""A tour in two minutes: a repository with a history, made on the spot, and a story that is told in it."""
