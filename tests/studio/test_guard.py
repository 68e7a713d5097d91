"""Nobody but the studio's own page, with its token, gets in."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from studio import safe

TOKEN = "a-token-of-the-test"
HOST = "127.0.0.1:8000"
KEPT = {"cookie": f"other=1; studio-8000={TOKEN}"}


def answered(kind: str = "http", query: str = "", **headers: str) -> tuple[object, str]:
    """What comes of a request: a status or what was done to a socket, and its text.

    Args:
        kind: "http", or "websocket".
        query: What is behind the question mark.
        headers: By name; an underline stands for a hyphen.
    """
    sent: list[Any] = []

    async def page(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.accept"})
            return
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"the page"})

    async def receive() -> Any:
        raise AssertionError("nothing is to be read before it is known who asks")

    async def send(message: Any) -> None:
        sent.append(message)

    given = {"host": HOST} | {name.replace("_", "-"): text for name, text in headers.items()}
    scope = {
        "type": kind,
        "path": "/",
        "query_string": query.encode(),
        "headers": [(name.encode(), text.encode("latin-1")) for name, text in given.items()],
    }
    guard = safe.Guard(page, TOKEN, [HOST, "localhost:8000"])
    asyncio.run(guard(scope, receive, send))
    text = b"".join(one.get("body", b"") for one in sent).decode()
    kept = dict(sent[0].get("headers", [])).get(b"set-cookie", b"").decode()
    return sent[0].get("status", sent[0]["type"]), text or kept


def is_shut_out(status: int, **headers: str) -> bool:
    """Whether neither a request nor a socket comes through."""
    refused, text = answered(**headers)
    socket, _ = answered("websocket", **headers)
    return (refused, socket) == (status, "websocket.close") and text != "the page"


def test_the_address_that_was_printed_lets_in_and_then_a_cookie_does() -> None:
    status, kept = answered(query=f"token={TOKEN}")
    assert status == 303
    cookie, *rest = kept.split("; ")
    assert rest == ["Path=/", "HttpOnly", "SameSite=Strict"]
    assert answered(cookie=cookie) == (200, "the page")
    assert answered("websocket", cookie=cookie)[0] == "websocket.accept"


@pytest.mark.parametrize("brings", ["", "wrong", TOKEN[:-1], TOKEN + "x", "%C3%A9%00"])
def test_without_the_token_there_is_nothing(brings: str) -> None:
    assert is_shut_out(403, query=f"token={brings}")
    assert is_shut_out(403, cookie=f"studio-8000={brings or 'x'}")
    assert is_shut_out(403, cookie=f"studio-8001={TOKEN}")


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:80", "localhost:8001"])
def test_another_name_for_this_machine_is_none_of_ours(host: str) -> None:
    """DNS rebinding: a site lets its own name lead here."""
    assert is_shut_out(421, **KEPT | {"host": host})


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:9", "x", ""])
def test_other_sites_cannot_ask_through_the_browser(origin: str) -> None:
    assert is_shut_out(403, origin=origin, **KEPT)
    assert is_shut_out(403, origin=origin, query=f"token={TOKEN}")
    assert is_shut_out(403, sec_fetch_site="cross-site", **KEPT)


def test_its_own_page_can() -> None:
    own = {"origin": f"http://{HOST}", "sec_fetch_site": "same-origin"} | KEPT
    assert answered(**own) == (200, "the page")
    assert answered("websocket", **own)[0] == "websocket.accept"
    assert answered(**KEPT | {"host": "localhost:8000"}) == (200, "the page")


@pytest.mark.parametrize("length", [str(safe.MOST_BYTES + 1), "-1", "1e3", "x"])
def test_nobody_sends_more_than_a_recording(length: str) -> None:
    assert answered(content_length=length, **KEPT)[0] == 413
    assert answered(transfer_encoding="chunked", **KEPT)[0] == 411
