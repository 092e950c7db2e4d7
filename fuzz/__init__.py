"""What must hold of any bytes, and a target that looks for bytes of which it does not."""
