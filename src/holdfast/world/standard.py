"""Standard input and output of a server, kept apart from what the programs that it starts, such as git, would read or write."""

import os
import sys
from typing import BinaryIO


def apart() -> tuple[BinaryIO, BinaryIO]:
    """Return what stood for standard input and output; in their places are nothing, and standard error."""
    stdin, stdout = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    with open(os.devnull, "rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return stdin, stdout
