"""``holdfast lsp``: the language server, for editors to start; speaks over standard input and output."""

import argparse


def register(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.description = (
        "Serve an editor over standard input and output, by the Language Server Protocol: what does not hold as you "
        "type, what the template asks, links, renaming, fixes. Editors start it; docs/editors.md has the lines for "
        "yours. Executes nothing that a document contains. Needs pip install 'holdfast[lsp]'."
    )
    parser.add_argument("--stdio", action="store_true", help="speak over standard input and output, as it does anyway")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Serve until the editor goes away."""
    from holdfast.errors import UsageError

    try:
        from holdfast.lsp.server import serve
    except ImportError as error:
        if (error.name or "").partition(".")[0] not in ("pygls", "lsprotocol", "cattrs", "attrs"):
            raise
        raise UsageError(
            f"lsp needs {(error.name or '').partition('.')[0]}, which is not installed",
            remedy="install it with: pip install 'holdfast[lsp]'",
        ) from None
    serve()
    return 0
