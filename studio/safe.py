"""Who may talk to the studio: its own page, on this machine, with the token of its address."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs, urlsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = "127.0.0.1"
MOST_BYTES = 32_000_000
"""Of what a request brings: a recording of a beat is the most."""

_QUERY = "token"


def token() -> str:
    """Return a new token."""
    return secrets.token_urlsafe(24)


class Guard:
    """Lets in who knows the token, from the page itself, and turns away all others.

    The token comes with the address, once; then it is kept in a cookie that no script reads and
    no other site's request brings along. A name that another site makes point to this machine
    isn't among the hosts. What is read from other sites' pages isn't either: their `Origin` is.

    Args:
        app: What is behind it.
        token: The token.
        hosts: By which names the studio is called, with its port.
    """

    def __init__(self, app: ASGIApp, token: str, hosts: Iterable[str]) -> None:
        self._app = app
        self._token = token
        self._hosts = frozenset(hosts)
        # Cookies are the same for all ports of a machine, on which there may be two studios.
        self._cookie = f"studio-{min(self._hosts).rpartition(':')[2]}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = {
            name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]
        }
        brings = parse_qs(scope["query_string"].decode("latin-1")).get(_QUERY, [""])[0]
        if refusal := self._refusal(headers, brings):
            await _refuse(scope, send, *refusal)
        elif brings and scope["type"] == "http" and scope["path"] == "/":
            await _welcome(send, self._cookie, self._token)
        else:
            await self._app(scope, receive, send)

    def _refusal(self, headers: dict[str, str], brings: str) -> tuple[int, str] | None:
        """Return why a request isn't let in, if it isn't."""
        if headers.get("host") not in self._hosts:
            return 421, "This is no name of the studio. Use the address that it printed."
        origin = headers.get("origin")
        if origin is not None and urlsplit(origin).netloc not in self._hosts:
            return 403, "Only the studio's own page may ask this."
        is_elsewhere = headers.get("sec-fetch-site", "none") not in ("none", "same-origin")
        if is_elsewhere and not brings:
            return 403, "Only the studio's own page may ask this."
        if not hmac.compare_digest((brings or self._kept(headers)).encode(), self._token.encode()):
            return 403, "The studio's address has a token. Use the address that it printed."
        if "transfer-encoding" in headers:
            return 411, "A request says how many bytes it has."
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > MOST_BYTES:
            return 413, f"A request has at most {MOST_BYTES} bytes."
        return None

    def _kept(self, headers: dict[str, str]) -> str:
        try:
            found = SimpleCookie(headers.get("cookie", "")).get(self._cookie)
        except CookieError:
            return ""
        return "" if found is None else found.value


async def _welcome(send: Send, name: str, token: str) -> None:
    """Keep the token, and take it out of the address, which others may see."""
    cookie = f"{name}={token}; Path=/; HttpOnly; SameSite=Strict"
    headers = [(b"location", b"/"), (b"set-cookie", cookie.encode())]
    await send({"type": "http.response.start", "status": 303, "headers": headers})
    await send({"type": "http.response.body"})


async def _refuse(scope: Scope, send: Send, status: int, why: str) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
        return
    start: Message = {
        "type": "http.response.start",
        "status": status,
        "headers": [(b"content-type", b"text/plain; charset=utf-8")],
    }
    await send(start)
    await send({"type": "http.response.body", "body": why.encode()})
