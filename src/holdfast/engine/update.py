"""``verify --update WORD``: what trials found, written into the documents in place of what they say."""

from typing import NamedTuple

from holdfast.edits.apply import apply
from holdfast.engine.trials import Answer
from holdfast.engine.verify import Run
from holdfast.model.claim import Claim
from holdfast.verifiers import verifier_of
from holdfast.world.files import Problem, read
from holdfast.world.replacement import replace

_BOM = b"\xef\xbb\xbf"


class Updated(NamedTuple):
    """One claim whose document said something else than what was found."""

    claim: Claim
    written: bool
    """False where it cannot be told which part of the document stands for what."""


def update(run: Run, word: str) -> list[Updated]:
    """Write what was found about every claim that a word speaks of; each document at once or not at all.

    Raises :class:`~holdfast.errors.WriteError` for a document that changed meanwhile or cannot be written.
    """
    done = []
    tree = run.plan.tree
    by_document: dict[str, list[Answer]] = {}
    for answer in run.answers.values():
        if verifier_of(answer.claim.kind).updates == word:
            by_document.setdefault(answer.claim.document, []).append(answer)
    for path, found in by_document.items():
        raw = read(tree, path)
        if isinstance(raw, Problem):
            continue
        source = raw.removeprefix(_BOM)
        fixes = []
        for claim, trial, _ in found:
            writes = verifier_of(claim.kind).update
            fix = writes(claim, trial, source) if writes else None
            if fix is None or fix.edits:
                done.append(Updated(claim, fix is not None))
            if fix and fix.edits:
                fixes.append(fix)
        if fixes:
            replace(tree.root, path, raw, apply(raw, fixes).content)
    return done
