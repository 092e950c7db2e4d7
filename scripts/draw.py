"""Draws messages of ``holdfast check`` at random, each with the lines around it, for people to read and judge.

A rule may be on by default when of a hundred of its messages 95 are true or at worst harmless. This draws the
hundred, over all corpora that are named, as somebody without a configuration meets them::

    python scripts/draw.py --seed 1 ~/corpora/rfcs ~/corpora/eips

Every message that is broken counts once, at most five of one rule in one document, so that one bad document does
not fill the draw; of these, plain random, every message with the same chance. ``--each N`` draws up to N of every
rule instead, so that the rare ones are read too; ``--documents N`` draws whole documents, to look for what was
missed; ``--table`` prints the rows for docs/quality.md, to be filled in by hand. Nothing is written anywhere.
"""

import argparse
import json
import random
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

MOST = 5
"""So many messages of one rule in one document are drawn from."""


class Message(NamedTuple):
    """One message with the corpus it is about."""

    corpus: Path
    verdict: dict[str, Any]

    @property
    def path(self) -> Path:
        """The document."""
        return self.corpus / str(self.verdict["path"])


def main() -> None:
    """Draw and print."""
    options = _options()
    results = {corpus: _checked(corpus, options.policy) for corpus in options.corpora}
    chance = random.Random(options.seed)  # noqa: S311 - nothing is kept secret by it.
    if options.documents:
        paths = sorted(corpus / one["path"] for corpus, result in results.items() for one in result["documents"])
        print(*chance.sample(paths, min(options.documents, len(paths))), sep="\n")
        return
    messages = [one for corpus, result in results.items() for one in _counted(corpus, result["verdicts"])]
    messages = [one for one in messages if not options.rule or one.verdict["slug"] in options.rule]
    drawn = _of_each(messages, options.each, chance) if options.each else _plain(messages, options.size, chance)
    print(f"seed {options.seed}, template-version {options.policy}: {len(drawn)} of {len(messages)} messages")
    shares = Counter(one.verdict["slug"] for one in messages)
    chosen = Counter(one.verdict["slug"] for one in drawn)
    for slug, count in shares.most_common():
        print(f"{chosen[slug]:5} of {count:5}  {slug}")
    for number, one in enumerate(drawn, 1):
        print(_row(number, one) if options.table else _shown(number, one, options.context))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("corpora", nargs="+", type=Path, metavar="CORPUS", help="a project to check")
    parser.add_argument("--seed", type=int, required=True, help="the same seed draws the same")
    parser.add_argument("--size", type=int, default=100, help="how many messages to draw (default: 100)")
    parser.add_argument("--policy", default="date", help="date (default), best or latest, as --template-version")
    parser.add_argument("--each", type=int, default=0, help="draw up to so many of every rule instead")
    parser.add_argument("--rule", action="append", help="only messages of this rule; may be repeated")
    parser.add_argument("--documents", type=int, default=0, help="draw whole documents instead of messages")
    parser.add_argument("--context", type=int, default=3, help="lines to show on both sides (default: 3)")
    parser.add_argument("--table", action="store_true", help="print rows for docs/quality.md")
    return parser.parse_args()


def _checked(corpus: Path, policy: str) -> dict[str, Any]:
    """Check a corpus as a person without a configuration does."""
    command = [sys.executable, "-m", "holdfast", "check", "--format", "json", "--template-version", policy]
    done = subprocess.run(command, cwd=corpus, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1, 3):
        raise SystemExit(f"{corpus}: {done.stderr}")
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def _counted(corpus: Path, verdicts: list[dict[str, Any]]) -> Iterator[Message]:
    """Yield what is broken, at most :data:`MOST` of one rule in one document: the first ones."""
    seen: Counter[tuple[str, str]] = Counter()
    for verdict in verdicts:
        place = verdict["path"], verdict["slug"]
        seen[place] += 1
        if verdict["outcome"] == "broken" and seen[place] <= MOST:
            yield Message(corpus, verdict)


def _plain(messages: list[Message], size: int, chance: random.Random) -> list[Message]:
    return chance.sample(messages, min(size, len(messages)))


def _of_each(messages: list[Message], size: int, chance: random.Random) -> list[Message]:
    by_rule: dict[str, list[Message]] = defaultdict(list)
    for one in messages:
        by_rule[one.verdict["slug"]].append(one)
    return [one for slug in sorted(by_rule) for one in _plain(by_rule[slug], size, chance)]


def _shown(number: int, one: Message, context: int) -> str:
    """Return a message as it is printed to people, and the lines of the document around it."""
    verdict = one.verdict
    lines = one.path.read_text("utf-8", "replace").splitlines() if one.path.is_file() else []
    first, last = max(0, verdict["line"] - 1 - context), verdict["line"] + context
    around = [f"  {'>' if at == verdict['line'] else ' '}{at:5} {line[:200]}" for at, line in enumerate(lines, 1)]
    origin = verdict["requirement"]
    demand = f"\n  template  {origin['path']}:{origin['line']}  {origin['text']}" if origin else ""
    head = f"{one.corpus.name}/{verdict['path']}:{verdict['line']}:{verdict['column']}"
    found = f"{verdict['severity']} {verdict['slug']}: {verdict['found']}"
    return "\n".join([f"\n[{number}] {head}\n  {found}{demand}\n  remedy    {verdict['remedy']}", *around[first:last]])


def _row(number: int, one: Message) -> str:
    """Return an empty row of the table in docs/quality.md."""
    verdict = one.verdict
    found = verdict["found"].replace("|", "\\|")
    return f"| {number} | {one.corpus.name} | {Path(verdict['path']).name}:{verdict['line']} | {verdict['slug']} | {found} |  |  |"


if __name__ == "__main__":
    main()
