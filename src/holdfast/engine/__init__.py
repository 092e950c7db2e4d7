"""The floors below put together: what the command line and every other surface calls. Prints nothing."""
