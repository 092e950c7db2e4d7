"""Tells without a YAML parser that a text is YAML beyond doubt, which most examples are.

The parser takes six milliseconds for a kilobyte and a tenth of a second to load, so it is asked only
where a line is out of the ordinary.
"""

from holdfast.patterns import pattern

_PLAIN = r"[^:#\"'\[\]{}&*!|>%@`\n]"
_SCALAR = rf"(?:[\w./~+(^]{_PLAIN}*(?::(?!\s){_PLAIN}+)*|\"[^\"\\\n]*\"|'[^'\n]*'|\[(?![^\]]*:\s)[\w ,./:-]*\]|\{{\}}|\$\w[\w.]*)"
_KEY = r"(?:[\w./$-]+(?:[ :][\w./-]+)*|\"[^\"\\\n:]*\"|'[^'\n:]*')"
_LINE = pattern(
    rf"(?P<indent> *)(?P<dashes>(?:- +)*)(?:(?P<key>{_KEY}):(?: +(?P<value>{_SCALAR}))?|(?P<item>(?<=- ){_SCALAR}))[ ]*(?:[ ]#.*)?\Z"
)


def is_plain(lines: list[str]) -> bool:
    """Tell whether every line is a key, a key with a simple value or an item, nested as it has to be."""
    levels: list[int] = []
    opens = True
    for line in lines:
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        found = _LINE.match(line)
        if found is None:
            return False
        indent = len(found["indent"])
        while levels and indent < levels[-1]:
            levels.pop()
        if not levels or indent > levels[-1]:
            if not opens:
                return False
            levels.append(indent)
        if found["dashes"] and not found["item"]:
            levels.append(indent + len(found["dashes"]))
        opens = not found["item"] and not found["value"]
    return True
