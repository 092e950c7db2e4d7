"""A new document, for people and programs: what was written, and what is left to fill in from the top."""

import os
from collections.abc import Iterator
from typing import Any

from holdfast.formats.escape import json_text, visible, visible_path
from holdfast.plural import counted


def render(made: Any, form: str, base: str) -> Iterator[str]:
    """Yield the report; ``base`` is the folder that paths are shown relative to."""
    if form == "json":
        yield json_text(_record(made), indent=2)
        return
    path = _shown(made, made.path, base)
    sheet = made.draft.sheet
    number = f"   number {sheet.naming.number}" if sheet.naming.number else ""
    yield f"{'would write' if made.dry else 'wrote'} {path}{number}   template {visible(sheet.home.template.path)}"
    for text in made.draft.texts[1:]:
        yield f"      and {_shown(made, text.path, base)}"
    if sheet.naming.waits:
        yield f"the number is given later: {visible(sheet.naming.waits)} stands in its place; --number N sets it"
    yield from _rows(made, base)
    if made.draft.omitted:
        yield f"left out as optional: {visible(', '.join(field.name for field in made.draft.omitted))}"
    if not made.bound:
        taken = f"takes it for {visible(made.held)}" if made.held else "does not find it"
        named = (
            f"holdfast init --type {visible(sheet.home.name)} {path}"
            if made.held
            else f"holdfast init --type {visible(sheet.home.name)}"
        )
        yield f"holdfast check {taken}, as nothing says otherwise: {named} settles it"
    yield ""
    count = len(made.blanks)
    yield (f"{counted(count, 'place')} to fill in, from the top:" if count else "nothing is left to fill in")
    width = min(max((len(one.where) for one in made.blanks), default=0), 30)
    for one in made.blanks:
        where = one.where if len(one.where) <= width else one.where[: width - 1] + "…"
        yield f"{one.line:>6}  {visible(where):<{width}}  {visible(one.words)}".rstrip()
    if made.verdicts:
        yield ""
        yield "holdfast check says of it:"
        for verdict in made.verdicts:
            yield f"{verdict.position.line:>6}  {verdict.severity.word} {verdict.slug}: {visible(verdict.found)}; {visible(verdict.remedy)}"


def _rows(made: Any, base: str) -> Iterator[str]:
    for one in made.draft.listings:
        page = _shown(made, one.page, base)
        if one in made.left:
            why = one.row.doubt or "the page changed meanwhile"
            yield f"not listed on {page}: {why}; its row would be"
            yield f"  {visible(one.row.text.strip())}"
            continue
        open_columns = f"   left empty: {visible(', '.join(one.row.open))}" if one.row.open else ""
        yield f"{'would list' if made.dry else 'listed'} on {page}:{one.line}{open_columns}"


def _shown(made: Any, path: str, base: str) -> str:
    return visible_path(os.path.relpath(os.path.join(made.root, path), base).replace(os.sep, "/"))


def _record(made: Any) -> dict[str, Any]:
    sheet = made.draft.sheet
    return {
        "version": 1,
        "path": visible(made.path),
        "written": not made.dry,
        "files": [visible(text.path) for text in made.draft.texts],
        "template": visible(sheet.home.template.path),
        "type": sheet.home.name,
        "number": sheet.naming.number or None,
        "bound": made.bound,
        "index": [
            {
                "path": visible(one.page),
                "row": visible(one.row.text),
                "line": None if one in made.left else one.line,
                "written": not made.dry and one not in made.left,
                "doubt": one.row.doubt or None,
                "empty": [visible(name) for name in one.row.open],
            }
            for one in made.draft.listings
        ],
        "omitted": [visible(field.name) for field in made.draft.omitted],
        "blanks": [{"line": one.line, "where": visible(one.where), "words": visible(one.words)} for one in made.blanks],
        "verdicts": [
            {
                "path": visible(one.path),
                "line": one.position.line,
                "slug": one.slug,
                "severity": one.severity.word,
                "found": visible(one.found),
                "remedy": visible(one.remedy),
            }
            for one in made.verdicts
        ],
    }
