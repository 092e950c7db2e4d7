"""A real Neovim, as Debian 12 has it, with the lines of docs/editors.md and nothing else."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
NVIM = shutil.which("nvim")

pytestmark = pytest.mark.skipif(NVIM is None, reason="no Neovim here: apt install neovim")

LUA = r"""
local result = {}
local function wait(what, condition)
  if not vim.wait(30000, condition, 20) then
    error("waited in vain for " .. what .. ": " .. vim.inspect(vim.diagnostic.get(0)))
  end
end
local function found()
  local slugs = {}
  for _, one in ipairs(vim.diagnostic.get(0)) do
    table.insert(slugs, { code = one.code or one.user_data.lsp.code, line = one.lnum + 1, column = one.col, source = one.source, message = one.message })
  end
  table.sort(slugs, function(a, b) return a.line < b.line end)
  return slugs
end
local function ask(method, params)
  local answers = vim.lsp.buf_request_sync(0, method, params, 30000)
  for _, answer in pairs(answers or {}) do
    if answer.err then error(vim.inspect(answer.err)) end
    return answer.result
  end
end
local function here() return vim.lsp.util.make_position_params() end
local function go(line, column) vim.api.nvim_win_set_cursor(0, { line, column }) end

local function run()
  vim.cmd("edit docs/01-cache.md")
  wait("the diagnostics", function() return #found() == 1 end)
  result.opened = found()

  -- As somebody types: the fault is mended in the buffer, and another made.
  vim.api.nvim_buf_set_lines(0, -1, -1, false, { "", "## Risks", "", "None." })
  wait("the mended section", function() return #found() == 0 end)
  vim.api.nvim_buf_set_text(0, 6, 0, 6, 0, { "🐢 é [x](nowhere.md) " })
  wait("the broken link", function() return #found() == 1 end)
  result.typed = found()

  go(7, 30)
  vim.api.nvim_buf_set_text(0, 6, 0, 6, #"🐢 é [x](nowhere.md) ", { "[x](02-store.md) " })
  wait("no broken link", function() return #found() == 0 end)
  go(7, 2)
  result.hover = ask("textDocument/hover", here()).contents.value
  vim.lsp.buf.definition()
  wait("the definition", function() return vim.fn.expand("%:t") == "02-store.md" end)
  result.definition = vim.fn.expand("%:t")
  vim.cmd("edit docs/01-cache.md")
  vim.cmd("edit!")
  wait("the text of the disk", function() return #found() == 1 end)

  go(3, 12)
  local items = ask("textDocument/completion", here())
  result.completion = vim.tbl_map(function(item) return item.label end, items.items)
  result.symbols = vim.tbl_map(function(one) return one.name end, ask("textDocument/documentSymbol", { textDocument = here().textDocument }))
  result.workspace = vim.tbl_map(function(one) return one.name end, ask("workspace/symbol", { query = "" }))
  result.folds = #ask("textDocument/foldingRange", { textDocument = here().textDocument })

  go(1, 0)
  local range = vim.lsp.util.make_range_params()
  range.context = { diagnostics = {} }
  local actions = ask("textDocument/codeAction", range)
  result.actions = vim.tbl_map(function(one) return one.title end, actions)
  for _, one in ipairs(actions) do
    if one.title:find("Add missing section", 1, true) then
      local client = vim.lsp.get_active_clients()[1]
      vim.lsp.util.apply_workspace_edit(one.edit, client.offset_encoding)
    end
  end
  wait("the added section", function()
    for _, one in ipairs(found()) do if one.code == "section-missing" then return false end end
    return true
  end)
  result.added = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), "\n")
  vim.cmd("write")

  go(1, 3)
  local rename = here()
  rename.newName = "01-caching.md"
  local edit = ask("textDocument/rename", rename)
  vim.lsp.util.apply_workspace_edit(edit, vim.lsp.get_active_clients()[1].offset_encoding)
  vim.cmd("wall")
  result.encoding = vim.lsp.get_active_clients()[1].offset_encoding
  result.clients = #vim.lsp.get_active_clients()
end

local ok, problem = pcall(run)
result.problem = not ok and tostring(problem) or nil
local file = io.open(vim.env.HOLDFAST_RESULT, "w")
file:write(vim.json and vim.json.encode(result) or vim.fn.json_encode(result))
file:close()
vim.lsp.stop_client(vim.lsp.get_active_clients(), true)
vim.cmd("qall!")
"""
TEMPLATE = "# [Title]\n\n**Status:** [Draft | Active]\n\n## Context\n\n[Why]\n\n## Risks\n\n[What]\n"
CACHE = "# Cache\n\n**Status:** Draft\n\n## Context\n\nSlow.\n"
FILES = {
    "docs/TEMPLATE.md": TEMPLATE,
    "docs/01-cache.md": CACHE,
    "docs/02-store.md": CACHE.replace("Cache", "Store") + "\n## Risks\n\nSee [it](01-cache.md).\n",
    "docs/README.md": "# Designs\n\n- [Cache](01-cache.md)\n- [Store](02-store.md)\n",
}


def snippet() -> str:
    """Return the lines that docs/editors.md tells people to write."""
    text = (ROOT / "docs" / "editors.md").read_text()
    return re.search(r"<!-- The test of Neovim runs this block. -->\n\n```lua\n(.*?)```", text, re.DOTALL)[1]


@pytest.fixture
def program(tmp_path, monkeypatch):
    """Put a command ``holdfast`` onto the path that is the one under test."""
    folder = tmp_path / "bin"
    folder.mkdir()
    command = folder / "holdfast"
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -m holdfast "$@"\n')
    command.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return command


def test_neovim_works_with_the_lines_of_the_documentation(project, program, tmp_path):
    root = project(FILES)
    (tmp_path / "init.lua").write_text(snippet())
    (tmp_path / "run.lua").write_text(LUA)
    environment = {
        **os.environ,
        "HOLDFAST_RESULT": str(tmp_path / "result.json"),
        "XDG_DATA_HOME": str(tmp_path / "data"),
    }
    done = subprocess.run(
        [NVIM, "--headless", "-u", str(tmp_path / "init.lua"), "-S", str(tmp_path / "run.lua")],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    said = json.loads((tmp_path / "result.json").read_text()) if (tmp_path / "result.json").exists() else {}
    assert said, done.stderr
    assert "problem" not in said, said["problem"]
    (opened,) = said["opened"]
    assert (opened["code"], opened["line"], opened["source"]) == ("section-missing", 1, "holdfast")
    assert "template: TEMPLATE.md:9  ## Risks" in opened["message"]
    (typed,) = said["typed"]
    assert (typed["code"], typed["line"], typed["column"]) == ("link-broken", 7, len("🐢 é ".encode()))
    assert "**Store**" in said["hover"]
    assert said["definition"] == "02-store.md"
    assert said["completion"] == ["Draft", "Active"]
    assert said["symbols"] == ["Cache"]
    assert said["workspace"] == ["Cache", "Store"]
    assert said["folds"] >= 2
    assert any(one.startswith("Waive section-missing") for one in said["actions"])
    assert "## Risks" in said["added"]
    assert said["clients"] == 1
    assert not (root / "docs/01-cache.md").exists()
    assert (root / "docs/01-caching.md").read_text().startswith("# Cache\n")
    assert "[Cache](01-caching.md)" in (root / "docs/README.md").read_text()
    assert "[it](01-caching.md)" in (root / "docs/02-store.md").read_text()
