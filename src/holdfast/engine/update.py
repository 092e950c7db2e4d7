"""``verify --update WORD``: what trials found, written into the documents in place of what they say."""

from collections.abc import Iterator
from typing import NamedTuple

from holdfast.edits.apply import apply
from holdfast.engine.trials import ClaimTrial
from holdfast.engine.verify import Run
from holdfast.markdown.blocks import BOM
from holdfast.model.claim import Claim
from holdfast.model.edit import Fix
from holdfast.model.trial import Trial
from holdfast.verifiers import verifier_of
from holdfast.world.files import Problem, read
from holdfast.world.replacement import replace


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
    by_document: dict[str, list[ClaimTrial]] = {}
    for answer in run.answers.values():
        if verifier_of(answer.claim.kind).updates == word:
            by_document.setdefault(answer.claim.document, []).append(answer)
    for path, found in by_document.items():
        raw = read(tree, path)
        if isinstance(raw, Problem):
            continue
        source = raw.removeprefix(BOM)
        fixes: list[Fix] = []
        for claim, fix in _fixes(found, source):
            if fix is None or fix.edits:
                done.append(Updated(claim, fix is not None))
            if fix and fix.edits and fix not in fixes:
                fixes.append(fix)
        if fixes:
            replace(tree.root, path, raw, apply(raw, fixes).content)
    return done


def _fixes(found: list[ClaimTrial], source: bytes) -> Iterator[tuple[Claim, Fix | None]]:
    """Yield what each verifier writes into one document."""
    by_kind: dict[str, list[tuple[Claim, Trial]]] = {}
    for claim, trial, _ in found:
        by_kind.setdefault(claim.kind, []).append((claim, trial))
    for kind, mine in by_kind.items():
        verifier = verifier_of(kind)
        if verifier.update_all:
            yield from verifier.update_all(mine, source)
        else:
            yield from (
                (claim, verifier.update(claim, trial, source) if verifier.update else None) for claim, trial in mine
            )
