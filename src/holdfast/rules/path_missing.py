"""Code in the text names a file or folder of the repository that does not exist.

Only what is plainly a path of this repository counts: in inline code, with a slash and with a file suffix
or a slash at the end, and either its folder is there and holds files of its kind, or one file of that name
lies in a folder of the same name elsewhere, or git has deleted it. What is ignored by git and the usual
folders of generated files are left alone, and so is a path of which the sentence, the list item or what
introduces it says that it is new, planned, gone, moved, generated or an example.

```template
# [Title]

**Status:** [Draft | Active]

## Context

[Why]
```

```document docs/design/cache.md
# Cache

**Status:** Active

## Context

The figures are in `docs/load/notes/run.md` and `docs/design/figures.md`.
The plan `docs/design/next.md` will be added.
```

```document docs/runs/notes/run.md
# Run
```

```verdict
docs/design/cache.md 7:20 docs/load/notes/run.md does not exist; did you mean docs/runs/notes/run.md?
docs/design/cache.md 7:49 docs/design/figures.md does not exist
```
"""

import posixpath

from holdfast.binding.context import meant
from holdfast.model.corpus import Corpus, CorpusReport
from holdfast.model.entry import Entry, Mention
from holdfast.model.obligation import obligation
from holdfast.patterns import pattern

OBLIGATION = obligation("- - W -")
LIVING = True
_LINES = pattern(r":\d+(?:-\d+)?\Z")
_SUFFIX = pattern(r"\.[A-Za-z][A-Za-z0-9]{0,7}\Z")
_STAND_IN = pattern(
    r"[A-Z][A-Z_]*[A-Z](?:[-_.\d]|\Z)|.*(?:[xX]{2}|[nN]{3}|YYYY)|(?:my|your|some|foo|bar|baz|path|example|name)(?:[-_.\d]|\Z)"
)
_MADE = frozenset(
    {
        "target",
        "dist",
        "build",
        "out",
        "node_modules",
        "vendor",
        "coverage",
        "bin",
        "obj",
        "tmp",
        "site",
        "generated",
        "__pycache__",
    }
)


def survey(corpus: Corpus, report: CorpusReport) -> None:
    """Try the paths of every document; history is asked once, about all that nothing else decides."""
    lost: list[tuple[Entry, Mention, str]] = []
    for entry in corpus.documents:
        seen: set[str] = set()
        for mention in entry.named("path") if entry.bound else ():
            path = _path(corpus, entry, mention)
            if (
                path
                and path not in seen
                and not corpus.ignored(path)
                and not meant(corpus.context(entry.path, mention.spot.start))
            ):
                seen.add(path)
                lost.append((entry, mention, path))
    if not lost:
        return
    kinds = _kinds(corpus)
    moved = {path: _moved(corpus, path) for _, _, path in lost}
    unsure = {
        path
        for path, now in moved.items()
        if not now and _SUFFIX.findall(path) not in kinds.get(posixpath.dirname(path), [])
    }
    gone = corpus.gone(sorted(unsure)) if unsure else {}
    for entry, mention, path in lost:
        if path in unsure and path not in gone:
            continue
        now = moved[path]
        hint = f"; did you mean {now}?" if now else f"; {gone[path]} deleted it" if path in gone else ""
        remedy = f"write {now}" if now else "write where it is now, or that it is gone"
        report(entry, mention.spot, f"{_LINES.sub('', mention.text)} does not exist{hint}", remedy)


def _path(corpus: Corpus, entry: Entry, mention: Mention) -> str | None:
    """Return the project path that a mention must mean and that is not there, or ``None``."""
    text = _LINES.sub("", mention.text)
    parts = [part for part in text.split("/") if part not in ("", ".", "..")]
    if "..." in text or len(parts) < 2 or not (text.endswith("/") or _SUFFIX.search(text)):
        return None
    if any(part in _MADE or part.startswith(".") or _STAND_IN.match(part) for part in parts):
        return None
    beside = posixpath.normpath(posixpath.join(posixpath.dirname(entry.path), text))
    candidates = [beside] if text.startswith(".") else [posixpath.normpath(text), beside]
    inside = [one for one in candidates if not one.startswith("..")]
    # A path may be meant from the folder of a module, of which there may be many.
    if any(corpus.exists(one) for one in inside) or any(
        one.endswith("/" + text) for one in corpus.known.get(parts[-1], [])
    ):
        return None
    tail = len(posixpath.normpath("/".join(parts[1:]))) + 1
    known = [one for one in inside if one[:-tail] and corpus.exists(one[:-tail])]
    return known[0] + ("/" if text.endswith("/") else "") if known else None


def _kinds(corpus: Corpus) -> dict[str, list[list[str]]]:
    """Return the suffixes of the files in each folder."""
    kinds: dict[str, list[list[str]]] = {}
    for name, paths in corpus.known.items():
        suffix = _SUFFIX.findall(name)
        for path in paths if suffix else ():
            kinds.setdefault(posixpath.dirname(path), []).append(suffix)
    return kinds


def _moved(corpus: Corpus, path: str) -> str:
    """Return the one file of this name that lies in a folder of the same name elsewhere, or empty."""
    folder, _, name = path.rpartition("/")
    same = corpus.known.get(name, [])
    return (
        same[0]
        if len(same) == 1 and posixpath.basename(posixpath.dirname(same[0])) == posixpath.basename(folder)
        else ""
    )
