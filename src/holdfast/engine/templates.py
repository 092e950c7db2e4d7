"""Which files of a project are templates, and which folder's documents each is for."""

import re
from typing import NamedTuple

from holdfast.binding.numbers import own_name
from holdfast.model.schema import Schema
from holdfast.patterns import pattern
from holdfast.template.compile import compile_template
from holdfast.template.name import MODEL_WORDS, TEMPLATE_WORDS, template_name
from holdfast.template.part import own_part, shows_document
from holdfast.template.placeholders import find_placeholders
from holdfast.template.size import TemplateTooLargeError
from holdfast.world.files import Problem, Tree, read

_LANGUAGES = "de|en|es|fr|it|ja|jp|ko|nl|pl|pt|ru|uk|zh|cn|[a-z]{2}[-_](?:br|cn|tw|us|gb)"
_KINDS = r"(?:adrs?|rf[cd]s?|d[eé]cis\w+)"
_NAME = pattern(
    rf"(?!(?:the|a|an|about|our|using|writing)[-_ ])(?:.*[-_. ])?(?:adr|m?dr|rf[cd]|[ekp]ep)?(?:{TEMPLATE_WORDS})(?:[-_.](?:{_LANGUAGES}))?\Z"
    r"|(?-i:\w*(?:A[Dd][Rr]|R[Ff][Cc]|Decision|Record|Design|Proposal)s?(?:Doc|Document|Record)?Template\Z)"
    r"|template[-_. ](?:adrs?|decisions?|designs?|docs?|documents?|rfcs?|proposals?|madr|nygard|specs?|full|long|short|minimal|bare"
    r"|draft|light(?:weight)?|simple|basic|extended|detailed|complete|v?\d+|[a-z]{2})\Z"
    rf"|(?:0{{3,5}}|N{{3,5}}|X{{3,5}})[-_. ](?:[a-z]{{2,8}}[-_. ])?(?:{TEMPLATE_WORDS})[-_. ].+"
    rf"|(?:_|(?:0{{2,5}}|N{{3,5}}|X{{3,5}})[-_. ])(?:{_KINDS}[-_. ])?(?:{MODEL_WORDS})(?:[-_. ](?:d[eo][-_. ])?{_KINDS})?\Z"
    rf"|{_KINDS}[-_. ](?:{MODEL_WORDS})\Z|(?:{MODEL_WORDS})[-_. ](?:(?:d[eo]|para|pour)[-_. ])?{_KINDS}\Z",
    re.IGNORECASE,
)
"""``TEMPLATE.md``, ``adr-template-de.md``, ``template-short.md``, ``0000-template-feature.md``; a page about "the template" is none.

In languages that have one word for it and for a model, it counts with a number of zeros or the kind of document: ``0000-modelo.md``.
"""
_BLANK_NAME = pattern(
    r"_?(?:[a-z]{2,5}[-_])?(?:N{3,5}|X{3,5}|#{2,5}|YYYY[-_]?MM[-_]?DD)"
    r"(?:[-_. ](?:issue#?|title|name|slug|short|my|the|of|your|with|in|decision|proposal|feature|description|topic|here))+\Z",
    re.IGNORECASE,
)
"""A name that is itself to be filled in: ``NNNN-title.md``, ``_YYYY-MM-DD-issue#-title.md``."""
_ZEROS = pattern(r"(?:[a-z]{2,5}[-_])?(?:0{3,5}|N{3,5}|X{3,5})\Z", re.IGNORECASE)
"""A name that is nothing but a number to be filled in, ``RFC-0000``; some projects begin to count there."""
_BLANK_TITLE = pattern(r"\b(?:N{3,5}|X{3,5})\b|[<\[{(][^<>\[\]{}()]*\btitle\b", re.IGNORECASE)
_SAMPLE = pattern(
    r"(?:[a-z]{2,5}[-_])?0{2,5}[-_. ](?:.+[-_. ])?(?:sample|example|beispiel|muster|exemplo|ejemplo|exemple|esempio|skeleton|blank)\Z",
    re.IGNORECASE,
)
"""An example under a number of zeros, which is a template where its title is to be filled in."""
_FOLDER = pattern(r"(?:.*[-_. ])?templates?\Z", re.IGNORECASE)
_PAGE_FOLDER = pattern(r"(?:.*[-_. ])?template\Z", re.IGNORECASE)
_OTHER = pattern(
    r"(?:issue|pull[-_ ]?request|pr|merge[-_ ]?request|bug|feature[-_ ]?request|commit|release|changelog|e?mail)s?(?:[-_ .]|\Z)",
    re.IGNORECASE,
)
_PAGES = frozenset({"readme", "index"})
_SIDE_SUFFIXES = (".yaml", ".yml")


class Template(NamedTuple):
    """A compiled template with the folder it serves."""

    schema: Schema
    path: str
    folder: str
    """Where the template lies."""
    home: str
    """The folder below which its documents are looked for."""
    paged: bool
    """Whether documents are ``NAME/README.md``, as the template itself is."""
    raw: bytes
    """The text it was compiled from: of a file that also tells how to use the template, the part that is it."""
    digest: str
    """Hash of that text and of the side file."""
    shown: bool = False
    """Whether a page shows it that is something else besides: the README of its folder."""

    @property
    def builtin(self) -> bool:
        """Whether it came with Holdfast; such a template has no history in the project."""
        return self.path.startswith("builtin:")


def find_templates(tree: Tree) -> list[Template]:
    """Return the templates of a project, in the order of their paths.

    A template is told by its name (``TEMPLATE.md``, ``0000-template.md``, ``eip-template.md``, ``NNNN-title.md``), by its
    folder (``proposal-templates/``), or by both (``NNNN-kep-template/README.md``). Templates of issues
    and pull requests are none.

    Raises :class:`~holdfast.errors.TemplateError` for one with an unreadable directive.
    """
    found = []
    for path in tree.markdown:
        if place := _place(path):
            home, paged = place
            template = compile_at(tree, path, home, paged=paged)
            if template and _ZEROS.match(own_name(path)) and not _is_blank(template.schema):
                continue
            if template and (template.schema.sections or template.schema.fields or template.schema.placeholders):
                found.append(template)
        elif _SAMPLE.match(path.rpartition("/")[2].rpartition(".")[0]):
            template = compile_at(tree, path, path.rpartition("/")[0])
            if template and template.schema.title and find_placeholders(template.schema.title.text):
                found.append(template)
    return found


def _is_blank(schema: Schema) -> bool:
    """Tell whether the title of what is numbered zero is to be filled in; else it is a document like any other."""
    return schema.title is not None and _BLANK_TITLE.search(schema.title.text) is not None


def compile_at(
    tree: Tree, path: str, home: str, *, paged: bool = False, name: str = "", side_file: str = ""
) -> Template | None:
    """Compile a template file of the project; ``None`` where it cannot be read."""
    raw = read(tree, path)
    if isinstance(raw, Problem):
        tree.problems.append(raw)
        return None
    folder = path.rpartition("/")[0]
    shown = (
        path.rpartition("/")[2].rpartition(".")[0].casefold() in _PAGES and _place(path) is None and shows_document(raw)
    )
    paged = paged and not shown
    side = _side_file(tree, folder, side_file) if paged or side_file else None
    raw = own_part(raw)
    try:
        schema = compile_template(raw, path, name or template_name(path), side_file=side)
    except TemplateTooLargeError as error:
        tree.problems.append(Problem(path, error.found, error.remedy))
        return None
    return Template(schema, path, folder, home, paged, raw, digest_of(raw, side[1] if side else b""), shown)


def digest_of(raw: bytes, side: bytes = b"") -> str:
    """Return what tells the text of a template and of its side file from others."""
    from holdfast.digest import sha256

    return sha256(raw + side).hexdigest()[:16]


def is_template(path: str) -> bool:
    """Tell whether a path is called as templates are."""
    return _place(path) is not None


def _place(path: str) -> tuple[str, bool] | None:
    """Return home folder and pagedness where a path is a template's, else ``None``."""
    folder, _, name = path.rpartition("/")
    stem = name.rpartition(".")[0]
    parts = folder.split("/") if folder else []
    if _OTHER.match(stem) or any(_OTHER.match(part) for part in parts[-1:]):
        return None
    if stem.casefold() in ("readme", "index") and parts and (_PAGE_FOLDER.match(parts[-1]) or _ZEROS.match(parts[-1])):
        return "/".join(parts[:-1]), True
    if parts and _FOLDER.match(parts[-1]):
        return ("/".join(parts[:-1]), False) if stem.casefold() not in ("readme", "index") else None
    return (folder, False) if any(one.match(stem) for one in (_NAME, _BLANK_NAME, _ZEROS)) else None


def _side_file(tree: Tree, folder: str, wanted: str) -> tuple[str, bytes] | None:
    """Return the YAML file beside a template, where exactly one lies there or one is named."""
    beside = [path.rpartition("/") for path in tree.names.paths if path.endswith(_SIDE_SUFFIXES)]
    names = [name for within, _, name in beside if within == folder and (name == wanted or not wanted)]
    if len(names) != 1:
        return None
    content = read(tree, f"{folder}/{names[0]}".lstrip("/"))
    return None if isinstance(content, Problem) else (names[0], content)
