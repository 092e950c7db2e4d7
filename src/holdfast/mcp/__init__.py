"""For agents: a server of the Model Context Protocol with a few tools that only read; executes nothing."""
