"""TOML of a repository, which may be made to be read without end: the standard library takes hours for ``a.a.a.a...``."""

import re
import tomllib
from typing import Any

_DEEP = re.compile(r"(?<![\w.-])(?:[\w-]++\.){200}")


def loads(text: str) -> dict[str, Any]:
    """Return the tables of a TOML text; raises ``ValueError`` for what is none, and for keys of two hundred parts."""
    if _DEEP.search(text):
        raise ValueError("a key of more than two hundred parts")
    return tomllib.loads(text)
