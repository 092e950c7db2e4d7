"""What a static site says to its host and to programs that read it: headers, and ``llms.txt``."""

import json
from collections.abc import Iterator

from holdfast.formats.escape import visible
from holdfast.plural import counted
from holdfast.web.addresses import PAGES, link
from holdfast.web.guard import HEADERS
from holdfast.web.site import Site

_FRAME = "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
_PICTURE = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def hosting() -> dict[str, str]:
    """Return the files in which hosts look for headers, by name: Netlify and Cloudflare Pages, Vercel, Apache."""
    return {"_headers": _netlify(), "vercel.json": _vercel(), ".htaccess": _apache()}


def _special() -> list[tuple[str, dict[str, str]]]:
    """Return the headers of the files that are no pages: the frame for diagrams, what it loads, and pictures of documents."""
    return [
        ("assets/diagram.html", {"Content-Security-Policy": _FRAME, "X-Frame-Options": "SAMEORIGIN"}),
        ("assets/mermaid.js", {"Cross-Origin-Resource-Policy": "cross-origin"}),
        ("assets/draw.js", {"Cross-Origin-Resource-Policy": "cross-origin"}),
        ("pictures/*", {"Content-Security-Policy": _PICTURE}),
    ]


def _netlify() -> str:
    blocks = ["/*", *(f"  {name}: {value}" for name, value in HEADERS.items())]
    for path, headers in _special():
        # A header that is set twice is joined there; the first is therefore taken away.
        blocks += [
            f"/{path}",
            *(f"  ! {name}" for name in headers),
            *(f"  {name}: {value}" for name, value in headers.items()),
        ]
    return "\n".join(blocks) + "\n"


def _vercel() -> str:
    rules = [("(.*)", HEADERS), *((path.replace("*", "(.*)"), headers) for path, headers in _special())]
    listed = [
        {"source": f"/{path}", "headers": [{"key": name, "value": value} for name, value in headers.items()]}
        for path, headers in rules
    ]
    return json.dumps({"headers": listed}, indent=2) + "\n"


def _apache() -> str:
    lines = ["<IfModule mod_headers.c>", *(f'  Header always set {name} "{value}"' for name, value in HEADERS.items())]
    for path, headers in _special():
        lines.append(
            f'  <If "%{{REQUEST_URI}} =~ m#/{path.replace("*", ".*").replace(".html", "[.]html").replace(".js", "[.]js")}$#">'
        )
        lines += [f'    Header always set {name} "{value}"' for name, value in headers.items()]
        lines.append("  </If>")
    return "\n".join([*lines, "</IfModule>"]) + "\n"


def llms(site: Site) -> str:
    """Return the site as a list for language models, after https://llmstxt.org: each document with its status and its JSON."""
    return "\n".join(_llms(site)) + "\n"


def _llms(site: Site) -> Iterator[str]:
    state = site.state
    yield f"# {_plain(state.name)}"
    yield ""
    yield f"> The design of {_plain(state.name)}: {counted(len(state.documents), 'document')} held to their templates and to what they say. Each page has a JSON file of the same name beside it."
    yield ""
    yield "## State"
    yield ""
    for name, said in (
        ("corpus", "documents by status, obligations, tasks, questions and claims"),
        ("graph", "which documents link to, require and supersede each other"),
        ("templates", "what documents are held to"),
    ):
        yield f"- [{name.capitalize()}]({link('', _json(PAGES[name]))}): {said}"
    kinds = sorted({one.type for one in state.documents})
    for kind in kinds:
        yield ""
        yield f"## {_plain(kind)}"
        yield ""
        for one in state.documents:
            if one.type == kind:
                address = link("", _json(site.addresses.document(one.path)))
                yield f"- [{_plain(site.title(one.path))}]({address}): {_plain(one.status or 'no status')}"


def _json(address: str) -> str:
    return f"{address.rpartition('.')[0]}.json"


def _plain(text: str) -> str:
    """Return text of a document as it may stand in a list of links."""
    return " ".join(visible(text).split()).replace("[", "(").replace("]", ")")
