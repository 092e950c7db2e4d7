"""Everything outside the process: files, and later git, the sandbox and the network."""
