"""Siblings of a template that only show a pattern, folded into one repeatable section each."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from holdfast.markdown.plain import key
from holdfast.model.schema import Presence, SectionSchema, Undecided
from holdfast.patterns import pattern
from holdfast.records import record, replace
from holdfast.template.directives import NONE, Directive
from holdfast.template.placeholders import find_placeholders

_AND_SO_ON = pattern(
    r"[\[({<]?(?:…|\.{3}|(?:add|continue|repeat)\b.*\b(?:more|needed|pattern|others?|further|additional)\b|more\b.*(?:needed|…|\.{3}))",
    re.IGNORECASE,
)
"""A heading that only says that more of the same may follow."""


@record
class SectionDraft:
    """A section with what decides whether it folds with its siblings."""

    schema: SectionSchema
    variable: bool
    """Its title is, or holds, something to replace or to count."""
    body: str
    """The text before its first child, for comparing siblings."""


def says_more(title: str) -> bool:
    """Tell whether a heading only says that more of the same may follow."""
    return _AND_SO_ON.match(title) is not None


def folded(
    drafts: Sequence[SectionDraft], directives: Mapping[int, Directive], undecided: list[Undecided], *, as_needed: bool
) -> list[SectionSchema]:
    """Return the sections that siblings are, each with an id of its own.

    ``directives`` are those of the template by line; what is guessed is added to ``undecided``; ``as_needed`` says that
    the section above leaves their number to the author.
    """
    found: list[SectionSchema] = []
    groups: dict[str, int] = {}
    for draft in _illustrations(drafts, directives, undecided):
        schema = draft.schema
        if says_more(schema.title):
            continue
        if not draft.variable:
            found.append(schema)
        elif schema.stem in groups:
            first = found[groups[schema.stem]]
            found[groups[schema.stem]] = replace(first, children=_below_any(first, schema))
        else:
            groups[schema.stem] = len(found)
            free = as_needed or schema.presence is not Presence.REQUIRED
            said = directives.get(schema.origin.line, NONE).values.get("repeat")
            found.append(replace(schema, repeat=0) if free and not said else schema)
    return list(_numbered(found))


def _below_any(first: SectionSchema, other: SectionSchema) -> tuple[SectionSchema, ...]:
    """Return what may stand below each of several sections that fold into one.

    Where the template shows it below some of them only, as stories below the phases that bring them, none has to have it.
    """
    if first.children or not other.children:
        return first.children
    because = "others of its kind go without"
    return tuple(
        one
        if one.presence is not Presence.REQUIRED
        else replace(one, presence=Presence.OPTIONAL, because=because, repeat=one.repeat and 0)
        for one in other.children
    )


def _illustrations(
    drafts: Sequence[SectionDraft], directives: Mapping[int, Directive], undecided: list[Undecided]
) -> list[SectionDraft]:
    """Siblings that share their first word and their whole placeholder body illustrate a pattern.

    ``From FastAPI`` and ``From NestJS``, both holding only ``[Migration steps]``, show what a
    heading here may look like; they do not demand these two. A directive settles it.
    """
    by_word: dict[tuple[str, str], list[int]] = {}
    for index, draft in enumerate(drafts):
        words = key(draft.schema.title).split()
        if not draft.variable and len(words) > 1 and find_placeholders(draft.body) == [draft.body]:
            by_word.setdefault((words[0], draft.body), []).append(index)
    result = list(drafts)
    for (word, _), members in by_word.items():
        if len(members) < 2 or any(_said(drafts[index], directives) for index in members):
            continue
        for index in members:
            schema = replace(drafts[index].schema, stem=word, repeat=0, illustration=True, presence=Presence.OPTIONAL)
            result[index] = replace(drafts[index], schema=schema, variable=True)
            if not drafts[index].schema.illustration:
                asked = ("an illustration or a demand?", "an illustration", "required or example")
                undecided.append(Undecided(schema.origin, *asked))
    return result


def _said(draft: SectionDraft, directives: Mapping[int, Directive]) -> bool:
    directive = directives.get(draft.schema.origin.line, NONE)
    return directive.has("required") or directive.has("optional")


def _numbered(sections: Iterable[SectionSchema]) -> Iterator[SectionSchema]:
    """Number the ids of siblings with one title."""
    seen: dict[str, int] = {}
    for section in sections:
        count = seen[section.id] = seen.get(section.id, 0) + 1
        yield section if count == 1 else replace(section, id=f"{section.id}-{count}")
