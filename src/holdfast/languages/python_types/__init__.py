"""How the types of Python examples are checked: all of them in one batch, by one process, in the sandbox."""
