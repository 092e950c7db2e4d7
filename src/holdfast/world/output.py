"""Text written to standard output, whatever its encoding and whoever has stopped reading."""

import os
import sys


def open_closed_streams() -> None:
    """Open standard streams that were closed (``>&-``) on nothing, so that writing to them is no error.

    Their descriptors would otherwise go to the next files that are opened.
    """
    for descriptor in (0, 1, 2):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # The lowest number that is free is this one.
    for name, descriptor in (("stdout", 1), ("stderr", 2)):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(descriptor, "w", encoding="utf-8", errors="replace", closefd=False))


def write(text: str) -> None:
    """Write to stdout; what the terminal's encoding cannot show is spelled out.

    A reader that has seen enough, such as head, changes nothing, the exit code least of all. Raises
    :class:`~holdfast.errors.UsageError` where the text cannot be written, as on a full disk.
    """
    encoding = sys.stdout.encoding or "utf-8"
    try:
        sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding))
        sys.stdout.flush()
    except OSError as error:
        # What is still in the buffer would be tried, and complained about, once more at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            from holdfast.errors import UsageError

            raise UsageError(
                f"cannot write the output: {error.strerror}", remedy="make room, or write it elsewhere"
            ) from error
