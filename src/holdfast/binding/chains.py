"""Which earlier examples of its document an example rests on, as far as its author says so."""

from collections.abc import Sequence

from holdfast.model.example import Example


def said_to_rest_on(found: Sequence[Example]) -> list[tuple[int, ...]]:
    """Return for each example of one document and language, in order, the indices of those it rests on.

    These are what it continues, the earlier ones of its group, and the hidden set-up of the sections around it.
    """
    result: list[tuple[int, ...]] = []
    for place, one in enumerate(found):
        needed = {index for index in range(place) if one.group and found[index].group == one.group}
        if one.continues and place:
            needed |= {place - 1, *result[place - 1]}
        needed |= {
            index
            for index in range(place)
            if found[index].hidden and found[index].section == one.section[: len(found[index].section)]
        }
        result.append(tuple(sorted(needed)))
    return result
