"""``holdfast lsp`` on the command line."""

import subprocess
import sys

from inprocess import run_here


def test_the_help_says_what_it_does_and_that_nothing_is_executed(tmp_path):
    said = " ".join(run_here(tmp_path, "lsp", "--help").out.split())
    assert "Language Server Protocol" in said
    assert "Executes nothing that a document contains" in said


def test_the_command_without_its_extra_says_in_one_line_what_to_install():
    script = "import sys; sys.modules['pygls'] = None; from holdfast.cli import main; sys.exit(main(['lsp']))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )
    assert done.returncode == 2
    assert (
        done.stderr
        == "holdfast: lsp needs pygls, which is not installed; install it with: pip install 'holdfast[lsp]'\n"
    )
