"""Where a local link leads, and where a lost target may have gone."""

import posixpath

from holdfast.binding.matching import alikeness
from holdfast.markdown.outline import split_number
from holdfast.model.corpus import Corpus

_LIKELY = 0.5


def resolve(path: str, target: str) -> str | None:
    """Return the project path a link in ``path`` leads to, or ``None`` where it leaves the project.

    A leading slash means the root of the repository, as on GitHub.
    """
    if target.startswith("/"):
        return posixpath.normpath(target.lstrip("/") or ".")
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
    return None if joined.startswith("..") else joined


def present(corpus: Corpus, path: str) -> str | None:
    """Return the file or folder that answers a path, or ``None``.

    Site generators write links without suffix, to the page of a folder, or to the ``.html`` a page
    becomes; all of these lead somewhere.
    """
    candidates = [path, f"{path}.md", f"{path}.mdx", f"{path}.markdown"]
    if path.endswith((".html", ".htm")):
        stem = path.rpartition(".")[0]
        candidates += [f"{stem}.md", f"{stem.removesuffix('/index')}/README.md"]
    return next((one for one in candidates if one in corpus.entries or corpus.exists(one)), None)


def listed(corpus: Corpus, page: str) -> set[str]:
    """Return the paths a page links to, present or not."""
    found = set()
    for link in corpus.entries[page].links:
        path = resolve(page, link.target) if link.target else None
        if path:
            found.add(present(corpus, path) or path)
    return found


def likely(corpus: Corpus, path: str) -> str | None:
    """Return the one file a lost Markdown target most likely is now, or ``None``; a hint, never a fix.

    An equal file name elsewhere; in the same folder the same name with or without its number, the same
    number, or the most alike name; each only where no second file answers as well.
    """
    if path not in corpus.lost:
        corpus.lost[path] = _search(corpus, path)
    return corpus.lost[path]


def _search(corpus: Corpus, path: str) -> str | None:
    folder, _, name = path.rpartition("/")
    same = corpus.known.get(name, [])
    if same:
        return same[0] if len(same) == 1 else None
    if not name.endswith(".md"):
        return None
    siblings = corpus.folders.get(folder, [])
    bare = [one for one in siblings if _bare(one) == _bare(path)]
    if bare:
        return bare[0] if len(bare) == 1 else None
    numbered = [one for one in siblings if _number(one) and _number(one) == _number(path)]
    if len(numbered) == 1:
        return numbered[0]
    scored = sorted(((alikeness(_words(one), _words(path)), one) for one in siblings), reverse=True)
    if scored and scored[0][0] >= _LIKELY and (len(scored) == 1 or scored[1][0] < scored[0][0]):
        return scored[0][1]
    return None


def shown_from(page: str, path: str) -> str:
    """Return a project path as a link in ``page`` would write it."""
    return posixpath.relpath(path, posixpath.dirname(page) or ".")


def _bare(path: str) -> str:
    return split_number(_words(path))[1] or path


def _number(path: str) -> str:
    return split_number(_words(path))[0]


def _words(path: str) -> str:
    """A file name as a title: ``07-dependency-injection.md`` becomes ``07. dependency injection``."""
    stem = path.rpartition("/")[2].rpartition(".")[0]
    number, dash, rest = stem.partition("-")
    return (
        f"{number}. {rest.replace('-', ' ').replace('_', ' ')}"
        if dash and number.isdigit()
        else stem.replace("-", " ").replace("_", " ")
    )
