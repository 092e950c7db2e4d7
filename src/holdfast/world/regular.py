"""Files opened only where they are files: a pipe or a device of that name, or a link to one, would never end."""

import errno
import os
import stat
from io import FileIO

_AT_ONCE = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
"""A pipe that nobody writes to would keep whoever opens it waiting."""


def open_regular(path: str) -> FileIO:
    """Open a regular file for reading, unbuffered; a link is followed.

    Raises ``OSError`` where there is none, or something else of that name.
    """
    fd = os.open(path, os.O_RDONLY | _AT_ONCE)
    try:
        mode = os.fstat(fd).st_mode
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path)
        if not stat.S_ISREG(mode):
            raise OSError(errno.EINVAL, "is no regular file", path)
        return FileIO(fd, "rb")
    except BaseException:
        os.close(fd)
        raise
