"""Which earlier examples of its document an example rests on: by the word of its author, and by the names it uses."""

from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet

from holdfast.model.example import Example


def said_to_rest_on(found: Sequence[Example]) -> list[tuple[int, ...]]:
    """Return for each example of one document and language, in order, the indices of those it rests on.

    These are what it continues, the earlier ones of its group, and the hidden set-up of the sections around it.
    """
    result: list[tuple[int, ...]] = []
    groups: dict[str, list[int]] = {}
    hidden: list[int] = []
    for place, one in enumerate(found):
        group = groups.setdefault(one.group, []) if one.group else []
        needed = set(group)
        if one.continues and place:
            needed |= {place - 1, *result[place - 1]}
        needed |= {index for index in hidden if found[index].section == one.section[: len(found[index].section)]}
        result.append(tuple(sorted(needed)))
        group.append(place)
        if one.hidden:
            hidden.append(place)
    return result


def with_theirs(direct: Iterable[int], known: Sequence[tuple[int, ...]]) -> set[int]:
    """Return the indices of some examples with all that ``known`` says they rest on; that of each is whole already."""
    found: set[int] = set()
    for index in sorted(direct, reverse=True):
        if index not in found:
            found |= {index, *known[index]}
    return found


def resting_on_names(
    found: Sequence[Example],
    used: Callable[[Example], AbstractSet[str]],
    given: Callable[[Example, Example], AbstractSet[str]],
) -> list[tuple[int, ...]]:
    """Return for each example the indices of those it rests on: by its author's word, and the latest that declare what it uses.

    ``used`` returns the names that an example uses and does not declare; ``given`` those that an earlier one, named
    first, declares for a later one.
    """
    result: list[tuple[int, ...]] = []
    said = said_to_rest_on(found)
    for place, one in enumerate(found):
        needed = with_theirs(said[place], result)
        missing = set(used(one))
        for earlier in range(place - 1, -1, -1):
            theirs = missing & given(found[earlier], one)
            if theirs:
                needed |= {earlier, *result[earlier]}
                missing -= theirs
        result.append(tuple(sorted(needed)))
    return result
