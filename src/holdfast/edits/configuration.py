"""The text of a ``holdfast.toml``: settings with a comment on each that says why it is there."""

import json
import re
from collections.abc import Sequence
from typing import NamedTuple

_BARE = re.compile(r"[A-Za-z0-9_-]+\Z")
_TOKEN = re.compile(
    r"""(?P<space>\s+|\#[^\n]*)|(?P<close>\])|,|"(?!"")(?:[^"\\\n]|\\.)*"|'(?!'')[^'\n]*'""", re.VERBOSE
)
"""What an array of strings is made of."""
_WIDE = 100


class Setting(NamedTuple):
    """One line of the file, ``key = value``, with the comment above it."""

    key: str
    value: object
    comment: str = ""
    off: bool = False
    """Written as a comment itself: an example to uncomment."""


class Table(NamedTuple):
    """One ``[type.NAME]`` table."""

    name: tuple[str, ...]
    entries: tuple[Setting, ...]
    comment: str = ""
    off: bool = False


def configuration_text(comment: str, entries: Sequence[Setting], tables: Sequence[Table]) -> str:
    """Return the whole file."""
    lines = [*_comment(comment), ""]
    for entry in entries:
        lines += [*_entry(entry), ""]
    return "\n".join(lines).rstrip("\n") + "\n" + "".join(f"\n{table_text(table)}" for table in tables)


def table_text(table: Table) -> str:
    """Return one table, with a line end."""
    head = f"[{'.'.join(map(_key, table.name))}]"
    lines = [*_comment(table.comment), f"# {head}" if table.off else head]
    for entry in table.entries:
        lines += _entry(entry._replace(off=entry.off or table.off))
    return "\n".join(lines) + "\n"


def without_types(text: str) -> str:
    """Return a configuration without its ``[type.NAME]`` tables and the comments that touch them; all else stays."""
    kept: list[str] = []
    inside = False
    for line in text.splitlines(keepends=True):
        if re.match(r"[ \t]*\[", line):
            inside = re.match(r"[ \t]*\[type\.", line) is not None
            while inside and kept and kept[-1].startswith("#"):
                kept.pop()
        if not inside:
            kept.append(line)
    return "".join(kept)


def with_tables(text: str, tables: Sequence[Table]) -> str:
    """Return a configuration with tables added at its end."""
    before = text.rstrip()
    return (f"{before}\n\n" if before else "") + "\n".join(table_text(table) for table in tables)


def with_patterns(text: str, name: str, patterns: Sequence[str]) -> str | None:
    """Return a configuration with patterns added to the ``documents`` of a type.

    ``None`` where the list cannot be found in the text, as where it is not written as an array in its own table.
    """
    head = re.search(
        rf"^[ \t]*\[type\.(?:{re.escape(name)}|\"{re.escape(name)}\")\][ \t]*(?:#.*)?$", text, re.MULTILINE
    )
    if head is None:
        return None
    rest = text[head.end() :]
    following = re.search(r"^[ \t]*\[", rest, re.MULTILINE)
    own = rest[: following.start()] if following else rest
    found = re.search(r"^[ \t]*documents[ \t]*=[ \t]*\[", own, re.MULTILINE)
    last = _last_value(own, found.end()) if found else None
    if last is None:
        return None
    added = ", ".join(toml_value(one) for one in patterns)
    before, at = own[:last], head.end() + last
    first = before.endswith("[")
    return f"{text[:at]}{'' if first or before.endswith(',') else ','}{'' if first else ' '}{added}{text[at:]}"


def _last_value(text: str, at: int) -> int | None:
    """Return where the last value of an array of strings ends, or its comma; ``None`` where it is another array.

    ``at`` is just behind the bracket that opens it.
    """
    last = at
    while found := _TOKEN.match(text, at):
        if found["close"]:
            return last
        at = found.end()
        last = last if found["space"] else at
    return None


def toml_value(value: object, wide: int = _WIDE) -> str:
    """Return a string, a number, a truth value or a list of these as TOML; a list that is wider takes a line for each."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, list | tuple):
        inner = [toml_value(one) for one in value]
        line = f"[{', '.join(inner)}]"
        return line if len(line) <= wide else "[\n" + "".join(f"    {one},\n" for one in inner) + "]"
    return str(value)


def _entry(entry: Setting) -> list[str]:
    lines = f"{_key(entry.key)} = {toml_value(entry.value)}".split("\n")
    return [*_comment(entry.comment), *(f"# {line}" if entry.off else line for line in lines)]


def _comment(text: str) -> list[str]:
    """Return a comment; what could end its line, as a file name may hold, is spelled out."""
    lines = text.split("\n") if text else []
    return [
        f"# {''.join(char if char.isprintable() else ascii(char)[1:-1] for char in line)}".rstrip() for line in lines
    ]


def _key(name: str) -> str:
    return name if _BARE.match(name) else toml_value(name)
