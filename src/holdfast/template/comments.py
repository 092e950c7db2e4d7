"""The comments of a template: what it tells the author without showing it to readers."""

import re
from typing import NamedTuple

from holdfast.markdown.blocks import Parse
from holdfast.model.schema import Comment
from holdfast.model.verdict import Origin
from holdfast.patterns import pattern

_TOOL = pattern(
    r"(?:/?(?:markdownlint|prettier|toc|tocstop|vale|cspell|textlint|remark|rumdl|lint|eslint|spell-?check|alex|lychee|doctoc|mdformat|pandoc|vim|fmt)\b"
    r"|(?:BEGIN|START|END|STOP)\b|SPDX-|copyright\b|-\*-|[\w-]+:?\s*(?:begin|start|end|stop|on|off|disable|enable|ignore)\b)",
    re.IGNORECASE,
)
"""What speaks to a program, which authors have to keep."""
_LICENCE = pattern(
    r"\bSPDX-License|\b(?:licensed )?under the [^.]{1,60}\blicen[sc]e\b|\ball rights reserved\b", re.IGNORECASE
)
"""What tells on which terms a text may be used, which every document repeats."""
_MAY_STAY = pattern(
    r"\b(?<!not )(?<!n't )(?:leave|keep|retain)\b[^.]{0,40}\bcomments?\b|\b(?:move|put)\b[^.]{0,40}\binto (?:this|the|a) comments?\b"
    r"|\bfeel free to (?:remove|delete)\b[^.]{0,40}\bcomments?\b",
    re.IGNORECASE,
)
"""A template that allows its comments to stay, as that of the EIPs did, leaves it to the author to remove them or
has the author move its words into them."""
_BOUNDARY = pattern(
    r"\b(?:do not|don't|never) (?:edit|change|modify|touch|alter|remove|delete)\b[^.]{0,40}\b(?:above|below|this line|this comment)\b",
    re.IGNORECASE,
)
"""What marks off lines that nobody is to change, and has to stay with them."""
_SHORT = 20
"""Below so many characters a comment may be repeated by chance."""


class PlacedComment(NamedTuple):
    """A comment with its offsets."""

    text: str
    """What stands between its marks, white space folded."""
    start: int
    end: int


def find_comments(parse: Parse) -> list[PlacedComment]:
    """Return the comments of a text in order; those in code are none."""
    found = []
    start = parse.source.find(b"<!--")
    while start >= 0 and (end := parse.source.find(b"-->", start + 4)) >= 0:
        if not parse.covered(start, "code") and not parse.in_block(start, "fence", "code"):
            found.append(PlacedComment(" ".join(parse.slice(start + 4, end).split()), start, end + 3))
            start = end
        start = parse.source.find(b"<!--", start + 3)
    return found


def collect_comments(parse: Parse, path: str) -> tuple[Comment, ...]:
    """Return the comments of a template that authors are to take out; directives and those for programs are none."""
    found: dict[str, Comment] = {}
    comments = find_comments(parse)
    if any(_MAY_STAY.search(one.text) for one in comments):
        return ()
    for one in comments:
        if len(one.text) < _SHORT or is_directive(one.text) or _is_for_others(one.text):
            continue
        line = parse.line(one.start)
        found.setdefault(one.text, Comment(one.text, Origin(path, line, parse.line_text(line))))
    return tuple(found.values())


def _is_for_others(text: str) -> bool:
    """Tell whether a comment speaks to a program, to lawyers or to everybody who comes after the author."""
    return _TOOL.match(text) is not None or any(one.search(text) for one in (_LICENCE, _BOUNDARY))


def is_directive(text: str) -> bool:
    """Tell whether a comment speaks to Holdfast."""
    return text.startswith(("holdfast:", "hf:"))
