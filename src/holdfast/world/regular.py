"""Files opened only where they are files: reading a pipe or a device of that name, or a link to one, may never end."""

import errno
import os
import stat
from io import FileIO


def open_regular(path: str) -> FileIO:
    """Open a regular file for reading, unbuffered; a link is followed.

    Raises ``OSError`` where there is none, or something else of that name.
    """
    file = FileIO(path, "rb", opener=_at_once)
    if stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        return file
    file.close()
    raise OSError(errno.EINVAL, "is no regular file", path)


def _at_once(path: str, flags: int) -> int:
    """Open without waiting for somebody who writes to a pipe."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
