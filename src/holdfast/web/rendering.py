"""Pages as HTML, by templates that escape everything: text of documents has its invisible characters spelled out as well."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from holdfast.formats.escape import visible
from holdfast.formats.state import words
from holdfast.plural import counted
from holdfast.web import charts
from holdfast.web.addresses import PAGES, Addresses, link
from holdfast.web.files import assets


@dataclass(frozen=True, slots=True)
class Page:
    """One page before it is written: which template shows which data."""

    address: str
    template: str
    title: str
    data: dict[str, Any]
    query: str = ""
    """The part of its address behind the question mark."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What all pages of a site share."""

    name: str
    addresses: Addresses
    live: str = ""
    """What tells this state of the project from others, where pages keep themselves up to date; empty in a static site."""
    busy: str = ""
    """What is being done just now."""
    policy: str = ""
    """The content security policy to be written into the page, where no header carries it."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """One page as it is sent."""

    html: str
    parts: dict[str, str] = field(default_factory=dict)
    """By id of their element the pieces that can be exchanged on their own."""


def render(page: Page, frame: Frame) -> Rendered:
    """Write a page."""
    parts: dict[str, str] = {}

    def keep(id: str, inner: str) -> Markup:
        parts[f"hf-part-{id}"] = str(inner)
        html = f'<div id="hf-part-{id}" class="part">{inner}</div>'
        return Markup(html)  # noqa: S704 - The inner part was written by a template, which escaped it.

    html = (
        environment()
        .get_template(page.template)
        .render(
            **page.data,
            page=page,
            frame=frame,
            keep=keep,
            to=lambda target: link(page.address, target),
            asset=_asset(page.address),
            pages=PAGES,
            document=lambda path: (
                link(page.address, frame.addresses.document(path)) if frame.addresses.document(path) else ""
            ),
            template_line=_template_line(page, frame),
        )
    )
    return Rendered(html, parts)


def _asset(address: str) -> Callable[[str], str]:
    def at(name: str) -> str:
        return f"{link(address, f'assets/{name}')}?v={assets()[name].version}"

    return at


def _template_line(page: Page, frame: Frame) -> Callable[[Any], str]:
    """Return a function that gives the address of the template line behind a demand; empty where it has no page."""

    def address(origin: Any) -> str:
        found = frame.addresses.template(origin.path)
        return f"{link(page.address, found)}#L{origin.line}" if found else ""

    return address


@cache
def environment() -> Environment:
    """Return the templates, ready to be used; compiled once in a process."""
    made = Environment(
        loader=PackageLoader("holdfast.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )
    made.globals |= {"words": words, "charts": charts}
    made.filters |= {"plural": counted, "quoted": quoted, "urlencode": _query}
    return made


def _query(asked: dict[str, str]) -> str:
    """Return the query of an address; a name can hold bytes that are no text."""
    return urlencode(asked, quote_via=quote, errors="surrogateescape")


def quoted(text: str) -> Markup:
    """Return a message as HTML, with what it quotes between backticks as code; without pairs of them as it is."""
    pieces = visible(text).split("`")
    if len(pieces) % 2 == 0:
        return escape("`".join(pieces))
    shown = (Markup("<code>{}</code>").format(piece) if at % 2 else escape(piece) for at, piece in enumerate(pieces))
    return Markup("").join(shown)


def _shown(value: Any) -> Any:
    if value is None:
        return ""
    return visible(value) if value.__class__ is str else value
