"""From what both sides answered to a trial for each claim of a guide."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from holdfast.model.claim import Claim
from holdfast.model.example import Level
from holdfast.model.guide import Declared, Guide, Request
from holdfast.model.outcome import Outcome
from holdfast.model.trial import Trial
from holdfast.plural import counted
from holdfast.records import replace
from holdfast.verifiers.replayed.answers import Answer, Played
from holdfast.verifiers.replayed.differing import Difference, differences
from holdfast.verifiers.replayed.meant import concerns, covers, covers_operation, may_concern
from holdfast.verifiers.replayed.openapi import DocumentError, Operation, document_differences
from holdfast.verifiers.replayed.playing import BODY, HEAD
from holdfast.verifiers.replayed.showing import DECLARE, folded, log_lines, parts_of, shown_lines
from holdfast.verifiers.replayed.writing import payload

_LIMITS = {
    "no answer": "does not answer within {seconds:g} s",
    "given up": "was asked no more, after two requests in a row that it did not answer",
    "endless": "answers without an end: it is not over after {seconds:g} s",
    "events": "answers with server-sent events, which are not replayed",
    "upgrade": "asks for another protocol, which is not replayed",
    "large": f"answers with more than {BODY >> 20} MiB",
    "large head": f"answers with more than {HEAD >> 10} KiB of headers",
}
"""What proves nothing, by name."""
_FAULTS = {
    "closed": "closes the connection before its answer is complete",
    "cut short": "ends its answer before it is complete",
    "refused": "takes no connection any more",
    "not http": "answers with something that is no HTTP",
}


@dataclass(slots=True)
class Judge:
    """All that is known of one guide that was played."""

    guide: Guide
    before: Played
    after: Played
    seconds: float
    """That one answer may take."""
    headers: tuple[str, ...] = ()
    seen: list[tuple[Request, Answer, Answer, list[Difference]]] = field(default_factory=list)
    """Every request that both sides answered, with what differs."""
    found: dict[int, tuple[Request, Answer, Answer, list[Difference]]] = field(default_factory=dict)
    """The same, by the identity of the request."""
    places: dict[int, int] = field(default_factory=dict)
    """The place of each request among those that were sent."""
    alike: Counter[str] = field(default_factory=Counter)
    """How many requests have the same method and target."""
    skipped: int = 0
    described: list[tuple[Operation, Difference]] = field(default_factory=list)

    def look(self, requests: Sequence[Request]) -> None:
        """Compare all that was answered."""
        self.places = {id(one): place for place, one in enumerate(requests)}
        self.alike = Counter(one.shown for one in requests)
        pairs = zip(requests, self.before.answers, self.after.answers, strict=False)
        for request, old, new in pairs:
            if old is None or new is None or old.problem or new.problem:
                self.skipped += 1
            else:
                sent = f"{request.target}\n{request.headers}\n{request.body}"
                self.seen.append((request, old, new, differences(old, new, sent, self.headers)))
                self.found[id(request)] = self.seen[-1]
        if self.before.document and self.after.document:
            try:
                self.described = list(document_differences(self.before.document, self.after.document))
            except DocumentError:
                self.described = []

    def trial(self, claim: Claim) -> Trial:
        """Return the trial of a claim."""
        part, matter = claim.matter.part, claim.matter
        if part in ("before", "after"):
            made = self._side(getattr(self, part))
        elif stopped := self._stopped():
            made = stopped
        elif part == "request":
            made = self._request(matter.request)
        elif part == "derived":
            made = self._derived()
        elif part == "openapi":
            made = self._openapi()
        else:
            made = self._declared(matter.declared)
        seconds = (
            self.before.seconds * (not self.before.known) + self.after.seconds if part == "after" else made.seconds
        )
        return replace(made, reads=self.before.reads | self.after.reads, seconds=seconds)

    def _side(self, played: Played) -> Trial:
        if not played.problem:
            return _held()
        outcome = Outcome.BROKEN if played.proven else Outcome.UNPROVEN
        lines = log_lines(played.log)
        return Trial(
            outcome, Level.RAN, None, played.problem, played.remedy, at=0, detail=lines, output=played.log[-2000:]
        )

    def _stopped(self) -> Trial | None:
        for name, played in (("before", self.before), ("after", self.after)):
            if played.problem:
                return Trial(Outcome.UNPROVEN, Level.RAN, None, f"its {name} does not start", "mend that first")
        return None

    def _request(self, request: Request) -> Trial:
        if request.fault:
            return Trial(
                Outcome.UNPROVEN, Level.RAN, None, request.fault, "write it so that it can be sent, or leave it out"
            )
        place = self.places[id(request)]
        answers = (self.before.answers[place], self.after.answers[place])
        if unanswered := self._unanswered(answers):
            return unanswered
        found = self.found[id(request)]
        return _judged(self.undeclared(*found), self._called(request), *found[1:3])

    def _called(self, request: Request) -> str:
        """Return what tells a request from the others of its guide, as Markdown."""
        return request.name if self.alike[request.shown] > 1 and request.name else f"`{request.shown}`"

    def undeclared(self, request: Request, old: Answer, new: Answer, found: list[Difference]) -> list[Difference]:
        """Return the differences of a request that the guide does not declare."""
        meant = [one for one in self.guide.declared if concerns(one.where, request, (old.status, new.status))]
        return [one for one in found if not any(covers(declared, one) for declared in meant)]

    def _unanswered(self, answers: tuple[Answer | None, Answer | None]) -> Trial | None:
        """Return the trial of a request that one side gives no whole answer to."""
        named = [(name, one) for name, one in zip(("before", "after"), answers, strict=True) if one and one.problem]
        if not named:
            return None
        for name, answer in named:
            if answer.problem in _LIMITS:
                found = f"{name} {_LIMITS[answer.problem].format(seconds=self.seconds)}"
                return Trial(Outcome.UNPROVEN, Level.RAN, None, found, "leave it to the reader, or make it smaller")
        name, answer = named[0]
        if answer.problem == "gone":
            found = f"{name} had ended before this was asked"
            return Trial(Outcome.UNPROVEN, Level.RAN, None, found, "mend what ends it first")
        found = f"{name} {_FAULTS.get(answer.problem, answer.problem)}"
        if answer.ended is not None:
            found = f"{name} ended with {answer.ended} while it was asked"
        lines = log_lines(answer.log)
        outcome = Outcome.UNPROVEN if len(named) > 1 else Outcome.BROKEN
        return Trial(
            outcome, Level.RAN, None, found, "mend what is shown, or leave the request out", at=0, detail=lines
        )

    def _derived(self) -> Trial:
        if not (self.seen or self.skipped):
            found = "the guide has no requests, and both sides describe no operation in OpenAPI that they share"
            return Trial(Outcome.UNPROVEN, Level.RAN, None, found, "write requests into an http block")
        lines: list[str] = []
        count = 0
        for one in self.seen:
            if left := self.undeclared(*one):
                count += 1
                lines += [one[0].shown, *(f"  {line}" for line in shown_lines(folded(left, *one[1:3])))]
        if lines:
            found = f"{count} of {len(self.seen)} requests made from OpenAPI are answered otherwise than before"
            return Trial(Outcome.BROKEN, Level.COMPARED, None, found, DECLARE, detail=tuple(lines))
        if self.skipped:
            found = f"{self.skipped} of {self.skipped + len(self.seen)} requests made from OpenAPI have no whole answer"
            return Trial(Outcome.UNPROVEN, Level.RAN, None, found, "write requests into an http block")
        return _held()

    def _openapi(self) -> Trial:
        if self.before.document and not self.after.document:
            if any(one.what == "openapi" and not one.after for one in self.guide.declared):
                return _held()
            rows = payload([("every request", [Difference("openapi", "", "", "")])])
            found = "before serves one, after serves none"
            return Trial(Outcome.BROKEN, Level.COMPARED, None, found, DECLARE, output=rows)
        left = [
            (operation, one)
            for operation, one in self.described
            if not any(covers_operation(declared, operation, one) for declared in self.guide.declared)
        ]
        if not left:
            return _held()
        lines = [
            f"{operation.method} {operation.path}: {line}" for operation, one in left for line in shown_lines([one])
        ]
        found = f"they differ in {counted(len(left), 'place')}"
        rows = payload([(f"`{operation.method} {operation.path}`", [one]) for operation, one in left])
        return Trial(Outcome.BROKEN, Level.COMPARED, None, found, DECLARE, detail=tuple(lines), output=rows)

    def _declared(self, declared: Declared) -> Trial:
        if declared.what == "openapi":
            gone = bool(self.before.document) and not self.after.document
            there = any(covers_operation(declared, *one) for one in self.described) or (gone and not declared.after)
        else:
            there = any(
                concerns(declared.where, request, (old.status, new.status))
                and any(covers(declared, one) for one in found)
                for request, old, new, found in self.seen
            )
        if there:
            return _held()
        if self.skipped and declared.what != "openapi":
            found = f"no request shows it, and {self.skipped} could not be compared"
            return Trial(Outcome.UNPROVEN, Level.RAN, None, found, "mend those first")
        remedy = "take it out, or add a request that shows it: holdfast verify --update differences"
        name = declared.where.name
        unknown = name and not any(may_concern(declared.where, one) for one in self.guide.requests)
        found = f"no request is called {name!r}" if unknown else "no request shows it"
        return Trial(Outcome.STALE, Level.COMPARED, None, found, remedy)


def _judged(left: list[Difference], where: str, old: Answer, new: Answer) -> Trial:
    if not left:
        return _held()
    found = f"answers otherwise than before: {parts_of(left)}"
    rows = payload([(where, left)])
    lines = shown_lines(folded(left, old, new), (old.status, new.status))
    return Trial(Outcome.BROKEN, Level.COMPARED, None, found, DECLARE, detail=lines, output=rows)


def _held() -> Trial:
    return Trial(Outcome.HOLDS, Level.COMPARED)
