"""``holdfast history METRIC``: what was measured of a target, commit by commit, beside the target of today."""

import argparse
import os

from holdfast.cli.output import add_output


def register(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.description = (
        "Show what was measured of a target, commit by commit: what verify kept, and every committed version of its "
        "result file. Without METRIC: every row of a table of targets, what it is understood as, and the measurement that it "
        "names. Runs nothing. Exits with 0."
    )
    parser.add_argument(
        "metric", metavar="METRIC", nargs="?", help="the name of a row, of a measurement (bench:NAME), or of its metric"
    )
    parser.add_argument("--config", metavar="FILE", help="configuration to use instead of the nearest holdfast.toml")
    add_output(parser, "text", "json", "markdown")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Find the row and show its past."""
    from holdfast.cli.output import view_for, write_results
    from holdfast.engine.history import history, rows
    from holdfast.formats.charted import FORMATS, LISTS

    view = view_for(options.output, os.getcwd())
    if options.metric is None:
        root, listed = rows(os.getcwd(), options.config)
        write_results(options, LISTS[options.format](root, listed, view))
        return 0
    root, tracks = history(os.getcwd(), options.metric, options.config)
    write_results(options, FORMATS[options.format](root, tracks, view))
    return 0
