"""``holdfast build``: the pages of ``serve`` as a static site for any web host; the same input gives the same bytes."""

import argparse
import os
import sys


def register(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.description = (
        "Write the design as a static site. Only pages whose content changed are written again. With SOURCE_DATE_EPOCH set, "
        "the same documents, history and evidence give the same bytes. Exits with 1 where a page of the site leads nowhere."
    )
    add = parser.add_argument
    add("folder", nargs="?", default="site", metavar="FOLDER", help="where to write it (default: site)")
    add("--since", default="", metavar="REV", help="show on the page of changes what differs from this revision")
    add("--config", metavar="FILE", help="configuration to use instead of the nearest holdfast.toml")
    add("--no-cache", action="store_true", help="read every document anew, and write every page")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Build, and say what came of it."""
    from holdfast.cli.extra import needs
    from holdfast.cli.terminal import Progress, write_lines

    with needs("serve"):
        from holdfast.web.building import build
    progress = Progress("writing")
    built = build(
        os.getcwd(),
        options.folder,
        config=options.config,
        since=options.since,
        use_cache=not options.no_cache,
        progress=progress,
    )
    progress.clear()
    from holdfast.formats.escape import visible
    from holdfast.plural import counted

    gone = f", {counted(built.removed, 'file')} removed" if built.removed else ""
    write_lines([f"{visible(options.folder)}   {counted(built.pages, 'page')}, {built.written} written{gone}"])
    places = [one for one in built.dead if not one.own]
    for one in built.dead:
        if one.own:
            sys.stderr.write(f"holdfast: {visible(one.page)} leads nowhere: {visible(one.link)}\n")
    if places:
        first = f"{visible(places[0].page)}: {visible(places[0].link)}"
        sys.stderr.write(
            f"holdfast: {counted(len(places), 'link')} of documents {'leads' if len(places) == 1 else 'lead'} to a heading that is not there, such as {first}; holdfast check names them\n"
        )
    return 1 if any(one.own for one in built.dead) else 0
