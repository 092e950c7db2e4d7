"""Go examples as packages of the project's module: laid over it without writing to it, built at once, run one by one."""
