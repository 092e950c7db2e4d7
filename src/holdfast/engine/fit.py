"""How well documents fit templates: the samples on which discovery decides."""

from enum import Enum
from functools import cache
from typing import Any

from holdfast.binding.document import Document
from holdfast.binding.facts import links
from holdfast.binding.lookup import Lookup
from holdfast.binding.targets import resolve
from holdfast.builtin import NAMES, builtin_template
from holdfast.config import Config
from holdfast.digest import sha256
from holdfast.engine.templates import Template
from holdfast.markdown.blocks import Parse
from holdfast.markdown.parser import parse as parse_markdown
from holdfast.model.schema import Presence
from holdfast.records import replace
from holdfast.template.compile import compile_template
from holdfast.template.version import version_of
from holdfast.world.files import Problem, Tree, read

_FEWEST = 2
"""One document alone tells nothing of what a project asks for."""
_SEVERAL = 3
"""So many sections below one are a template of its own kind."""
_UNKNOWN: dict[str, Any] = {"presence": Presence.OPTIONAL, "because": "no document here has it"}


class Fit(Enum):
    """Whether a document was written from a template."""

    NONE = 0
    SOME = 1
    """Enough to bind a document that lies beside the template."""
    SURE = 2
    """Enough to bind one that lies elsewhere: front matter with a title alone says nothing."""


def score(document: Document) -> tuple[bool, float, int, int]:
    """Return what decides between templates: a field of the template's name, share of sections, fields filled, sections answered.

    A header that begins with ``SEP: 18`` tells which of several templates it is from: ``sep-template.md``.
    """
    own = [field.schema.id for field in document.fields.values() if field.schema]
    share = document.share - _hollow(document) / max(1, len(document.schema.required))
    return document.schema.name in own, share, len(own), len(document.sections.bound)


def _hollow(document: Document) -> int:
    """Return how many sections share no more than their name with the template: all is missing that it demands below them."""
    bound = {id(one.schema) for one in document.sections.bound}
    missing = {id(one.schema) for one in document.sections.missing}
    asked = [
        [id(below) for below in one.children if document.demands(below)]
        for one in document.schema.required
        if id(one) in bound
    ]
    return sum(1 for below in asked if len(below) >= _SEVERAL and missing.issuperset(below))


def lacking(document: Document) -> int:
    """Return how many demanded sections and fields a document lacks: what decides between versions of one template."""
    fields = [one for one in document.schema.fields if document.demanded(one.presence, one.when) and not one.advice]
    missing = sum(1 for one in fields if one.id not in document.fields and not (one.id == "title" and document.title))
    sections = sum(
        1 for one in document.sections.missing if document.demands(one.schema) and not one.schema.illustration
    )
    return missing + sections


def fit(document: Document) -> Fit:
    """Tell how surely a document was written from its template."""
    if document.unbound:
        return Fit.NONE
    _, _, fields, answered = score(document)
    share = document.share
    if (share >= 0.4 and answered > 1) or (share >= 0.2 and fields > 0) or (fields > 2 and answered > 1):
        return Fit.SURE
    return Fit.SOME


class Sampler:
    """Parses sampled files once, whichever templates they are tried against."""

    def __init__(self, tree: Tree) -> None:
        """Sample from the files of one project."""
        self.tree = tree
        self._parses: dict[str, Parse | None] = {}

    def parse(self, path: str) -> Parse | None:
        """Return the parse of a file, or ``None`` where it cannot be read."""
        if path not in self._parses:
            raw = read(self.tree, path)
            self._parses[path] = None if isinstance(raw, Problem) else parse_markdown(raw)
        return self._parses[path]

    def best(self, path: str, lookups: list[Lookup]) -> Fit:
        """Return how well a file fits the best of several templates."""
        parse = self.parse(path)
        if parse is None:
            return Fit.NONE
        fits = [fit(Document(path, b"", lookup, parse=parse)) for lookup in lookups]
        return max(fits, key=lambda one: one.value, default=Fit.NONE)

    def answers(self, path: str, lookups: list[Lookup]) -> bool:
        """Tell whether a file answers any section of several templates."""
        parse = self.parse(path)
        return parse is not None and any(Document(path, b"", one, parse=parse).sections.bound for one in lookups)

    def builtin(self, paths: list[str], config: Config) -> tuple[Template, Lookup] | None:
        """Return the built-in template that at least half of the samples surely fit, the best of them, as it is kept there."""
        best: tuple[float, Template, list[Document]] | None = None
        for name in NAMES:
            template = builtin(name)
            lookup = Lookup(template.schema, dict(config.aliases))
            documents = [Document(path, b"", lookup, parse=parse) for path in paths if (parse := self.parse(path))]
            sure = [one for one in documents if fit(one) is Fit.SURE and one.share >= 0.5]
            if not sure or len(sure) * 2 < len(documents):
                continue
            mean = sum(one.share for one in documents) / len(documents)
            if best is None or mean > best[0]:
                best = (mean, template, documents)
        if best is None:
            return None
        template = _as_kept(best[1], best[2])
        return template, Lookup(template.schema, dict(config.aliases))

    def listed_share(self, page: str, documents: list[str]) -> float:
        """Return how many rows a page has for Markdown files of the documents' folder, as a share of the documents."""
        # Most files that are asked about list nothing, which costs less to see than to parse.
        if page not in self._parses and self._names(page) < min(2, len(documents)):
            return 0.0
        parse = self.parse(page)
        if parse is None or not documents:
            return 0.0
        folders = {path.rpartition("/")[0] for path in documents}
        targets = {resolve(page, link.target) for link in links(parse) if link.row and link.target}
        rows = [path for path in targets if path and path.endswith(".md") and path.rpartition("/")[0] in folders]
        return len(rows) / len(documents) if len(rows) >= min(2, len(documents)) else 0.0

    def _names(self, page: str) -> int:
        """Return how often a file could name another Markdown file."""
        raw = read(self.tree, page)
        return 0 if isinstance(raw, Problem) else raw.lower().count(b".md") + raw.count(b"%")


def _as_kept(template: Template, documents: list[Document]) -> Template:
    """Return a guessed template without the demands that no document meets: nobody there has ever heard of them."""
    if len(documents) < _FEWEST:
        return template
    schema = template.schema
    given = {id for one in documents for id in one.fields}
    lacking = [{id(miss.schema) for miss in one.sections.missing if miss.parent is None} for one in documents]
    unknown = set.intersection(*lacking)
    kept = replace(
        schema,
        fields=tuple(one if one.id in given else replace(one, **_UNKNOWN) for one in schema.fields),
        sections=tuple(replace(one, **_UNKNOWN) if id(one) in unknown else one for one in schema.sections),
    )
    kept = replace(kept, version=version_of(kept))
    if kept.version == schema.version:
        return template
    return template._replace(schema=kept, digest=sha256(template.raw + kept.version.encode()).hexdigest()[:16])


@cache
def builtin(name: str, as_name: str = "") -> Template:
    """Return a built-in template, compiled.

    Raises ``KeyError`` when there is none of this name.
    """
    raw = builtin_template(name)
    path = f"builtin:{name}"
    schema = compile_template(raw, path, as_name or name)
    return Template(schema, path, "", "", False, raw, sha256(raw).hexdigest()[:16])
