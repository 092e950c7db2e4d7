"""``holdfast lsp`` on the command line."""

import signal
import subprocess
import sys

import pexpect

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


def _started():
    """Start a server and wait until it has answered once."""
    process = subprocess.Popen(
        [sys.executable, "-m", "holdfast", "lsp"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    body = b'{"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"capabilities": {}}}'
    process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
    process.stdin.flush()
    assert process.stdout.readline().startswith(b"Content-Length: ")
    return process


def test_an_interrupt_ends_it_although_its_editor_says_nothing():
    process = _started()
    process.send_signal(signal.SIGINT)
    assert process.wait(30) == 130
    process.communicate()


def test_whoever_starts_it_at_a_terminal_is_told_that_it_waits_for_an_editor():
    child = pexpect.spawn(sys.executable, ["-m", "holdfast", "lsp"], encoding="utf-8", timeout=30)
    child.expect("lsp speaks to editors, which start it; Ctrl-C ends it")
    child.sendintr()
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130
