"""The claims of a project with what evidence says of each; nothing is tried."""

from collections.abc import Callable

from holdfast.config import Config
from holdfast.engine.claims import find_claims
from holdfast.engine.plan import Plan
from holdfast.engine.proving import proof_of
from holdfast.engine.trials import Workshop
from holdfast.model.claim import Proof
from holdfast.world.bench import Bench
from holdfast.world.ledger.ledger import Ledger
from holdfast.world.sandbox import strict


def known_proofs(plan: Plan, config: Config, wanted: Callable[[str], bool], ledger: Ledger | None) -> list[Proof]:
    """Return the claims of the documents that are wanted; without a ledger none has an answer yet."""
    claims = find_claims(plan, config, wanted)
    answers = Workshop(Bench(plan.tree.root, strict, ""), ledger).recalled(claims) if ledger else {}
    return [proof_of(one, answers.get(one.id)) for one in claims]
