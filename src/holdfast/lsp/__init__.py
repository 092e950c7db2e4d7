"""The language server: what the engine finds out, as editors ask for it. It translates, and never judges or executes."""
