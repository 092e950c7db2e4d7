"""Which SVG may be sent: drawings without anything that runs, loads or links. Others are named and not shown."""

import re
from xml.etree import ElementTree as ET

_DRAWN = frozenset(
    [
        "svg",
        "g",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "text",
        "tspan",
        "textPath",
        "title",
        "desc",
        "defs",
        "linearGradient",
        "radialGradient",
        "stop",
        "clipPath",
        "mask",
        "pattern",
        "marker",
        "use",
        "symbol",
        "style",
        "filter",
        "feGaussianBlur",
        "feOffset",
        "feMerge",
        "feMergeNode",
        "feColorMatrix",
        "feBlend",
        "feFlood",
        "feComposite",
        "feDropShadow",
        "switch",
        "metadata",
    ]
)
_LOADS = re.compile(r"@import|url\(\s*['\"]?(?!#)|expression\(|javascript:|<", re.IGNORECASE)
_NOTES = (
    "{http://www.inkscape.org/",
    "{http://sodipodi.",
    "{http://www.w3.org/1999/02/22-rdf",
    "{http://purl.org/dc/",
    "{http://creativecommons.org/",
)
"""Beginnings of the namespaces in which editors keep notes; no browser draws or runs what is in them."""
_LARGEST = 2_000_000


def is_harmless(raw: bytes) -> bool:
    """Tell whether an SVG holds shapes and text only; one of two bytes a character is none that is looked into."""
    if (
        len(raw) > _LARGEST
        or b"\0" in raw
        or b"<!DOCTYPE" in raw.upper()
        or b"<!ENTITY" in raw.upper()
        or b"<?xml-stylesheet" in raw
    ):
        return False
    try:
        raw.decode()
        top = ET.fromstring(raw)  # noqa: S314 - A text with entities or a document type was refused above.
    except (ET.ParseError, ValueError, LookupError):
        return False
    return all(isinstance(one.tag, str) and _is_shape(one) for one in top.iter())


def _is_shape(one: "ET.Element") -> bool:
    space, _, name = one.tag.rpartition("}")
    if space.startswith(_NOTES):
        return True
    if name not in _DRAWN or space not in ("", "{http://www.w3.org/2000/svg"):
        return False
    if name == "style" and _LOADS.search(one.text or ""):
        return False
    return all(_is_plain(key.rpartition("}")[2], value) for key, value in one.attrib.items())


def _is_plain(name: str, value: str) -> bool:
    if name.lower().startswith("on"):
        return False
    if name == "href":
        return value.startswith("#")
    return not _LOADS.search(value)
