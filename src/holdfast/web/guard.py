"""Who may ask: requests for another host, or from another site, are refused before anything else looks at them.

Rebinding (a name of an attacker that resolves to this machine) shows in ``Host``, a page of another site in ``Origin`` and
``Sec-Fetch-Site``. See SECURITY.md.
"""

from collections.abc import Iterable

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "frame-src 'self'; form-action 'self'; base-uri 'none'"
)
"""What a page may load and do: nothing from elsewhere, no script or style that stands in it."""
FRAME_POLICY = "default-src 'none'; script-src {origin}; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'"
"""What the page that draws diagrams may do; it runs in a frame without an origin, and cannot ask for anything."""
HEADERS = {
    "Content-Security-Policy": f"{POLICY}; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
"""What every answer carries."""
FRAMED = ("/assets/mermaid.js", "/assets/draw.js")
"""What the frame for diagrams loads."""
_LOCAL = ("127.0.0.1", "localhost", "[::1]")


def hosts_of(names: Iterable[str], port: int) -> frozenset[str]:
    """Return the values of ``Host`` that are answered: this machine's own names, and those that the user gives."""
    found = {*_LOCAL, *(f"[{name}]" if ":" in name and not name.startswith("[") else name for name in names)}
    return frozenset(one for name in found for one in (name.casefold(), f"{name.casefold()}:{port}"))


class Guard:
    """An ASGI application in front of another."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str]) -> None:
        """``hosts`` are the values of ``Host`` that are answered, with and without a port."""
        self.app = app
        self.hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or pass on and add the headers that every answer carries."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if why := self.refused(scope["method"], scope["path"], headers):
            await PlainTextResponse(f"{why}\n", 403, HEADERS)(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                known = {name.lower() for name, _ in message.get("headers", ())}
                more = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
                message["headers"] = [*message.get("headers", ()), *(one for one in more if one[0] not in known)]
            await send(message)

        await self.app(scope, receive, with_headers)

    def refused(self, method: str, path: str, headers: Headers) -> str:
        """Return why a request is not answered; empty where it is."""
        if len(headers.getlist("host")) != 1 or headers["host"].casefold() not in self.hosts:
            return "this server answers for this machine only; see --allow-host"
        if path in FRAMED and method == "GET":
            # The frame that draws diagrams has no origin; these files are the same for everybody.
            return ""
        origin = headers.get("origin", "")
        if origin and origin.casefold() not in (
            f"http://{headers['host']}".casefold(),
            f"https://{headers['host']}".casefold(),
        ):
            return "this comes from another site"
        site = headers.get("sec-fetch-site", "none")
        if method not in ("GET", "HEAD") and (site not in ("same-origin", "none") or not origin):
            return "this comes from another site"
        # A page of another site may lead here, and may not load anything from here.
        if site in ("cross-site", "same-site") and headers.get("sec-fetch-mode") not in ("navigate", "no-cors"):
            return "this comes from another site"
        return ""
