"""What is said beside the lines of a document: verdicts in the margin, evidence below examples, template lines at headings."""

from collections.abc import Callable, Sequence

from markupsafe import Markup

from holdfast.engine.required import Requirement
from holdfast.markdown.blocks import Parse
from holdfast.model.claim import Proof
from holdfast.model.outcome import Outcome
from holdfast.model.severity import Severity
from holdfast.model.verdict import Verdict
from holdfast.web.addresses import link
from holdfast.web.prose import Note
from holdfast.web.rendering import environment
from holdfast.web.site import Site

LEVELS = ("listed", "parsed", "types checked", "ran", "output compared")
"""How far an example was tried, in words, by level."""


def notes(site: Site, path: str, found: Sequence[Verdict]) -> list[Note]:
    """Return a note for each verdict about a place of the document."""
    write = environment().get_template("note.html").render
    page = site.addresses.document(path)
    made = []
    for number, one in enumerate(found, 1):
        if one.severity is Severity.OFF and one.outcome is not Outcome.WAIVED:
            continue
        template = site.addresses.template(one.requirement.path) if one.requirement else ""
        at = f"{link(page, template)}#L{one.requirement.line}" if template and one.requirement else ""
        html = write(verdict=one, number=number, template=at)
        made.append(Note(one.span.start, str(html), one.position.line))
    return made


def examples(site: Site, path: str, parsed: Parse, proofs: Sequence[Proof]) -> Callable[[int], str]:
    """Return a function that says what is known of the example that starts at an offset."""
    write = environment().get_template("example.html").render
    page = site.addresses.document(path)
    by_line = {one.position.line: one for one in proofs}

    def below(start: int) -> str:
        one = by_line.get(parsed.line(start) + 1) or by_line.get(parsed.line(start))
        if one is None or not (one.asked or one.outcome):
            return ""
        last = next(iter(site.panorama.runs(one.claim, 1)), None)
        return write(
            proof=one,
            last=last,
            reached=LEVELS[one.reached],
            asked=LEVELS[one.asked],
            to=link(page, site.addresses.claim(one.claim)),
        )

    return below


def demands(site: Site, path: str, asked: Sequence[Requirement]) -> Callable[[int], str]:
    """Return a function that names the template line behind the section whose heading starts at an offset."""
    page = site.addresses.document(path)
    write = environment().get_template("demand.html").render
    at = {one.start: one for one in asked if one.kind == "section" and one.start >= 0}

    def heading(start: int) -> str:
        one = at.get(start)
        template = site.addresses.template(one.origin.path) if one else ""
        if one is None or not template:
            return ""
        return str(Markup(write(one=one, to=f"{link(page, template)}#L{one.origin.line}")))  # noqa: S704 - Escaped there.

    return heading
