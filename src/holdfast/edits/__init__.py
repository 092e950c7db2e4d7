"""Changes to text, span-exact: what the edits leave alone stays as it is, byte for byte. Nothing here writes a file."""
