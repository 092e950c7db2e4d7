"""What differs between two versions of one document, in the terms of its template."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from holdfast.binding.boxes import read_items
from holdfast.binding.document import Document
from holdfast.binding.examples import examples
from holdfast.binding.measures import Measure, measures
from holdfast.binding.waivers import read_waivers
from holdfast.engine.claims import claims_of
from holdfast.engine.stories import pairs
from holdfast.markdown.plain import key
from holdfast.model.claim import Claim
from holdfast.model.contrast import Contrast
from holdfast.model.example import Level
from holdfast.model.progress import Item
from holdfast.model.severity import Severity
from holdfast.verifiers import verifier_of
from holdfast.verifiers.examples.statements import stated

Settled = Callable[[Item], str]
"""Tells which commit ticked an item, as ``in 9a8b7c6``; empty where that is not known."""
Proven = Callable[[Claim], str]
"""Tells what evidence says of a claim; empty where it says nothing."""


class Lookup(NamedTuple):
    """What else can be found out about a document."""

    named: frozenset[str]
    """Keys of headings under which questions stand."""
    settled: Settled
    proven: Proven


def contrasts(old: Document, new: Document, lookup: Lookup) -> tuple[Contrast, ...]:
    """Return what differs, by kind and then in the order of the text."""
    found = [
        *_status(old, new),
        *_targets(old, new),
        *_waivers(old, new),
        *_items(old, new, lookup),
        *_sections(old, new),
        *_examples(old, new, lookup),
        *_fields(old, new),
    ]
    if old.title != new.title:
        found.append(Contrast("title", "changed", "title", old.title, new.title, line=1))
    return tuple(found)


def _status(old: Document, new: Document) -> Iterator[Contrast]:
    if old.status != new.status:
        field = new.fields.get("status")
        line = new.parse.line(field.span.start) if field else 0
        yield Contrast("status", "changed", "Status", old.status or "", new.status or "", line=line)


def _fields(old: Document, new: Document) -> Iterator[Contrast]:
    for id in dict.fromkeys([*old.fields, *new.fields]):
        if id in ("status", "title"):
            continue
        before, after = old.fields.get(id), new.fields.get(id)
        if before and after and before.value != after.value:
            line = new.parse.line(after.span.start)
            yield Contrast("field", "changed", after.name, before.value, after.value, line=line)
        elif after and not before:
            yield Contrast("field", "added", after.name, "", after.value, line=new.parse.line(after.span.start))
        elif before and not after:
            yield Contrast("field", "removed", before.name, before.value, line=old.parse.line(before.span.start))


def _targets(old: Document, new: Document) -> Iterator[Contrast]:
    """Compare the rows of tables that set a target beside what is reached, by their names."""
    before, after = _rows(old), _rows(new)
    for name in dict.fromkeys([*after, *before]):
        was, now = before.get(name), after.get(name)
        if was is None and now is not None:
            yield Contrast("target", "added", now.name, "", now.target, line=new.parse.line(now.span.start))
        elif now is None and was is not None:
            yield Contrast("target", "removed", was.name, was.target, line=old.parse.line(was.span.start))
        elif was and now:
            line = new.parse.line(now.span.start)
            same = was.actual == now.actual
            if was.target != now.target:
                note = (
                    "not measured since"
                    if same
                    else f"{now.column.lower()} {was.actual or 'nothing'} → {now.actual or 'nothing'}"
                )
                yield Contrast("target", "changed", now.name, was.target, now.target, note, line)
            elif not same:
                yield Contrast("measured", "changed", now.name, was.actual, now.actual, f"target {now.target}", line)


def _rows(document: Document) -> dict[str, Measure]:
    return {key(row.name): row for rows in measures(document) for row in rows if key(row.name)}


def _waivers(old: Document, new: Document) -> Iterator[Contrast]:
    before = Counter((one.slugs, one.reason) for one in read_waivers(old.parse, old.headings))
    waivers = read_waivers(new.parse, new.headings)
    after = Counter((one.slugs, one.reason) for one in waivers)
    lines = {(one.slugs, one.reason): new.parse.line(one.start) for one in waivers}
    for slugs, reason in after - before:
        yield Contrast("waiver", "added", ", ".join(slugs), "", reason, line=lines[slugs, reason])
    for slugs, reason in before - after:
        yield Contrast("waiver", "removed", ", ".join(slugs), reason)


def _items(old: Document, new: Document, lookup: Lookup) -> Iterator[Contrast]:
    before, after = (read_items(one.parse, one.headings, lookup.named) for one in (old, new))
    known = pairs(before, after)
    kept = {id(pair.old) for pair in known.values()}
    found: list[Contrast] = []
    for place, item in enumerate(after):
        pair = known.get(place)
        found += list(_of_item(pair.old, item, lookup, reworded=pair.reworded)) if pair else [_new(item, lookup)]
    found += [Contrast(one.kind, "removed", one.text, line=one.line) for one in before if id(one) not in kept]
    yield from sorted(found, key=lambda one: one.kind != "question")


def _new(item: Item, lookup: Lookup) -> Contrast:
    note = f"{_tick(item)} {lookup.settled(item)}".strip() if item.done else ""
    return Contrast(item.kind, "added", item.text, note=note, line=item.line)


def _of_item(old: Item, new: Item, lookup: Lookup, *, reworded: bool) -> Iterator[Contrast]:
    if old.done != new.done:
        did = _tick(new) if new.done else "reopened" if new.kind == "question" else "unticked"
        commit = lookup.settled(new) if new.done else ""
        lacking = "without an answer" if new.kind == "question" and new.done and not new.answered else ""
        note = ", ".join(one for one in (commit, lacking) if one)
        yield Contrast(new.kind, did, new.text, note=note, line=new.line)
    if reworded:
        yield Contrast(new.kind, "reworded", new.text, old.text, new.text, line=new.line)
    elif key(old.group) != key(new.group) and _phase(old.group) != _phase(new.group):
        yield Contrast(new.kind, "moved", new.text, old.group, new.group, line=new.line)


def _tick(item: Item) -> str:
    return "answered" if item.kind == "question" else "ticked"


def _phase(title: str) -> str:
    """Return the number of a phase, so that a new name for one is no move of all that stands under it."""
    return "".join(word for word in key(title).split()[:2] if word.isdigit()) or key(title)


def _sections(old: Document, new: Document) -> Iterator[Contrast]:
    before, after = ([one for one in document.headings if one.level > 1] for document in (old, new))
    had, has = Counter(key(one.title) for one in before), Counter(key(one.title) for one in after)
    gone, come = had - has, has - had
    for headings, left, did, document in ((after, come, "added", new), (before, gone, "removed", old)):
        for one in headings:
            if left[key(one.title)] > 0:
                left[key(one.title)] -= 1
                yield Contrast("section", did, f"{one.number} {one.title}".strip(), line=document.parse.line(one.start))


def _examples(old: Document, new: Document, lookup: Lookup) -> Iterator[Contrast]:
    before, after = ({one.id: one for one in _claims(document, new.path)} for document in (old, new))
    moved = {one.inputs for id, one in before.items() if id not in after}
    moved &= {one.inputs for id, one in after.items() if id not in before}
    for id, claim in after.items():
        if id not in before and claim.inputs not in moved:
            yield _example(claim, "added", new, lookup.proven(claim))
        elif id in before and before[id].inputs != claim.inputs:
            yield _example(claim, "changed", new, lookup.proven(claim))
    for id, claim in before.items():
        if id not in after and claim.inputs not in moved:
            yield _example(claim, "removed", old, "")


def _claims(document: Document, path: str) -> Sequence[Claim]:
    """Return the examples of a document as claims under its path of today, so that a rename changes no identity."""
    found = examples(path, document.parse, document.headings)
    return list(claims_of(verifier_of("example"), path, document.parse, stated(found, Level.COMPARED), Severity.ERROR))


def _example(claim: Claim, did: str, document: Document, note: str) -> Contrast:
    around = [one for one in document.headings if one.start <= claim.of.span.start < one.end]
    where = f"{around[-1].number} {around[-1].title}".strip() if around else ""
    name = f"{where} ({claim.name})" if where and claim.name else where or claim.name or "example"
    return Contrast("example", did, name, note=note, line=claim.position.line)
