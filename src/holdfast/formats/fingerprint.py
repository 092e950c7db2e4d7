"""A name for each verdict that stays the same while the text around it is edited."""

import re
from collections import Counter
from collections.abc import Sequence
from hashlib import sha256

from holdfast.model.verdict import Verdict

_NUMBER = re.compile(r"\b(lines?|from|to|on|at|:)(\s?)\d+")


def fingerprints(verdicts: Sequence[Verdict], paths: Sequence[str]) -> list[str]:
    """Return a fingerprint of 32 hex digits for each verdict; ``paths`` are those of their files, as they are shown.

    It is made of slug, path and what was found, line numbers left out, and of a count among equals, so that it moves
    with its line and stays when another finding is mended.
    """
    met: Counter[tuple[str, str, str]] = Counter()
    found = []
    for verdict, path in zip(verdicts, paths, strict=True):
        key = (verdict.slug, path, _NUMBER.sub(r"\1\2#", verdict.found))
        met[key] += 1
        text = "\0".join((*key, str(met[key])))
        found.append(sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:32])
    return found
