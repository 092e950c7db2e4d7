"""The numbers of headings skip one, or belong to another parent.

Readers look for the section that is not there, and references to it lead nowhere. Judged only where the
numbers are otherwise in order: at least three headings side by side, counted upwards, and left out in
one place only. Where a number is used twice, that is said instead, and the number of a template's
section that the document does without may be missing, as may one that the template itself skips. `holdfast fix` closes the gap, with the links that lead to
the headings behind it, where no text refers to one of their numbers.

```template
# [Title]

## 1. Context

[Why]

## 2. Decision

[What]
```

```document
# Cache

## 1. Context

Reads are slow.

### 1.1 Readers

Two harbours.

## 2. Decision

We cache.

### 1.2 Size

Ten entries.

## 4. Consequences

Writes are slower.
```

```verdict
15:1 section 1.2 stands under section 2
19:1 section 4 follows section 2
```
"""

from itertools import pairwise
from typing import NamedTuple

from holdfast.binding.document import Document
from holdfast.edits.renumber import renumber
from holdfast.markdown.outline import Heading
from holdfast.model.obligation import obligation
from holdfast.model.span import Span
from holdfast.model.verdict import Report

OBLIGATION = obligation("n n W -")
_MOST = 2
"""So many numbers may be missing in one place; a longer leap is a way of numbering."""
_FEWEST = 3


class _Numbered(NamedTuple):
    """A heading with its number taken apart."""

    prefix: str
    last: int
    heading: Heading
    place: int
    """In the outline."""


def judge(document: Document, report: Report) -> None:
    """Look at every list of numbered siblings."""
    siblings: dict[tuple[int, int], list[tuple[int, Heading]]] = {}
    for place, heading in enumerate(document.headings):
        if heading.number:
            siblings.setdefault((heading.parent, heading.level), []).append((place, heading))
    if not siblings:
        return
    in_order = {below: _in_order(headings) for below, headings in siblings.items()}
    for (parent, level), numbered in in_order.items():
        if not numbered:
            continue
        above = document.headings[parent] if parent >= 0 else None
        peers = in_order.get((above.parent, above.level)) if above and above.number else None
        if above and peers and _misplaced(above, numbered, peers):
            found = f"section {numbered[0].heading.number} stands under section {above.number}"
            _report(
                document,
                report,
                numbered[0].heading,
                found,
                {one.place: f"{above.number}.{one.last}" for one in numbered},
            )
        elif gap := _gap(document, numbered, (parent, level)):
            before, after = gap
            found = f"section {after.heading.number} follows section {before.heading.number}"
            leap = after.last - before.last - 1
            lead = f"{before.prefix}." if before.prefix else ""
            moved = {one.place: f"{lead}{one.last - leap}" for one in numbered if one.last >= after.last}
            _report(document, report, after.heading, found, moved)


def _report(document: Document, report: Report, heading: Heading, found: str, numbers: dict[int, str]) -> None:
    remedy = "number the sections again, and mend what refers to them"
    report(Span(heading.start, heading.body), found, remedy, fix=renumber(document, numbers))


def _in_order(headings: list[tuple[int, Heading]]) -> list[_Numbered]:
    """Return siblings whose numbers share all but the last part and rise; nothing where they do not."""
    found = []
    for place, heading in headings:
        prefix, _, last = heading.number.rpartition(".")
        if not last.isdigit():
            return []
        found.append(_Numbered(prefix, int(last), heading, place))
    rising = all(left.last < right.last for left, right in pairwise(found))
    return found if rising and len({one.prefix for one in found}) == 1 else []


def _misplaced(above: Heading, numbered: list[_Numbered], peers: list[_Numbered]) -> bool:
    """Tell whether the children count under a number that is that of another heading beside their parent."""
    prefix = numbered[0].prefix
    return prefix != above.number and len(peers) >= _FEWEST and any(one.heading.number == prefix for one in peers)


def _gap(document: Document, numbered: list[_Numbered], place: tuple[int, int]) -> tuple[_Numbered, _Numbered] | None:
    """Return the two headings around the only leap, where no heading without a number stands between them."""
    leaps = [pair for pair in pairwise(numbered) if pair[1].last - pair[0].last > 1]
    if len(numbered) < _FEWEST or len(leaps) != 1:
        return None
    before, after = leaps[0]
    if after.last - before.last - 1 > _MOST:
        return None
    absent = _absent(document)
    if all(f"{before.prefix}.{number}".lstrip(".") in absent for number in range(before.last + 1, after.last)):
        return None
    if _of_template(document, before.place) and _of_template(document, after.place):
        return None
    between = document.headings[before.place + 1 : after.place]
    return None if any((one.parent, one.level) == place for one in between) else leaps[0]


def _of_template(document: Document, place: int) -> bool:
    """Tell whether a heading has the very number that its section has in the template."""
    number = document.headings[place].number
    return any(one.place == place and one.schema.number == number for one in document.sections.bound)


def _absent(document: Document) -> set[str]:
    """Return the numbers of the template's sections that no heading of the document answers."""
    bound = {id(one.schema) for one in document.sections.bound}
    return {section.number for section in document.schema.walk() if id(section) not in bound}
