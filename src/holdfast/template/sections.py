"""The headings of a template to section schemas."""

import re

from holdfast.markdown.blocks import Parse
from holdfast.markdown.header import CONTENTS
from holdfast.markdown.outline import Heading
from holdfast.markdown.plain import key, plain, slug
from holdfast.model.schema import Presence, SectionSchema, Undecided
from holdfast.model.verdict import Origin
from holdfast.patterns import pattern
from holdfast.records import replace
from holdfast.template.content import NOTHING_ASKED, read_content
from holdfast.template.directives import NONE, Directive
from holdfast.template.folding import SectionDraft, folded
from holdfast.template.guidance import guidance
from holdfast.template.placeholders import find_placeholders, placeholders_in
from holdfast.template.shown import about_template, name_behind, pattern_words, stands_in
from holdfast.template.wording import (
    first_sentence,
    opening_sentence,
    presence_said,
    said_beside,
    says_as_needed,
    says_to_choose,
    says_to_go,
    split_alternatives,
    split_marker,
)

_BY_NAME = "its name"
_TOUCHING = ("-->\n", "-->\r\n", "-->\r")
_COMMENT = pattern(r"<!--(?P<text>.*?)-->", re.DOTALL)
_QUOTE = pattern(r"^[ \t]*>[ \t]?", re.MULTILINE)
"""Some templates set their guidance as a quotation."""


class SectionCompiler:
    """Turns the outline of a template into the tree of section schemas."""

    def __init__(
        self,
        parse: Parse,
        headings: list[Heading],
        path: str,
        directives: dict[int, Directive],
        end: int,
        undecided: list[Undecided],
    ) -> None:
        """``end`` is where sections stop, before closing labels; ``undecided`` is added to."""
        self.parse = parse
        self.headings = headings
        self.path = path
        self.directives = directives
        self.end = end
        self.undecided = undecided
        self.below: dict[int, list[int]] = {}
        """Indices of the headings right below each heading, and below -1 those of the top."""
        for index, heading in enumerate(headings):
            self.below.setdefault(heading.parent, []).append(index)
        self.bodies = {heading.body for heading in headings}

    def compile(self, title: Heading | None) -> list[SectionSchema]:
        """Return the top-level sections; with a title, those directly below it."""
        parent = self.headings.index(title) if title else -1
        return self._children(parent, as_needed=False)

    def _children(self, parent: int, *, as_needed: bool, choice: bool = False) -> list[SectionSchema]:
        drafts = []
        guided = parent >= 0 and self.headings[parent].level > 1 and bool(self._own_text(parent))
        for index in self.below.get(parent, []):
            heading = self.headings[index]
            line = self.parse.line(heading.start)
            if not self._directive(line).has("ignore"):
                draft = self._section(index, heading, line)
                bare = guided and not draft.schema.children and not self._own_text(index)
                drafts.append(replace(draft, schema=replace(draft.schema, bare=True)) if bare else draft)
        if choice:
            drafts = [_chosen(one) for one in drafts]
        return folded(_as_others_are_marked(drafts), self.directives, self.undecided, as_needed=as_needed)

    def _directive(self, line: int) -> Directive:
        return self.directives.get(line, NONE)

    def _origin(self, heading: Heading) -> Origin:
        line = self.parse.line(heading.start)
        return Origin(self.path, line, self.parse.line_text(line))

    def _section(self, index: int, heading: Heading, line: int) -> SectionDraft:
        """Compile one heading with its body and its children."""
        directive = self._directive(line)
        origin = self._origin(heading)
        title, marked, condition = split_marker(heading.title)
        title, names = split_alternatives(title)
        stop = min(self._first_child(index, heading), self.end)
        body = self.parse.slice(heading.body, stop)
        because = "the marker in the heading" if marked else ""
        if marked is None:
            followed = index + 1 < len(self.headings) and self.headings[index + 1].start == stop
            marked, condition, because = self._presence(heading, origin.text, _openings(body, followed=followed))
        if marked is None and says_to_go(body):
            marked, because = Presence.OPTIONAL, "its text: the author is to take it out"
        if marked is None and (because := _needless(title)):
            marked = Presence.OPTIONAL
        visible = {text for text, _ in placeholders_in(self.parse, heading.start, heading.body)}
        placeholders = [one for one in find_placeholders(title) if one in visible]
        shown = pattern_words(title, placeholders)
        variable = shown is not None
        stem = key(shown or "")
        content = read_content(self.parse, heading.body, stop, self.path, self.directives)
        if stands_in(title):
            content = NOTHING_ASKED
        schema = SectionSchema(
            id=directive.values.get("id") or slug(shown if shown and stem else title),
            title=title,
            level=heading.level,
            origin=origin,
            number=heading.number,
            presence=marked or Presence.REQUIRED,
            condition=condition,
            because=because,
            when=directive.when,
            repeat=(0 if stands_in(title) else 1) if variable else None,
            stem=stem,
            aliases=(*directive.aliases, *names, *name_behind(title)),
            fields=content.fields,
            children=tuple(self._children(index, as_needed=says_as_needed(plain(body)), choice=says_to_choose(body))),
            items=content.items,
            tables=content.tables,
            fences=content.fences,
            bounds=directive.bounds(origin) or content.bounds,
            keep=body.strip() if directive.has("keep") else "",
            guidance="" if directive.has("keep") else guidance(body),
            closed=directive.has("closed"),
            ordered=directive.has("order"),
        )
        return SectionDraft(self._settle(schema, directive), variable, " ".join(_uncommented(body).split()))

    def _own_text(self, index: int) -> str:
        """Return what stands right below a heading, comments included."""
        heading = self.headings[index]
        return self.parse.slice(heading.body, min(self._first_child(index, heading), self.end)).strip()

    def _first_child(self, index: int, heading: Heading) -> int:
        following = self.headings[index + 1] if index + 1 < len(self.headings) else None
        return following.start if following else heading.end

    def _presence(self, heading: Heading, line: str, openings: list[str]) -> tuple[Presence | None, str, str]:
        """Ask the comment in the heading's line, then the one touching it from above, then the first sentences."""
        for (said, condition), because in (
            (said_beside(line), "the comment in the heading's line"),
            (presence_said(self._comment_above(heading)), "the comment above the heading"),
            *((presence_said(opening), "the first sentence") for opening in openings),
        ):
            if said:
                return said, condition, because
        return None, "", ""

    def _comment_above(self, heading: Heading) -> str:
        """Return the first sentence of a comment that ends on the line right above the heading.

        One that touches the heading before it as well belongs to that one.
        """
        before = self.parse.slice(max(0, heading.start - 2000), heading.start)
        comment = next(reversed(list(_COMMENT.finditer(before))), None) if before.endswith(_TOUCHING) else None
        if comment is None:
            return ""
        start = heading.start - len(before[comment.start() :].encode())
        return "" if start in self.bodies else first_sentence(comment["text"])

    def _settle(self, schema: SectionSchema, directive: Directive) -> SectionSchema:
        """Let the directive overrule what was inferred, or note that nothing decides a condition."""
        if repeat := directive.range("repeat"):
            stem = key(schema.title) if schema.repeat is None else schema.stem
            schema = replace(schema, repeat=repeat[1] if repeat[0] is None else repeat[0], stem=stem)
        if directive.when or any(directive.has(flag) for flag in ("example", "required", "optional")):
            schema = replace(schema, because="a directive")
        if directive.has("example"):
            schema = replace(schema, illustration=True, presence=Presence.OPTIONAL)
        if directive.when:
            return replace(schema, presence=Presence.CONDITIONAL)
        if directive.has("required"):
            return replace(schema, presence=Presence.REQUIRED)
        if directive.has("optional"):
            return replace(schema, presence=Presence.OPTIONAL)
        if schema.presence is Presence.CONDITIONAL:
            self.undecided.append(
                Undecided(schema.origin, schema.condition, "optional", "required-when=\"FIELD == 'VALUE'\" or optional")
            )
        return schema


def _chosen(draft: SectionDraft) -> SectionDraft:
    """Return a section that the author may leave out, because what is above it says so of all that stand there."""
    if draft.schema.because or draft.schema.presence is not Presence.REQUIRED:
        return draft
    because = "the text above: the author is to take out what does not apply"
    return replace(draft, schema=replace(draft.schema, presence=Presence.OPTIONAL, because=because))


def _as_others_are_marked(drafts: list[SectionDraft]) -> list[SectionDraft]:
    """Where a template says "required" of some sections, and "optional" of none beside them, those it says nothing of are optional."""
    said = [one.schema for one in drafts if one.schema.because and not one.schema.illustration]
    if not any(one.presence is Presence.REQUIRED for one in said) or any(
        one.presence is not Presence.REQUIRED and not one.because.startswith(_BY_NAME) for one in said
    ):
        return drafts
    others = {"presence": Presence.OPTIONAL, "because": "others are marked as required"}
    return [one if one.schema.because else replace(one, schema=replace(one.schema, **others)) for one in drafts]


def _needless(title: str) -> str:
    """Say why a section of this name is in no need of an answer of its own, or return the empty string."""
    if key(title) == "title":
        return f"{_BY_NAME}: a document's own title answers it"
    if key(title) in CONTENTS:
        return f"{_BY_NAME}: it only lists the others"
    return f"{_BY_NAME}: it is about the template" if about_template(title) else ""


def _openings(body: str, *, followed: bool) -> list[str]:
    """Return the first sentence of a section, be it prose or bracketed, behind that of the comment it begins with.

    A comment that only touches the heading it is ``followed`` by belongs to that one.
    """
    text = body.strip()
    comment = _COMMENT.match(text)
    if followed and comment and comment.end() == len(text) and body[:1] in ("\n", "\r") and body.endswith(_TOUCHING):
        return []
    prose = opening_sentence(plain(_QUOTE.sub("", _uncommented(text).strip()).split("\n\n")[0]))
    if comment and "holdfast:" not in comment["text"] and "hf:" not in comment["text"]:
        return [opening_sentence(comment["text"]), prose]
    return [prose]


def _uncommented(text: str) -> str:
    """Take the comments out of a text; behind the last end there are none, however often one begins."""
    end = text.rfind("-->") + 3
    return _COMMENT.sub("", text[:end]) + text[end:]
