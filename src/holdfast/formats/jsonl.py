"""For programs that read line by line: one JSON object a line, see ``schemas/check-jsonl-v1.json``.

Each has a ``kind``: ``document``, ``verdict`` and, where some were tried, ``claim``, with the keys that ``json`` gives
them (a claim's own kind is ``of``), and in the end one ``summary``.
"""

import json
from collections.abc import Iterator

from holdfast.formats import View
from holdfast.formats.json import document_record, summary_record, tried_record, verdict_record
from holdfast.model.result import Result


def render(result: Result, view: View) -> Iterator[str]:
    """Yield every document, then every verdict, then the summary; always everything, whatever the view."""
    for document in result.documents:
        yield json.dumps({"kind": "document", **document_record(document)})
    for verdict in result.verdicts:
        yield json.dumps({"kind": "verdict", **verdict_record(verdict)})
    for claim in tried_record(result).get("claims", ()):
        yield json.dumps({**claim, "kind": "claim", "of": claim["kind"]})
    yield json.dumps({"kind": "summary", "version": 1, **summary_record(result)})
