"""What examples for Node have in common: how they lean on each other, one program for the compiler, one process each."""
