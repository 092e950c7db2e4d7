"""Which earlier examples of its document an example rests on, as far as its author says so."""

from collections.abc import Iterable, Sequence

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
