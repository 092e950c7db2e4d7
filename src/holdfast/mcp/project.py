"""One project as the tools see it: each call looks at the files as they lie there, and computes nothing itself."""

import json
from typing import Any

from holdfast.engine.check import check
from holdfast.engine.chosen import chosen_paths
from holdfast.engine.demands import demands
from holdfast.engine.excerpt import excerpt, replaced_by
from holdfast.engine.governs import Governor as Governing
from holdfast.engine.governs import governed
from holdfast.engine.left import left
from holdfast.engine.query import read_query
from holdfast.engine.search import Filter, Searcher
from holdfast.engine.session import Session
from holdfast.engine.targets import named_targets
from holdfast.errors import UsageError
from holdfast.formats import View
from holdfast.formats.escape import visible
from holdfast.formats.json import render
from holdfast.markdown.blocks import readable
from holdfast.mcp import answers
from holdfast.model.entry import Entry
from holdfast.model.role import SETTLED, Role

CHARACTERS = 4
"""So many characters are counted as one token; a rule of thumb that holds for English."""
_OBLIGATIONS = 100
_PROPOSED = (Role.DRAFT, Role.RESEARCH)


class Project:
    """Answers about the project around a folder."""

    def __init__(self, start: str, config: str | None = None) -> None:
        """Take an absolute path, and the configuration to use instead of the nearest."""
        self.start = start
        self.config = config

    def governs(self, paths: list[str], budget: int) -> answers.Governing:
        """Return which documents govern some files, as many as fit into a number of tokens.

        Raises :class:`~holdfast.errors.UsageError` where no file is named.
        """
        if not paths:
            raise UsageError("there is nothing to look for", remedy="name files or folders of the project")
        session = self._open()
        found = governed(session, named_targets(session.plan, self.start, paths))
        documents: list[answers.Governor] = []
        room = budget * CHARACTERS
        for one in found.governors:
            made = _governor(one)
            room -= len(made.model_dump_json())
            if room < 0:
                break
            documents.append(made)
        return answers.Governing(
            documents=documents,
            ungoverned=list(map(visible, found.ungoverned)),
            absent=list(map(visible, found.targets.absent)),
            left_out=len(found.governors) - len(documents),
        )

    def document(self, path: str, budget: int, section: str) -> answers.Text:
        """Return a document or one of its sections, as many lines as fit into a number of tokens."""
        session = self._open()
        found = excerpt(session, self._inside(session, path), budget * CHARACTERS, section)
        return answers.Text(
            **_about(found.entry, found.heirs),
            outline=[
                answers.Heading(line=one.line, level=one.level, untrusted_title=visible(one.title))
                for one in found.outline
            ],
            first_line=found.first,
            untrusted_text=_lines(found.text),
            lines_left_out=found.left,
        )

    def search(self, words: str, status: str, limit: int) -> answers.Matches:
        """Return the documents that hold some words.

        Raises :class:`~holdfast.errors.UsageError` where neither words nor a status are given.
        """
        query = read_query([words])
        wanted = Filter((status,) if status else ())
        if not (query.match or query.without or status):
            raise UsageError("there is nothing to search for", remedy="give words, or a status")
        searcher = Searcher(self.start, config=self.config)
        try:
            found = searcher.search(query, wanted, max(1, min(limit, 50)))
        finally:
            searcher.close()
        session = self._open()
        documents = [
            answers.Match(
                **_about(entry, replaced_by(session, entry)),
                lines=[answers.Line(line=line.line, untrusted_text=visible(line.text[:300])) for line in one.lines],
                more=one.more,
            )
            for one in found.matches
            if (entry := session.entries.get(one.hit.path))
        ]
        return answers.Matches(documents=documents, total=found.total, searched=found.documents)

    def obligations(self, path: str) -> answers.Obligations:
        """Return what is left in one document."""
        session = self._open()
        relative = self._inside(session, path)
        found = left(session, relative)
        entry = session.entries[relative]
        return answers.Obligations(
            **_about(entry, replaced_by(session, entry)),
            left=[
                answers.Obligation(
                    kind=one.kind,  # type: ignore[arg-type]
                    line=one.line,
                    severity=one.severity or None,
                    slug=one.slug or None,
                    untrusted_what=visible(one.what),
                    remedy=visible(one.remedy),
                )
                for one in found[:_OBLIGATIONS]
            ],
            left_out=max(0, len(found) - _OBLIGATIONS),
        )

    def template(self, path: str, budget: int) -> answers.Templates:
        """Return the templates of a folder or document, or all of the project.

        Raises :class:`~holdfast.errors.UsageError` for a path that has none.
        """
        session = self._open()
        relative = self._inside(session, path) if path else ""
        found = []
        for one in session.plan.sets:
            near = any(file == relative or file.startswith(f"{relative}/") for file in (*one.paths, *_paths(one)))
            if relative and not near:
                continue
            for template in one.templates:
                text = _lines(readable(template.raw))
                schema = template.schema
                found.append(
                    answers.Template(
                        path=visible(template.path),
                        type=visible(schema.name),
                        version=schema.version,
                        documents=len(one.documents),
                        command=f"holdfast new --template {visible(schema.name)} --no-input TITLE",
                        demands=[
                            answers.Demand(line=each.origin.line, kind=each.kind, untrusted_name=visible(each.name))  # type: ignore[arg-type]
                            for each in demands(schema)
                        ],
                        untrusted_text=text if len(text) <= budget * CHARACTERS else None,
                    )
                )
        if not found:
            raise UsageError("has no template", where=path, remedy="name a document or a folder of documents")
        return answers.Templates(templates=found)

    def verdicts(self, paths: list[str], policy_from: str) -> dict[str, Any]:
        """Return what ``holdfast check --format json`` prints."""
        found: dict[str, Any] = json.loads(
            "\n".join(render(check(self.start, paths, config=self.config, policy_from=policy_from), View()))
        )
        return found

    def _open(self) -> Session:
        return Session(self.start, config=self.config)

    def _inside(self, session: Session, path: str) -> str:
        """Return a path of the project relative to its root, or refuse it."""
        found = chosen_paths(session.plan.tree, self.start, [path])
        return found[0] if found else ""


def _paths(one: Any) -> list[str]:
    return [template.path for template in one.templates]


def _governor(one: Governing) -> answers.Governor:
    return answers.Governor(
        **_about(one.entry, one.heirs),
        reasons=[
            answers.Reason(
                kind=each.kind,  # type: ignore[arg-type]
                file=visible(each.file),
                untrusted_words=visible(each.words),
                line=each.line or None,
            )
            for each in one.reasons[:10]
        ],
        claims=one.claims,
        broken=len(one.broken),
        stale=len(one.stale),
    )


def _about(entry: Entry, heirs: tuple[Entry, ...]) -> dict[str, Any]:
    """Return what every answer says of a document; what is not in force is named as such."""
    after = [visible(one.path) for one in heirs]
    replaced = f"superseded by {', '.join(after)}" if after else "nothing says what replaced it"
    over, proposed = entry.role in SETTLED, entry.role in _PROPOSED
    warning = None
    if over:
        warning = f"{entry.role.value}: no longer in force; {replaced}"
    elif proposed:
        undecided = entry.status is None
        warning = (
            "gives no status: nothing says that it was decided"
            if undecided
            else f"{entry.role.value}: proposed, not decided"
        )
    return {
        "path": visible(entry.path),
        "title": visible(entry.title),
        "status": None if entry.status is None else visible(entry.status),
        "role": entry.role.value,
        "in_force": not over and not (proposed and entry.status),
        "warning": warning,
        "superseded_by": after,
    }


def _lines(text: str) -> str:
    """Return a text with its lines and tabs as they are, and everything else that nobody sees spelled out."""
    return "\n".join("\t".join(map(visible, line.split("\t"))) for line in text.replace("\r\n", "\n").split("\n"))
