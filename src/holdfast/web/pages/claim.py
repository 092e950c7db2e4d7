"""A claim: what it says, what evidence there is, and all its runs."""

from datetime import UTC, datetime
from typing import Any

from holdfast.binding.examples import examples
from holdfast.markdown.outline import outline
from holdfast.markdown.parser import parse
from holdfast.model.claim import Proof
from holdfast.model.trial import Evidence
from holdfast.web.beside import LEVELS
from holdfast.web.charts import Sample
from holdfast.web.code import code_html
from holdfast.web.rendering import Page
from holdfast.web.site import Site

_SHOWN = 100
"""So many runs of one claim are shown."""


def page(site: Site, identity: str) -> Page | None:
    """Return the page of a claim; ``None`` where there is none of this identity."""
    proof = site.panorama.claims.get(identity)
    if proof is None:
        return None
    runs = site.panorama.runs(identity, _SHOWN)
    data: dict[str, Any] = {
        "proof": proof,
        "asked": LEVELS[proof.asked],
        "reached": LEVELS[proof.reached],
        "code": _code(site, proof),
        "runs": [_run(one) for one in runs],
        "seconds": [
            Sample(one.moment, one.trial.seconds, f"{one.trial.seconds:.2f} s") for one in reversed(runs) if one.moment
        ],
        "document_title": site.title(proof.path),
    }
    title = f"{proof.name or proof.kind}, line {proof.position.line} of {site.title(proof.path)}"
    return Page(site.addresses.claim(identity), "claim.html", title, data)


def _code(site: Site, proof: Proof) -> str:
    """Return the code of the example that a claim is, as HTML; the line of the document where it is none."""
    parsed = parse(site.panorama.raw(proof.path))
    for one in examples(proof.path, parsed, outline(parsed)):
        if one.position.line == proof.position.line:
            return code_html(one.word, one.code)
    return code_html("", parsed.line_text(proof.position.line)) if proof.position.line <= len(parsed.lines) else ""


def _run(one: Evidence) -> dict[str, Any]:
    return {
        "moment": datetime.fromtimestamp(one.moment, UTC).strftime("%Y-%m-%d %H:%M:%S UTC") if one.moment else "",
        "evidence": one,
        "level": LEVELS[one.trial.level],
        "said": one.trial.fault.message if one.trial.fault else one.trial.found,
        "tools": ", ".join(f"{name} {version}" for name, version in one.toolchain),
        "files": sorted(one.files),
    }
