"""Design documents that follow no template: told by where they lie, and by a state or a number that most of them have."""

import re

from holdfast.binding.document import Document
from holdfast.binding.lookup import Lookup
from holdfast.builtin import PLAIN
from holdfast.engine.fit import Sampler, builtin
from holdfast.engine.grouping import is_numbered
from holdfast.engine.plan import DocumentSet
from holdfast.model.role import role_of
from holdfast.patterns import pattern

_DESIGN = pattern(
    r"(?:(?:docs?|tech|technical|software|system|engineering|product|design|feature|architecture)[-_])?"
    r"(?:designs?|specs?|specifications?|architecture|adrs?|decisions?|rfcs?|proposals?|enhancements?)(?:[-_](?:docs?|documents?|records?))?\Z",
    re.IGNORECASE,
)
_FEWEST = 2


def plain_documents(sampler: Sampler, folder: str, paths: list[str]) -> DocumentSet | None:
    """Return the files of a folder as documents from which no template asks anything, or ``None`` where they are no documents.

    They are where a folder on the way to them is called as those of design documents are, and at least half of them
    say their state or carry a number.
    """
    if len(paths) < _FEWEST or not any(_DESIGN.match(part) for part in folder.split("/")):
        return None
    template = builtin(PLAIN)
    lookup = Lookup(template.schema, {})
    told = sum(1 for path in paths if is_numbered(path) or _says_its_state(sampler, path, lookup))
    return DocumentSet(folder, (template,), paths) if told * 2 >= len(paths) else None


def _says_its_state(sampler: Sampler, path: str, lookup: Lookup) -> bool:
    parse = sampler.parse(path)
    return parse is not None and role_of(Document(path, b"", lookup, parse=parse).status or "") is not None
