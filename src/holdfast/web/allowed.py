"""What HTML of a document may reach a page: an allow-list, enforced by ammonia, which parses as browsers do.

No attribute that loads, runs or styles anything is on it; ids that the pages use themselves are kept from documents.
"""

from collections.abc import Callable

import nh3

_TAGS = frozenset(
    [
        "a",
        "abbr",
        "b",
        "blockquote",
        "br",
        "cite",
        "code",
        "dd",
        "del",
        "details",
        "dfn",
        "div",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "img",
        "ins",
        "kbd",
        "li",
        "mark",
        "ol",
        "p",
        "pre",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "summary",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "u",
        "ul",
        "var",
        "wbr",
    ]
)
_ATTRIBUTES = {
    "*": {"id", "title", "class", "dir", "lang"},
    "a": {"href", "name"},
    "img": {"src", "alt", "width", "height", "loading"},
    "ol": {"start"},
    "details": {"open"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "span": {"data-mark"},
    "div": {"data-mark"},
}
_SCHEMES = {"http", "https", "mailto"}
_CLASSES = frozenset(
    [
        "path",
        "picture",
        "wide",
        "box",
        "open",
        "done",
        "right",
        "center",
        "footnote",
        "label",
        "note",
        "tip",
        "important",
        "warning",
        "caution",
    ]
)
_MATH = frozenset(
    [
        "math",
        "menclose",
        "mfrac",
        "mi",
        "mmultiscripts",
        "mn",
        "mo",
        "mover",
        "mpadded",
        "mphantom",
        "mprescripts",
        "mroot",
        "mrow",
        "mspace",
        "msqrt",
        "mstyle",
        "msub",
        "msubsup",
        "msup",
        "mtable",
        "mtd",
        "mtext",
        "mtr",
        "munder",
        "munderover",
    ]
)
_MATH_ATTRIBUTES = {
    "*": {"mathvariant", "stretchy", "fence", "form", "lspace", "rspace", "displaystyle", "scriptlevel", "separator"},
    "math": {"display", "xmlns"},
    "mfrac": {"linethickness"},
    "mover": {"accent"},
    "munder": {"accentunder"},
    "mtable": {"columnalign", "rowspacing", "columnspacing"},
    "mtd": {"columnalign"},
    "mspace": {"width", "height", "depth"},
    "mo": {"minsize", "maxsize", "movablelimits", "largeop"},
}
_OWN = "hf-"


def cleaned(html: str, ours: str, link: Callable[[str], str], picture: Callable[[str], str]) -> str:
    """Return HTML of a document with nothing in it that is not on the list, every element closed.

    An address that begins with the word ``ours``, which nobody can guess, is one we made. Others are the document's own:
    ``link`` and ``picture`` give the address they have here, or nothing.
    """

    def filtered(tag: str, name: str, value: str) -> str | None:
        if name in ("href", "src"):
            if value.startswith(ours):
                return value.removeprefix(ours)
            return (link(value) if name == "href" else picture(value)) or None
        return _filtered(name, value)

    return nh3.clean(
        html,
        tags=set(_TAGS),
        attributes=_ATTRIBUTES,
        attribute_filter=filtered,
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer nofollow",
        strip_comments=True,
    )


def cleaned_math(html: str) -> str:
    """Return MathML with nothing but presentation in it; a class or a link of the formula's author is none."""
    return nh3.clean(html, tags=set(_MATH), attributes=_MATH_ATTRIBUTES, strip_comments=True)


def _filtered(name: str, value: str) -> str | None:
    if name == "class":
        return " ".join(word for word in value.split() if word in _CLASSES) or None
    if name in ("id", "name"):
        return None if value.casefold().startswith(_OWN) else value
    return value
