"""Everything outside the process: files, git, caches, processes, the sandbox, the network, packages and results."""
