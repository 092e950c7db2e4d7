"""Laws of the language server: whatever is asked, wherever, of whatever text, there is an answer and never a failure."""

import random
import shutil
from pathlib import Path

import pytest
from lsprotocol import types

from holdfast.lsp.actions import actions
from holdfast.lsp.completion import completion
from holdfast.lsp.hover import hover
from holdfast.lsp.lenses import lenses
from holdfast.lsp.navigation import definition, references
from holdfast.lsp.rename import prepare_rename
from holdfast.lsp.symbols import document_symbols, folding
from lspdesk import Table

ROTTEN = Path(__file__).parent.parent / "examples" / "rotten"
BITS = (
    "\n## \n",
    "[x](",
    "`",
    "```\n",
    "| a |\n",
    "---\n",
    "<!-- holdfast: waive ",
    "🐢\r\n",
    "\ufeff",
    "* ",
    "[a]: #",
    "**Status:** ",
)


def asked(table, path, line, character):
    """Ask everything that can be asked about a place and about its document."""
    name, here = table.name(path), types.Position(line, character)
    at = {"text_document": name, "position": here}
    hover(table.desk, types.HoverParams(**at))
    completion(table.desk, types.CompletionParams(**at))
    definition(table.desk, types.DefinitionParams(**at))
    references(table.desk, types.ReferenceParams(context=types.ReferenceContext(include_declaration=True), **at))
    prepare_rename(table.desk, types.PrepareRenameParams(**at))
    around = types.Range(types.Position(max(0, line - 40), 0), here)
    actions(table.desk, types.CodeActionParams(name, around, types.CodeActionContext([])))
    document_symbols(table.desk, types.DocumentSymbolParams(name))
    folding(table.desk, types.FoldingRangeParams(name))
    lenses(table.desk, types.CodeLensParams(name))


@pytest.mark.parametrize("seed", range(3))
def test_every_question_about_every_place_of_a_broken_text_is_answered(tmp_path, seed):
    shutil.copytree(ROTTEN, tmp_path / "rotten")
    table, chance = Table(tmp_path / "rotten"), random.Random(seed)
    for path in sorted(table.project.live.session.paths):
        text = (table.root / path).read_text()
        cut = chance.randrange(len(text))
        text = text[:cut] + chance.choice(BITS) + text[cut + chance.randrange(200) :]
        table.desk.texts.open(types.TextDocumentItem(table.uri(path), "markdown", 1, text))
        lines = text.count("\n")
        where = text[:cut].count("\n")
        for line in (where, where + 1, chance.randrange(lines + 2)):
            asked(table, path, line, chance.randrange(80))
        assert isinstance(table.project.live.verdicts(path), list)
