"""Conditions in directives: ``category == 'Core' and not status in ('Draft', 'Review')``."""

from collections.abc import Callable, Mapping

from holdfast.patterns import pattern
from holdfast.records import record

_TOKEN = pattern(r"\s*(?:(?P<op>==|!=|\(|\)|,)|'(?P<single>[^']*)'|\"(?P<double>[^\"]*)\"|(?P<word>[\w-]+))")
_DEPTH = 20


@record
class Condition:
    """A parsed expression over the fields of a document; nested tuples, so that it hashes by value."""

    text: str
    tree: tuple[object, ...]

    def holds(self, values: Mapping[str, str], form: Callable[[str], str] = str.casefold) -> bool:
        """Evaluate against field values by id; a field that is not there equals the empty string.

        ``form`` gives the form in which words are compared.
        """
        return _evaluate(self.tree, values, form)


def parse_condition(text: str) -> Condition:
    """Parse ``field == 'x'``, ``!=``, ``in (..)``, ``and``, ``or``, ``not`` and parentheses.

    Raises ``ValueError`` with a sentence for the author when the text is anything else.
    """
    parser = _Parser(text)
    tree = parser.either()
    parser.finish()
    return Condition(text.strip(), tree)


def _evaluate(tree: tuple[object, ...], values: Mapping[str, str], form: Callable[[str], str]) -> bool:
    match tree:
        case ("and", left, right):
            return _evaluate(left, values, form) and _evaluate(right, values, form)  # type: ignore[arg-type]
        case ("or", left, right):
            return _evaluate(left, values, form) or _evaluate(right, values, form)  # type: ignore[arg-type]
        case ("not", inner):
            return not _evaluate(inner, values, form)  # type: ignore[arg-type]
        case ("in", str(name), tuple(choices)):
            return form(values.get(name.casefold(), "")) in map(form, choices)
    raise ValueError(f"not a condition: {tree!r}")


class _Parser:
    """Recursive descent, bounded in depth because a template can come from a stranger."""

    def __init__(self, text: str) -> None:
        self.tokens: list[tuple[str, str]] = []
        at = 0
        while text[at:].strip():
            found = _TOKEN.match(text, at)
            if found is None:
                raise ValueError(f"cannot read {text[at:].strip()!r}")
            kind = found.lastgroup or ""
            self.tokens.append(("text" if kind in ("single", "double") else kind, found[kind]))
            at = found.end()
        self.at = 0
        self.depth = 0

    def peek(self) -> tuple[str, str]:
        return self.tokens[self.at] if self.at < len(self.tokens) else ("end", "")

    def take(self, kind: str, value: str = "") -> str:
        found = self.peek()
        if found[0] != kind or (value and found[1] != value):
            raise ValueError(f"expected {value or kind}, found {found[1] or 'the end'}")
        self.at += 1
        return found[1]

    def accept(self, kind: str, value: str) -> bool:
        if self.peek() == (kind, value):
            self.at += 1
            return True
        return False

    def finish(self) -> None:
        if self.peek()[0] != "end":
            raise ValueError(f"did not expect {self.peek()[1]}")

    def either(self) -> tuple[object, ...]:
        tree = self.both()
        while self.accept("word", "or"):
            tree = ("or", tree, self.both())
        return tree

    def both(self) -> tuple[object, ...]:
        tree = self.single()
        while self.accept("word", "and"):
            tree = ("and", tree, self.single())
        return tree

    def single(self) -> tuple[object, ...]:
        self.depth += 1
        if self.depth > _DEPTH:
            raise ValueError("nested too deeply")
        if self.accept("word", "not"):
            tree: tuple[object, ...] = ("not", self.single())
        elif self.accept("op", "("):
            tree = self.either()
            self.take("op", ")")
        else:
            tree = self.comparison()
        self.depth -= 1
        return tree

    def comparison(self) -> tuple[object, ...]:
        name = self.take("word")
        if self.accept("op", "=="):
            return ("in", name, (self.take("text").casefold(),))
        if self.accept("op", "!="):
            return ("not", ("in", name, (self.take("text").casefold(),)))
        self.take("word", "in")
        self.take("op", "(")
        choices = [self.take("text").casefold()]
        while self.accept("op", ","):
            choices.append(self.take("text").casefold())
        self.take("op", ")")
        return ("in", name, tuple(choices))
