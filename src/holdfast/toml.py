"""TOML of strangers, which may be made to be read without end: the standard library takes hours for ``a.a.a.a...``."""

import re
import tomllib
from tomllib import TOMLDecodeError
from typing import Any

__all__ = ["TOMLDecodeError", "loads"]

_DEEP = re.compile(r"""(?<![\w.-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){200}""")


def loads(text: str) -> dict[str, Any]:
    """Return the tables of a TOML text.

    Raises :class:`tomllib.TOMLDecodeError` for what is none, and ``ValueError`` for what may be TOML and is not read: keys
    of two hundred parts, numbers of thousands of digits, and nesting without end.
    """
    if _DEEP.search(text):
        raise ValueError("a key of more than two hundred parts")
    try:
        return tomllib.loads(text)
    except TOMLDecodeError:
        raise
    except RecursionError:
        raise ValueError("nested too deeply") from None
    except ValueError:
        raise ValueError("a number of thousands of digits") from None
