"""``<!-- holdfast: ... -->`` in a template: what a team says where ordinary text does not decide."""

import re

from holdfast.errors import TemplateError
from holdfast.markdown.blocks import Parse
from holdfast.model.condition import Condition, parse_condition
from holdfast.model.schema import Bound, FieldKind
from holdfast.model.verdict import Origin
from holdfast.patterns import pattern
from holdfast.records import field, mutable

_COMMENT = pattern(rb"<!--\s*(?:holdfast|hf):(?P<body>.{0,2000}?)-->", re.DOTALL)
_PAIR = pattern(
    r"""[\s,;]*(?P<key>[a-z][a-z-]*)(?:\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s,;"']+)))?"""
)

FLAGS = frozenset(
    {"optional", "required", "example", "open", "closed", "order", "guidance", "keep", "ignore", "advice"}
)
"""Keys without a value."""
VALUED = frozenset({"id", "required-when", "repeat", "alias", "type", "sentences", "words", "since"})
"""Keys with a value."""


@mutable
class Directive:
    """All that is said about one line of the template."""

    flags: set[str] = field(default_factory=set)
    values: dict[str, str] = field(default_factory=dict)

    def has(self, flag: str) -> bool:
        """Tell whether a flag is set."""
        return flag in self.flags

    @property
    def aliases(self) -> tuple[str, ...]:
        """Other names, separated by ``|``."""
        return tuple(name.strip() for name in self.values.get("alias", "").split("|") if name.strip())

    @property
    def when(self) -> Condition | None:
        """The condition of ``required-when``, already known to parse."""
        text = self.values.get("required-when")
        return parse_condition(text) if text else None

    def range(self, key: str) -> tuple[int | None, int | None] | None:
        """Read ``sentences="2-3"`` or ``words=50`` (an upper bound) as a low and a high end."""
        text = self.values.get(key)
        if not text:
            return None
        low, dash, high = text.partition("-")
        return (int(low), int(high)) if dash else (None, int(low))

    def bounds(self, origin: Origin) -> tuple[Bound, ...]:
        """Return the lengths that ``sentences`` and ``words`` ask for."""
        found = ((unit, self.range(unit)) for unit in ("sentences", "words"))
        return tuple(Bound(unit, *ends, origin) for unit, ends in found if ends)


NONE = Directive()


def read_directives(parse: Parse, path: str) -> dict[int, Directive]:
    """Return the directives of a template by the 1-based line they govern.

    A comment on a line with other text governs that line; on a line of its own it governs the
    heading right above it, else the next line that holds something. One in a code block says nothing.

    Raises :class:`TemplateError` for an unknown key or a value that cannot be read.
    """
    found: dict[int, Directive] = {}
    headings = {parse.line(one.end - 1): parse.line(one.start) for one in parse.blocks if one.kind == "heading"}
    for match in _COMMENT.finditer(parse.source):
        if parse.covered(match.start(), "code") or parse.in_block(match.start(), "fence", "code"):
            continue
        line = parse.line(match.start())
        directive = found.setdefault(_governed(parse, headings, line, parse.line(match.end() - 1)), Directive())
        _read(match["body"].decode("utf-8", "replace"), directive, f"{path}:{line}")
    return found


def _governed(parse: Parse, headings: dict[int, int], first: int, last: int) -> int:
    """Return the line a comment speaks of; ``headings`` are first lines of headings by their last lines."""
    bare = re.sub(r"<!--.*?(?:-->|\Z)", "", parse.line_text(first)).strip(" -*+>")
    if bare:
        return first
    above = first - 1
    while above >= 1 and (not parse.line_text(above) or parse.line_text(above).startswith("<!--")):
        above -= 1
    if above in headings:
        return headings[above]
    below = last + 1
    while below <= len(parse.lines) and (not parse.line_text(below) or parse.line_text(below).startswith("<!--")):
        below += 1
    return below


def _read(body: str, directive: Directive, where: str) -> None:
    """Add the keys of one comment to what is said about its line."""
    at = 0
    body = body.strip()
    while at < len(body):
        pair = _PAIR.match(body, at)
        if pair is None:
            raise TemplateError(
                f"cannot read the directive at {body[at:]!r}", where=where, remedy='write key or key="value"'
            )
        at = pair.end()
        key = pair["key"]
        value = next((pair[name] for name in ("double", "single", "bare") if pair[name] is not None), None)
        if key in FLAGS and value is None:
            directive.flags.add(key)
        elif key in VALUED and value:
            _check(key, value, where)
            directive.values[key] = value
        else:
            raise TemplateError(
                _complaint(key), where=where, remedy=f"the keys are {', '.join(sorted(FLAGS | VALUED))}"
            )


def _check(key: str, value: str, where: str) -> None:
    """Refuse a value that cannot be used, where its line is still known."""
    if key == "required-when":
        try:
            parse_condition(value)
        except ValueError as error:
            raise TemplateError(
                f"required-when: {error}", where=where, remedy="write for example required-when=\"category == 'Core'\""
            ) from error
    elif key == "type" and value not in set(FieldKind):
        raise TemplateError(f"there is no type {value!r}", where=where, remedy=f"the types are {', '.join(FieldKind)}")
    elif key in ("sentences", "words", "repeat") and not re.fullmatch(r"\d{1,6}(?:-\d{1,6})?", value):
        raise TemplateError(
            f"{key} wants a number or a range, not {value!r}", where=where, remedy=f"write {key}=3 or {key}=2-3"
        )


def _complaint(key: str) -> str:
    if key in FLAGS:
        return f"the directive {key} takes no value"
    if key in VALUED:
        return f"the directive {key} needs a value"
    return f"there is no directive {key!r}"
