"""Sessions at a prompt: read, run in a shell inside the sandbox, and compared with what they show."""
