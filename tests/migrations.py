"""Migration guides for tests: read from text, and tried in the strict sandbox as ``verify`` would."""

from pathlib import Path

import pytest

from holdfast.binding.guides.reading import guides
from holdfast.binding.page import Page
from holdfast.engine.claims import claims_of
from holdfast.errors import Refused
from holdfast.markdown.outline import outline
from holdfast.markdown.parser import parse
from holdfast.model.guide import Guide
from holdfast.model.role import Role
from holdfast.model.severity import Severity
from holdfast.model.trial import Trial
from holdfast.verifiers import verifier_of
from holdfast.world.bench import Bench
from holdfast.world.sandbox import Limits, View, strict
from holdfast.world.sandbox.probe import require

PACKAGES = Path(__file__).parent / "migration" / "node_modules"


def _no_sandbox() -> str:
    try:
        require()
    except Refused as error:
        return f"unproven, no sandbox here: {error}"
    return ""


needs_sandbox = pytest.mark.skipif(bool(_no_sandbox()), reason=_no_sandbox() or "there is one")
needs_nest = pytest.mark.skipif(
    not (PACKAGES / "@nestjs/core").is_dir(), reason="NestJS is not installed: npm ci --prefix tests/migration"
)

HEAD = "# Web\n\n**Status:** Active\n\n## Migration guide\n\n"


def read(text: str, aliases=None) -> list[Guide]:
    """The guides of a text."""
    found = parse((HEAD + text).encode())
    return guides(found, outline(found), aliases or {})


def only(text: str, aliases=None) -> Guide:
    """The one guide of a text."""
    (found,) = read(text, aliases)
    return found


def claims(root, text: str, settings=None):
    """The claims of a text, as of the document ``docs/web.md`` of a project."""
    raw = (HEAD + text).encode()
    (root / "docs").mkdir(exist_ok=True)
    (root / "docs" / "web.md").write_bytes(raw)
    root.chmod(0o755)
    found = parse(raw)
    page = Page(str(root), "docs/web.md", found, outline(found), None, Role.ACTIVE, True, settings or {})
    verifier = verifier_of("migration")
    return list(claims_of(verifier, page.path, found, verifier.find(page), Severity.ERROR))


def bench(root, settings=None, **more) -> Bench:
    """A bench in the strict sandbox."""
    strict(View(), Limits()).close()
    return Bench(**{"root": str(root), "room": strict, "level": "strict", "settings": settings or {}, **more})


def tried(root, text: str, settings=None, **more) -> dict[str, Trial]:
    """The trial of each claim of a text, by the claim's name."""
    asked = claims(root, text, settings)
    here = bench(root, settings, **more)
    verifier = verifier_of("migration")
    return {claim.name: trial for claim, trial in verifier.attempt(asked, here)}


def side(name: str, code: str, info: str = "python") -> str:
    """A fence of a side."""
    return f"**{name.capitalize()}**\n\n```{info}\n{code.strip()}\n```\n\n"


def guide(before: str, after: str, requests: str = "GET /", differences: str = "") -> str:
    """A guide from FastAPI with two sides in fences, requests and differences."""
    listed = f"**Differences**\n\n{differences}\n" if differences else ""
    return f"### From FastAPI\n\n{before}{after}```http\n{requests}\n```\n\n{listed}"
