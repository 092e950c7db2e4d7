"""How Python examples are run: who shares a process, what happens inside the sandbox, and what is made of it."""
