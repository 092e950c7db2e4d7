"""From a keystroke to its diagnostics, in the process of the language server: a document of 60 KB, message by message.

What is measured begins with the bytes of ``textDocument/didChange`` and ends with those of ``publishDiagnostics``: the
message read, the text changed, the document judged, its verdicts translated and written. The pipe is not in it.
"""

import asyncio
import json
import random
import statistics
import tempfile
import time
from pathlib import Path

from generated import document, write_corpus
from measuring import Target, corpora, options, show_targets

from holdfast.lsp.server import Server


class Pipe:
    """Takes what the server writes, with the time at which it did."""

    def __init__(self):
        self.diagnostics = []

    def write(self, data):
        if b"publishDiagnostics" in data:
            self.diagnostics.append((time.perf_counter(), data))

    def close(self):
        pass


class Editing:
    """One server with one open document, to which somebody types."""

    def __init__(self, root):
        self.server = Server()
        self.pipe = Pipe()
        self.server.protocol.set_writer(self.pipe)
        self.root = Path(root)
        self._send({"id": 1, "method": "initialize", "params": {"capabilities": {}, "rootUri": self.root.as_uri()}})

    async def opened(self, path, text):
        self.uri = (self.root / path).as_uri()
        item = {"uri": self.uri, "languageId": "markdown", "version": 1, "text": text}
        self._send({"method": "textDocument/didOpen", "params": {"textDocument": item}})
        project = self.server.desk.projects.of(str(self.root / path))
        await project.settled()
        self.line = text.count("\n")

    async def typed(self, version):
        """Type a character that nobody sees, or take it back, and return how long the diagnostics took, in seconds."""
        start, end = {"line": self.line, "character": 0}, {"line": self.line, "character": version % 2}
        change = {"range": {"start": start, "end": end}, "text": "" if version % 2 else "\u200b"}
        name = {"uri": self.uri, "version": version}
        body = json.dumps(
            {
                "jsonrpc": "2.0",
                "method": "textDocument/didChange",
                "params": {"textDocument": name, "contentChanges": [change]},
            }
        )
        self.pipe.diagnostics.clear()
        began = time.perf_counter()
        self._read(body)
        taken, _ = self.pipe.diagnostics[0]
        await asyncio.sleep(0)
        return taken - began

    def _send(self, message):
        self._read(json.dumps({"jsonrpc": "2.0", **message}))

    def _read(self, body):
        protocol = self.server.protocol
        protocol.handle_message(json.loads(body, object_hook=protocol.structure_message))


async def median(root, path, text, rounds):
    """Return the median of a keystroke in seconds; each makes or mends a fault, so that something is told every time."""
    editing = Editing(root)
    await editing.opened(path, text)
    taken = [await editing.typed(2 + number) for number in range(rounds)]
    for project in editing.server.desk.projects:
        project.close()
    editing.server.shutdown()
    return statistics.median(taken)


def main():
    """Measure a generated document, and those of the corpora that are about as large."""
    chosen = options(__doc__ or "")
    rounds = 4 if chosen.small else 40 * chosen.rounds
    targets = []
    with tempfile.TemporaryDirectory() as name:
        write_corpus(Path(name), 20)
        path = next(
            one for one in sorted(Path(name).rglob("*.md")) if "README" not in one.name and "template" not in one.name
        )
        text = document(1, [], random.Random(1), 60_000)
        taken = asyncio.run(median(name, path.relative_to(name), text, rounds))
        targets.append(Target(f"generated, {len(text) // 1000} KB", 1000 * taken, 10.0, "ms"))
    for name, folder in ({} if chosen.small else corpora(chosen.corpora, "rfcs", "eips")).items():
        near = [one for one in sorted(Path(folder).rglob("*.md")) if 50_000 <= one.stat().st_size <= 70_000][:12]
        medians = [asyncio.run(median(folder, one.relative_to(folder), one.read_text(), rounds // 4)) for one in near]
        if medians:
            note = f"{len(medians)} documents of 50 to 70 KB, the slowest {1000 * max(medians):.2f} ms"
            targets.append(Target(f"{name}, median document", 1000 * statistics.median(medians), 10.0, "ms", note))
    show_targets(targets)


if __name__ == "__main__":
    main()
