"""The errors Holdfast raises on purpose; each becomes one clear line on stderr.

Anything else that escapes is a bug of ours and ends with exit code 70.
"""


class HoldfastError(Exception):
    """Something a person has to put right before Holdfast can go on.

    ``where`` is a path, with ``:line`` where one is known; ``remedy`` says what to do.
    """

    exit_code = 2

    def __init__(self, found: str, *, where: str = "", remedy: str = "") -> None:
        """Keep the parts apart, so that every surface can lay them out in its own way."""
        super().__init__(found)
        self.found = found
        self.where = where
        self.remedy = remedy

    def __str__(self) -> str:
        """``where: found; remedy``, with the parts that are there."""
        text = f"{self.where}: {self.found}" if self.where else self.found
        return f"{text}; {self.remedy}" if self.remedy else text


class UsageError(HoldfastError):
    """The command line or the configuration cannot be followed (exit code 2)."""


class TemplateError(HoldfastError):
    """A template says something that cannot be compiled, such as an unknown directive (exit code 2)."""


class WriteError(HoldfastError):
    """A file cannot be written; it is as it was (exit code 2)."""


class ChangedError(WriteError):
    """A file no longer holds what a change to it was made for."""


class Refused(HoldfastError):  # noqa: N818 - It is what the sandbox did, not a failure of ours.
    """What was asked for is done in a sandbox only, and there is none here (exit code 4)."""

    exit_code = 4
