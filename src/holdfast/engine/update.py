"""``verify --update output``: what examples really print, written into the documents in place of what they say."""

from collections.abc import Iterator
from typing import NamedTuple

from holdfast.edits.apply import apply
from holdfast.engine.claims import Claim
from holdfast.engine.verify import Run
from holdfast.model.edit import Edit, Fix
from holdfast.model.example import Expected, Level
from holdfast.model.outcome import Outcome
from holdfast.model.span import Span
from holdfast.world.files import Problem, read
from holdfast.world.replacement import replace

_BOM = b"\xef\xbb\xbf"


class Updated(NamedTuple):
    """One example that prints something else than its document said."""

    claim: Claim
    written: bool
    """False where its output cannot be told apart by the lines that stand for it."""


def update_output(run: Run) -> list[Updated]:
    """Write the output of every example that ran and printed something else; each document at once or not at all.

    Raises :class:`~holdfast.errors.WriteError` for a document that changed meanwhile or cannot be written.
    """
    done = []
    tree = run.plan.tree
    by_document: dict[str, list[tuple[Claim, str]]] = {}
    for claim, output in _differing(run):
        by_document.setdefault(claim.example.document, []).append((claim, output))
    for path, found in by_document.items():
        raw = read(tree, path)
        if isinstance(raw, Problem):
            continue
        source = raw.removeprefix(_BOM)
        fixes = {claim.id: _fix(source, claim.example.expected, output) for claim, output in found}
        made = [fix for fix in fixes.values() if fix]
        if made:
            replace(tree.root, path, raw, apply(raw, made).content)
        done += [Updated(claim, fixes[claim.id] is not None) for claim, _ in found]
    return done


def _differing(run: Run) -> Iterator[tuple[Claim, str]]:
    for claim, trial, _ in run.answers.values():
        if claim.example.expected and trial.level is Level.COMPARED and trial.outcome is Outcome.BROKEN:
            yield claim, trial.output


def _fix(source: bytes, expected: Expected | None, output: str) -> Fix | None:
    """Return what puts an output in place of what is expected; ``None`` where it belongs to several places at once."""
    if expected is None or not expected.lines:
        return None
    old, printed = expected.lines, output.splitlines()
    if len(old) == len(printed):
        # Line by line, so that whatever stands before each of them stays.
        return Fix(
            tuple(
                Edit(Span(line.start, line.start + len(line.text.encode())), text)
                for line, text in zip(old, printed, strict=True)
                if line.text != text
            )
        )
    first = old[0].start - len(expected.prefix.encode())
    margin = source[max(source.rfind(b"\n", 0, first), source.rfind(b"\r", 0, first)) + 1 : first].decode(
        "utf-8", "replace"
    )
    end = old[-1].start + len(old[-1].text.encode())
    between = source[first:end].decode("utf-8", "replace").splitlines()
    if len(between) != len(old):
        return None
    return Fix((Edit(Span(first, end), f"\n{margin}".join(expected.prefix + text for text in printed)),))
