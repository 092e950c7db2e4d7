"""Two states of a corpus, compared: for people and programs."""
