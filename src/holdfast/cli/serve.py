"""``holdfast serve``: the state of the design in a browser, kept up to date while documents are edited."""

import argparse
import os
import secrets
import sys


def register(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    add = parser.add_argument
    add("--port", type=int, default=4747, metavar="N", help="port to listen on (default: 4747; 0 for any that is free)")
    add(
        "--host",
        default="127.0.0.1",
        metavar="ADDRESS",
        help="address to listen on (default: 127.0.0.1, this machine only)",
    )
    add(
        "--allow-host",
        action="append",
        default=[],
        metavar="NAME",
        help="answer requests for this host name as well; can be repeated",
    )
    add("--config", metavar="FILE", help="configuration to use instead of the nearest holdfast.toml")
    add("--no-cache", action="store_true", help="read every document anew")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Serve until interrupted."""
    from holdfast.cli.extra import needs

    with needs("serve"):
        from holdfast.web.guard import hosts_of
        from holdfast.web.listening import listen, serve
        from holdfast.web.opened import Opened
        from holdfast.web.server import application
    taken = listen(options.host, options.port)
    port = taken.getsockname()[1]
    opened = Opened(os.getcwd(), config=options.config, use_cache=not options.no_cache)
    token = secrets.token_urlsafe(18)
    name = f"[{options.host}]" if ":" in options.host else options.host

    def begun() -> None:
        sys.stdout.write(f"http://{name}:{port}/\n")
        sys.stdout.flush()
        sys.stderr.write(_said(options.host, len(opened.site.state.documents)))
        sys.stderr.write(f"holdfast: to verify from the page, open http://{name}:{port}/#token={token}\n")
        sys.stderr.flush()

    serve(application(opened, hosts_of((options.host, *options.allow_host), port), token, begun), taken)
    return 0


def _said(host: str, documents: int) -> str:
    from holdfast.plural import counted
    from holdfast.web.listening import is_loopback

    whom = "" if is_loopback(host) else "; everybody who reaches this machine can read them"
    return f"holdfast: serving {counted(documents, 'document')}{whom}; Ctrl-C ends it\n"
