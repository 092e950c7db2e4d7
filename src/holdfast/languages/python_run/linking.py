"""Which earlier examples of its document an example needs: those that define the names it uses and does not define."""

from collections.abc import Sequence

from holdfast.binding.chains import said_to_rest_on, with_theirs
from holdfast.languages.python_run.source import source_of
from holdfast.languages.python_run.syntax import syntax_of
from holdfast.model.example import Example


def rests_on(examples: Sequence[Example]) -> list[tuple[int, ...]]:
    """Return for each example of one document, in order, the indices of the earlier ones it needs, all of them.

    The latest definition of a name counts. What the author says (``continuation``, ``group=``, hidden set-up) comes
    on top.
    """
    names = [syntax_of(source_of(one).text) for one in examples]
    result: list[tuple[int, ...]] = []
    latest: dict[str, int] = {}
    everything: int | None = None
    for place, (own, said) in enumerate(zip(names, said_to_rest_on(examples), strict=True)):
        needed = {*said, *(latest[name] for name in own.needs(latest))}
        if everything is not None and not own.everything and own.needed() - latest.keys():
            needed.add(everything)
        result.append(tuple(sorted(with_theirs(needed, result))))
        latest.update(dict.fromkeys(own.defined, place))
        everything = place if own.everything else everything
    return result
