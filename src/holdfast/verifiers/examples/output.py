"""What an example really prints, put in place of what its document says it prints."""

from holdfast.model.edit import Edit, Fix
from holdfast.model.example import Example, Expected, Level
from holdfast.model.outcome import Outcome
from holdfast.model.span import Span
from holdfast.model.trial import Trial


def written(example: Example, trial: Trial, source: bytes) -> Fix | None:
    """Return the edits for an example that printed something else; none where it prints what the document says.

    ``None`` where its output belongs to several places at once and cannot be told apart.
    """
    if not example.expected or trial.level is not Level.COMPARED or trial.outcome is not Outcome.BROKEN:
        return Fix(())
    return _fix(source, example.expected, trial.output)


def _fix(source: bytes, expected: Expected, output: str) -> Fix | None:
    if not expected.lines:
        return None
    old, printed = expected.lines, output.splitlines()
    if len(old) == len(printed):
        # Line by line, so that whatever stands before each of them stays.
        return Fix(
            tuple(
                Edit(Span(line.start, line.start + len(line.text.encode())), text)
                for line, text in zip(old, printed, strict=True)
                if line.text != text
            )
        )
    first = old[0].start - len(expected.prefix.encode())
    margin = source[max(source.rfind(b"\n", 0, first), source.rfind(b"\r", 0, first)) + 1 : first].decode(
        "utf-8", "replace"
    )
    end = old[-1].start + len(old[-1].text.encode())
    between = source[first:end].decode("utf-8", "replace").splitlines()
    if len(between) != len(old):
        return None
    return Fix((Edit(Span(first, end), f"\n{margin}".join(expected.prefix + text for text in printed)),))
