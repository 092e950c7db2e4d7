"""A real Emacs, as Debian 12 has it, with eglot and the lines of docs/editors.md and nothing else."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from test_lsp_neovim import FILES, program  # noqa: F401 - a fixture.

ROOT = Path(__file__).parent.parent
EMACS = shutil.which("emacs")


def _fits() -> bool:
    """Tell whether Emacs is here, with its client and its mode for Markdown."""
    if EMACS is None:
        return False
    asked = "(progn (package-initialize) (require 'eglot) (require 'markdown-mode))"
    done = subprocess.run([EMACS, "--batch", "-l", "package", "--eval", asked], capture_output=True, check=False)
    return done.returncode == 0


LISP = r"""
(package-initialize)
(load (getenv "HOLDFAST_INIT"))
(setq eglot-sync-connect 30 enable-local-variables nil)
(defun wait (what condition)
  (let ((end (+ (float-time) 60)))
    (while (not (funcall condition))
      (when (> (float-time) end) (error "waited in vain for %s" what))
      (accept-process-output nil 0.05))))
(defun found ()
  (mapcar (lambda (one) (flymake-diagnostic-text one)) (flymake-diagnostics)))
(defun result ()
  (find-file "docs/01-cache.md")
  (run-hooks 'post-command-hook) ; Nobody presses a key here, which is what eglot waits for.
  (wait "the server" (lambda () (eglot-current-server)))
  (wait "the diagnostics" (lambda () (flymake-start) (found)))
  (let ((opened (found)) completed)
    (goto-char (point-max))
    (insert "\n## Risks\n\nNone.\n")
    (eglot--signal-textDocument/didChange) ; A timer does this, which needs somebody to be idle.
    (wait "the mended section" (lambda () (flymake-start) (not (found))))
    (goto-char (point-min))
    (search-forward "**Status:** ")
    (setq completed
      (mapcar (lambda (one) (plist-get one :label))
        (append (plist-get (jsonrpc-request (eglot--current-server-or-lose) :textDocument/completion
                             (eglot--TextDocumentPositionParams)) :items) nil)))
    (goto-char (1+ (point-min)))
    (save-buffer)
    (let ((eglot-confirm-server-initiated-edits nil))
      (jsonrpc-request (eglot--current-server-or-lose) :textDocument/documentSymbol
        (list :textDocument (eglot--TextDocumentIdentifier))))
    (list (cons 'opened (vconcat opened)) (cons 'completed (vconcat completed)))))
(let ((said (condition-case problem (result) (error (list (cons 'problem (error-message-string problem)))))))
  (with-temp-file (getenv "HOLDFAST_RESULT") (insert (json-encode said))))
(ignore-errors (eglot-shutdown (eglot-current-server)))
(kill-emacs 0)
"""


@pytest.mark.skipif(not _fits(), reason="no Emacs with eglot here: apt install emacs-nox elpa-eglot elpa-markdown-mode")
def test_emacs_works_with_the_lines_of_the_documentation(project, program, tmp_path):  # noqa: F811 - it is the fixture.
    root = project(FILES)
    text = (ROOT / "docs" / "editors.md").read_text()
    lines = re.search(r"<!-- The test of Emacs runs this block. -->\n\n```elisp\n(.*?)```", text, re.DOTALL)[1]
    (tmp_path / "init.el").write_text(lines)
    (tmp_path / "run.el").write_text(LISP)
    environment = {
        **os.environ,
        "HOLDFAST_INIT": str(tmp_path / "init.el"),
        "HOLDFAST_RESULT": str(tmp_path / "result.json"),
    }
    done = subprocess.run(
        [EMACS, "--batch", "-l", "package", "-l", str(tmp_path / "run.el")],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
        timeout=150,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert (tmp_path / "result.json").exists(), done.stderr
    said = json.loads((tmp_path / "result.json").read_text())
    assert "problem" not in said, (said, done.stderr)
    (opened,) = said["opened"]
    assert "section-missing" in opened
    assert "template: TEMPLATE.md:9  ## Risks" in opened
    assert said["completed"] == ["Draft", "Active"]
