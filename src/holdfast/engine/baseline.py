"""The baseline: the faults a project has and knows of, so that only what is new fails.

``holdfast-baseline.json`` is committed. It is ordered, holds one entry a line and neither times nor line
numbers, so that two branches can change it and be merged. It also pins every document to the text of its
template, which a shallow clone could not find out.
"""

import json
import os
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from holdfast.binding.identity import Identity
from holdfast.config import Config
from holdfast.engine.pins import Pinned, Pins
from holdfast.errors import UsageError
from holdfast.records import field, record
from holdfast.rules import current_slug
from holdfast.world.regular import open_regular

NAME = "holdfast-baseline.json"
_VERSION = 1
_SCHEMA = "https://holdfast-docs.github.io/schemas/baseline-v1.json"
_REWRITE = "mend the file, or write it anew with holdfast baseline --update"


@record
class Baseline:
    """What a baseline file holds."""

    path: str
    """Absolute."""
    findings: Mapping[Identity, int] = field(default_factory=dict)
    """How many equal faults there are, by the identity of the first."""
    pins: Pins = field(default_factory=Pins)

    @property
    def paths(self) -> set[str]:
        """The documents and templates it speaks of."""
        pinned = {one.template for one in self.pins.texts.values()}
        return {*(one.path for one in self.findings), *self.pins.documents, *pinned}

    def knows(self, identity: Identity) -> bool:
        """Tell whether it holds a fault."""
        return identity.ordinal < self.findings.get(identity.fault, 0)

    def gone(self, present: Iterable[Identity]) -> Counter[Identity]:
        """Return what it holds beyond the faults there are: how many of each."""
        return Counter(self.findings) - Counter(one.fault for one in present)

    def moved(self, renamed: Mapping[str, str]) -> "Baseline":
        """Return it with the paths of today; ``renamed`` leads from each older path to the one of today."""
        if not renamed:
            return self
        findings: Counter[Identity] = Counter()
        for identity, count in self.findings.items():
            findings[identity._replace(path=renamed.get(identity.path, identity.path))] += count
        texts = {
            digest: one._replace(template=renamed.get(one.template, one.template))
            for digest, one in self.pins.texts.items()
        }
        documents = {renamed.get(path, path): digest for path, digest in self.pins.documents.items()}
        return Baseline(self.path, findings, Pins(documents, texts))


def place(root: str, config: Config) -> tuple[str, bool]:
    """Return the absolute path of a project's baseline, empty for none, and whether it has to be there."""
    said = config.baseline
    if isinstance(said, str):
        return os.path.normpath(os.path.join(root, said)), True
    return (os.path.join(root, NAME), False) if said else ("", False)


def load(path: str, *, wanted: bool) -> Baseline | None:
    """Read a baseline; ``None`` where there is none and none is wanted.

    Raises :class:`~holdfast.errors.UsageError` where it cannot be read, or is wanted and not there.
    """
    try:
        with open_regular(path) as file:
            return parse(file.read(), path)
    except FileNotFoundError:
        if not wanted:
            return None
        raise UsageError(
            "there is no such baseline", where=path, remedy="write it with holdfast baseline, or leave --baseline out"
        ) from None
    except OSError as error:
        raise UsageError(
            f"cannot be read: {(error.strerror or '').lower()}", where=path, remedy="check its permissions"
        ) from error


def parse(raw: bytes, path: str) -> Baseline:
    """Return what the bytes of a baseline say.

    Raises :class:`~holdfast.errors.UsageError` where they are none, or one of a later Holdfast.
    """
    try:
        table = json.loads(raw)
        if not isinstance(table, dict) or table["version"] != _VERSION:
            raise UsageError(
                f"is no baseline of version {_VERSION}",
                where=path,
                remedy="use the Holdfast that wrote it, or a later one",
            )
        findings: Counter[Identity] = Counter()
        for one in table["findings"]:
            document, slug, section, text = (_text(one[name]) for name in ("path", "rule", "section", "text"))
            identity = Identity(document, current_slug(slug), section, text)
            findings[identity] += int(one.get("count", 1))
        documents = {_text(name): _text(digest) for name, digest in table["documents"].items()}
        texts = {_text(digest): _pinned(one) for digest, one in table["templates"].items()}
    except json.JSONDecodeError as error:
        merged = any(line.startswith(b"<<<<<<<") for line in raw.splitlines())
        found = "holds the marks of an unfinished merge" if merged else f"is no JSON: {error.msg}"
        line = 1 + next((n for n, one in enumerate(raw.splitlines()) if one.startswith(b"<<<<<<<")), error.lineno - 1)
        raise UsageError(found, where=f"{path}:{line}", remedy=_REWRITE) from error
    except (KeyError, ValueError, TypeError, AttributeError, RecursionError, OverflowError) as error:
        raise UsageError("is no baseline", where=path, remedy=_REWRITE) from error
    return Baseline(path, findings, Pins(documents, texts))


def written(baseline: Baseline) -> str:
    """Return the text of a baseline file: ordered, one entry a line."""
    pins = baseline.pins
    findings = [
        _line(
            {"path": one.path, "rule": one.slug, "section": one.section, "text": one.text}
            | ({"count": count} if count > 1 else {})
        )
        for one, count in sorted(baseline.findings.items())
    ]
    documents = [f"{_line(path)}: {_line(digest)}" for path, digest in sorted(pins.documents.items())]
    texts = [
        f"{_line(digest)}: {_line({name: value for name, value in one._asdict().items() if value is not None})}"
        for digest, one in sorted(pins.texts.items(), key=lambda item: (item[1].template, item[1].origin, item[0]))
    ]
    parts = [
        f'"$schema": {_line(_SCHEMA)}',
        f'"version": {_VERSION}',
        f'"findings": [{_lines(findings)}]',
        f'"documents": {{{_lines(documents)}}}',
        f'"templates": {{{_lines(texts)}}}',
    ]
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _lines(entries: list[str]) -> str:
    return "\n" + ",\n".join(entries) + "\n" if entries else ""


def _line(value: object) -> str:
    """Return JSON on one line, readable where that is safe: nothing in it may change how it is shown."""
    text = json.dumps(value, ensure_ascii=False)
    return text if text.isprintable() else json.dumps(value)


def _pinned(one: Mapping[str, Any]) -> Pinned:
    side = one.get("side")
    return Pinned(
        _text(one["template"]), _text(one["origin"]), _text(one["text"]), side if side is None else _text(side)
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value
