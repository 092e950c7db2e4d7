"""The extension for Visual Studio Code: it type checks, is one file, and bundles nothing but the client of the protocol."""

import json
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "editors" / "vscode"
PACKAGE = json.loads((SOURCE / "package.json").read_text())


def test_what_is_built_is_one_file_that_bundles_nothing_but_the_client_and_needs_nothing_but_the_editor(tmp_path):
    """One test, because several at once would build in the same place."""
    if shutil.which("npm") is None:
        pytest.skip("no npm here: apt install nodejs npm")
    done = subprocess.run(
        [sys.executable, "scripts/vscode.py"], cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
    )
    if "ENOTFOUND" in done.stderr or "EAI_AGAIN" in done.stderr:
        pytest.skip("unproven: the registry of npm cannot be reached from here")
    assert done.returncode == 0, done.stdout + done.stderr
    with zipfile.ZipFile(done.stdout.splitlines()[-1]) as archive:
        built = {name: archive.read(name).decode() for name in archive.namelist()}
    _is_one_file(built)
    _bundles_only_the_client(built)
    _needs_only_the_editor(built["extension/dist/extension.js"], tmp_path)


def _is_one_file(built):
    assert sorted(built) == [
        "[Content_Types].xml",
        "extension.vsixmanifest",
        "extension/LICENSE.txt",
        "extension/THIRD-PARTY.txt",
        "extension/dist/extension.js",
        "extension/package.json",
        "extension/readme.md",
    ]
    assert json.loads(built["extension/package.json"])["main"] == "./dist/extension.js"
    assert 'Id="holdfast"' in built["extension.vsixmanifest"]


def _bundles_only_the_client(built):
    assert list(PACKAGE["dependencies"]) == ["vscode-languageclient"]
    inside = set(
        re.findall(r"^// node_modules/((?:@[\w.-]+/)?[\w.-]+)/", built["extension/dist/extension.js"], re.MULTILINE)
    )
    lock = json.loads((SOURCE / "package-lock.json").read_text())["packages"]
    shipped = {name.removeprefix("node_modules/") for name, one in lock.items() if name and not one.get("dev")}
    assert "vscode-languageclient" in inside <= shipped
    notices = built["extension/THIRD-PARTY.txt"]
    assert all(f"{name} {lock[f'node_modules/{name}']['version']}" in notices for name in shipped)


def _needs_only_the_editor(code, folder):
    """Loaded by Node with an editor that can only be asked for, it asks for ``vscode`` and for nothing that is not there."""
    (folder / "extension.js").write_text(code)
    script = (
        "const Module = require('module'); const asked = new Set(); const load = Module._load;"
        "const anything = new Proxy(function () {}, { get: (t, k) => (k === 'prototype' ? t.prototype : anything),"
        " apply: () => anything, construct: () => ({}) });"
        "Module._load = function (name, ...rest) { if (!Module.isBuiltin(name) && !name.startsWith('/')) { asked.add(name);"
        " return anything; } return load.call(this, name, ...rest); };"
        "const it = require(process.argv[1]);"
        "console.log(JSON.stringify([[...asked], Object.keys(it).sort()]));"
    )
    done = subprocess.run(
        ["node", "-e", script, str(folder / "extension.js")], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [["vscode"], ["activate", "deactivate"]]


def test_every_setting_is_read_and_documented_and_every_command_is_registered():
    code = (SOURCE / "src" / "extension.ts").read_text()
    page = (ROOT / "docs" / "editors.md").read_text()
    contributed = PACKAGE["contributes"]
    for name in contributed["configuration"]["properties"]:
        assert f"`{name}`" in page
        own = name.removeprefix("holdfast.")
        # The client itself reads what it is to trace.
        assert own == "trace.server" or f'settings.get("{own}"' in code
    for one in contributed["commands"]:
        assert f'registerCommand("{one["command"]}"' in code


def test_a_workspace_that_is_not_trusted_does_not_say_which_program_is_started():
    assert PACKAGE["capabilities"]["untrustedWorkspaces"]["restrictedConfigurations"] == ["holdfast.path"]
    assert PACKAGE["contributes"]["configuration"]["properties"]["holdfast.path"]["scope"] == "machine-overridable"
