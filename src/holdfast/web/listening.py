"""The socket that the server listens on, and the server itself; taken before anything is looked at, so that a mistake shows at once."""

import errno
import socket

from holdfast.errors import UsageError

_LAST_PORT = 65535


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that is bound to an address.

    Raises :class:`~holdfast.errors.UsageError` where it is taken, not of this machine, or not ours to take.
    """
    if not 0 <= port <= _LAST_PORT:
        raise UsageError(
            f"--port: {port} is no port", remedy=f"choose one up to {_LAST_PORT}; 0 takes any that is free"
        )
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        found = socket.socket(family, kind, protocol)
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind(address)
        # Who is told the address may ask at once; it is answered when everything is ready.
        found.listen(256)
    except (OSError, OverflowError) as error:
        remedy = (
            "choose another with --port; 0 takes any that is free"
            if getattr(error, "errno", 0) == errno.EADDRINUSE
            else "see --host and --port"
        )
        said = getattr(error, "strerror", None) or str(error)
        raise UsageError(f"cannot listen on {host}, port {port}: {said.lower()}", remedy=remedy) from error
    return found


def is_loopback(host: str) -> bool:
    """Tell whether only this machine reaches an address."""
    return host in ("localhost", "::1") or host.startswith("127.")


def serve(app: object, taken: socket.socket) -> None:
    """Answer requests until interrupted; raises ``KeyboardInterrupt`` then."""
    import logging

    import h11
    import uvicorn

    config = uvicorn.Config(
        app,  # type: ignore[arg-type]
        log_level="error",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        ws="none",
        lifespan="on",
        timeout_keep_alive=20,
        timeout_graceful_shutdown=1,
        h11_max_incomplete_event_size=16 * 1024,
    )
    # Whoever breaks the protocol while being answered is no fault of ours; whatever else goes wrong is shown.
    logging.getLogger("uvicorn.error").addFilter(
        lambda record: not (record.exc_info and isinstance(record.exc_info[1], h11.ProtocolError))
    )
    uvicorn.Server(config).run(sockets=[taken])
