"""Commands whose libraries come with an extra: where one is missing, it is said in one line with what installs it."""

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def needs(extra: str) -> Iterator[None]:
    """Say what to install where a library cannot be imported inside of the block.

    Raises :class:`~holdfast.errors.UsageError` then.
    """
    try:
        yield
    except ImportError as error:
        if (error.name or "").partition(".")[0] == "holdfast":
            raise
        from holdfast.errors import UsageError

        raise UsageError(
            f"this needs {error.name}, which is not installed", remedy=f"pip install 'holdfast[{extra}]'"
        ) from error
