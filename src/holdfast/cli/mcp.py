"""``holdfast mcp``: a server for coding agents, on standard input and output; only reads, and executes nothing."""

import argparse
import os


def register(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.description = (
        "Serve the Model Context Protocol on standard input and output, for coding agents: what governs some files, a "
        "document within a budget, search, what is left in a document, templates, verdicts. Only reads, and runs nothing."
    )
    parser.add_argument("--project", default=".", metavar="FOLDER", help="a folder of the project (the current one)")
    parser.add_argument("--config", metavar="FILE", help="configuration to use instead of the nearest holdfast.toml")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Serve until the client hangs up."""
    from holdfast.errors import UsageError

    start = os.path.abspath(options.project)
    if not os.path.isdir(start):
        raise UsageError(
            "--project: there is no such folder", where=options.project, remedy="name a folder of the project"
        )
    try:
        from holdfast.mcp.server import serve
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("holdfast"):
            raise
        raise UsageError(
            f"mcp needs {error.name}, which is not installed", remedy="pip install 'holdfast[mcp]'"
        ) from error
    config = os.path.abspath(options.config) if options.config else None
    serve(start, config)
    return 0
