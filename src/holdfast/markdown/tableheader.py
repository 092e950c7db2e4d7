"""A header that is a table of two columns: names on the left, values on the right."""

from holdfast.markdown.blocks import Block, Parse
from holdfast.markdown.plain import key, plain
from holdfast.markdown.rawfield import RawField
from holdfast.model.span import Span

_COLUMNS = tuple(
    frozenset(words.split())
    for words in (
        "field key name property attribute item metadata meta campo feld champ attribut propiedad veld поле 字段 项目 項目 属性",
        "value values content description detail details information valor wert valeur waarde valore значение 值 内容 値",
    )
)
"""What the header row of a table of fields may say that is no field."""


def read_table(parse: Parse, block: Block) -> list[RawField]:
    """Read a table of two columns, its header row included; empty where it has others."""
    fields = []
    cells = [one for one in parse.blocks_in((block.start, block.end)) if one.kind in ("head", "row", "cell")]
    rows: list[list[Block]] = []
    for one in cells:
        if one.kind == "cell":
            rows[-1].append(one)
        else:
            rows.append([])
    if not rows or any(len(row) != 2 for row in rows):
        return []
    for name_cell, value_cell in rows:
        name = _cell(parse, name_cell).rstrip(":：").strip()
        value = _cell(parse, value_cell)
        if name and not (name_cell is rows[0][0] and key(name) in _COLUMNS[0] and key(value) in _COLUMNS[1]):
            fields.append(RawField(name, value, Span(*value_cell[1:3]), Span(*name_cell[1:3])))
    return fields


def _cell(parse: Parse, cell: Block) -> str:
    """Return the words of a cell, where a bar is written with a backslash before it."""
    return plain(parse.slice(cell.start, cell.end).replace("\\|", "|"))
