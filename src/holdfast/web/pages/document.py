"""A document: rendered, with what is known of it beside its lines and below."""

from typing import Any

from holdfast.engine.required import Requirement, is_open, requirements
from holdfast.markdown.anchors import heading_anchors
from holdfast.markdown.outline import outline
from holdfast.markdown.parser import parse
from holdfast.model.outcome import Outcome
from holdfast.model.severity import Severity
from holdfast.model.verdict import Verdict
from holdfast.web import beside
from holdfast.web.addresses import link
from holdfast.web.measured import tables
from holdfast.web.prose import Surroundings, prose
from holdfast.web.rendering import Page
from holdfast.web.site import Site


def page(site: Site, path: str) -> Page:
    """Return the page of a document, or of another file of its set, which is shown as it is."""
    raw = site.panorama.raw(path)
    address = site.addresses.document(path)
    parsed = parse(raw)
    headings = outline(parsed)
    found = site.verdicts.get(path, [])
    proofs = site.panorama.proofs(lambda one: one == path) if path in site.panorama.documents else []
    known = path in site.panorama.documents
    asked = list(requirements(site.panorama.bound(path))) if known else []
    around = Surroundings(
        site.linker(path),
        site.pictured(path),
        below=beside.examples(site, path, parsed, proofs),
        heading=beside.demands(site, path, asked),
        diagram=link(address, "assets/diagram.html"),
    )
    chunks = prose(raw, beside.notes(site, path, found), around)
    data: dict[str, Any] = {
        "path": path,
        "title": site.title(path),
        "folder": path.rpartition("/")[0],
        "outline": _outline(
            headings, heading_anchors(parsed), [one.level for one in parsed.blocks if one.kind == "heading"]
        ),
        "chunks": chunks,
        "verdicts": sorted(found, key=lambda one: (-one.severity, one.position)),
        "counts": _counts(found),
        "proofs": proofs,
        "asked": [_asked(parsed, one) for one in asked],
        "unmet": sum(1 for one in asked if is_open(one)),
        "backlinks": [(other, site.title(other), one) for other, one in site.panorama.backlinks.get(path, [])],
        "edges": _edges(site, path) if known else [],
        "one": site.panorama.at_length(path) if known else None,
        "state": site.state,
        "late": site.panorama.documents[path].overdue(site.state.today) if known else [],
        "now": site.now,
        "tables": tables(site, path) if known else [],
        "burns": site.panorama.burns(path) if known else [],
        "type": site.panorama.documents[path].type if known else "",
        "template": _template(site, path) if known else "",
        "version": site.panorama.found.entries[path].version if known else "",
    }
    return Page(address, "document.html", site.title(path), data)


def _outline(headings: list[Any], anchors: list[str], levels: list[int]) -> list[tuple[int, str, str, str]]:
    """Return level, anchor, number and title of the headings that stand in no other block, the title left out."""
    # The anchors are those of all headings; those of the outline stand in the same order among them.
    tops = [(one.level, one.title, one.number) for one in headings]
    found, place = [], 0
    for level, anchor in zip(levels, anchors, strict=True):
        if place < len(tops) and tops[place][0] == level and _fits(anchor, tops[place][1]):
            found.append((level, anchor, tops[place][2], tops[place][1]))
            place += 1
    return found[1:] if found and found[0][0] == 1 else found


def _fits(anchor: str, title: str) -> bool:
    from holdfast.markdown.anchors import squeeze

    return not squeeze(title) or squeeze(title.partition("{#")[0])[:12] in squeeze(anchor)


def _counts(found: list[Verdict]) -> list[tuple[str, int]]:
    """Return how many verdicts there are of each word, the gravest first; nothing for those there is none of."""
    broken = [one for one in found if one.outcome is Outcome.BROKEN]
    counted = [
        (word.word, sum(1 for one in broken if one.severity is word))
        for word in (Severity.ERROR, Severity.WARNING, Severity.NOTE)
    ]
    counted += [
        (word.value, sum(1 for one in found if one.outcome is word))
        for word in (Outcome.STALE, Outcome.UNPROVEN, Outcome.WAIVED)
    ]
    return [one for one in counted if one[1]]


def _asked(parsed: Any, one: Requirement) -> dict[str, Any]:
    from holdfast.formats.schema.text import field_details, presence, section_details

    details = field_details(one.subject) if one.kind == "field" else "; ".join(section_details(one.subject))  # type: ignore[arg-type]
    return {
        "requirement": one,
        "presence": presence(one.subject),
        "details": details,
        "line": parsed.line(one.start) if one.start >= 0 else 0,
        "open": is_open(one),
    }


def _edges(site: Site, path: str) -> list[tuple[str, str, str]]:
    """Return how the document stands to others: verb, path and title."""
    verbs = {
        "supersedes": ("supersedes", "superseded by"),
        "requires": ("requires", "required by"),
        "links": ("links to", ""),
    }
    found = []
    for edge in site.panorama.graph.edges:
        if edge.source == path:
            found.append((verbs[edge.kind][0], edge.target, site.title(edge.target)))
        elif edge.target == path and verbs[edge.kind][1]:
            found.append((verbs[edge.kind][1], edge.source, site.title(edge.source)))
    return sorted(found)


def _template(site: Site, path: str) -> str:
    """Return the path of the template that a document is held to."""
    kind = site.panorama.documents[path].type
    return next((one.path for one in site.panorama.sets[path].templates if one.schema.name == kind), "")
