"""The studio's server: one page, on this machine alone unless somebody says otherwise."""

from __future__ import annotations

import asyncio
import socket
import tempfile
import webbrowser
from collections.abc import Sequence
from functools import partial
from importlib.resources import files
from pathlib import Path

from nicegui import app, background_tasks, ui
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from engine.jobs.lessons import Target
from engine.workers import worker
from studio import safe
from studio.hub import Hub
from studio.page.page import Page

_TITLE = "Studio"
_FONTS = "SourceSansPro-Regular.otf", "SourceSansPro-Semibold.otf"
_TYPES = {".mp4": "video/mp4", ".mov": "video/quicktime"}


def serve(
    targets: Sequence[Target], params: Path | None, out: Path, host: str, port: int, opens: bool
) -> None:
    """Serve the studio until Ctrl-C.

    Args:
        targets: The lessons and scenes that can be opened.
        params: A file with variants of their scenes.
        out: The folder of videos.
        host: The address to be heard at.
        port: The port, or 0 for one that is free.
        opens: Whether a browser is opened.
    """
    worker.warm_up()
    port = port or _free(host)
    token = safe.token()
    hosts = [f"{name}:{port}" for name in dict.fromkeys((host, safe.LOOPBACK, "localhost"))]
    address = f"http://{host}:{port}/?token={token}"
    with tempfile.TemporaryDirectory() as room:
        hub = Hub(targets, out, Path(room), params)
        _routes(hub, Path(room))
        app.add_middleware(safe.Guard, token=token, hosts=hosts)
        app.on_startup(partial(_started, hub, address, opens))
        app.on_shutdown(hub.close)
        ui.page("/")(partial(_page, hub))
        ui.run(
            host=host,
            port=port,
            title=_TITLE,
            dark=None,
            language="en-US",
            show=False,
            reload=False,
            tailwind=False,
            show_welcome_message=False,
            timeout_graceful_shutdown=1,
        )


async def _started(hub: Hub, address: str, opens: bool) -> None:
    print(f"The studio is at {address}\nCtrl-C ends it.", flush=True)
    if opens:
        await asyncio.to_thread(webbrowser.open, address)
    background_tasks.create(hub.start())


def _page(hub: Hub) -> None:
    """Build the page for a browser that has come."""
    page, client = Page(hub), ui.context.client

    def hear(what: str) -> None:
        with client:
            page.hear(what)

    hub.listen(client.id, hear)
    client.on_delete(lambda: hub.listen(client.id, None))


def _routes(hub: Hub, room: Path) -> None:
    @app.get("/picture/{number}.png")
    def picture(number: int) -> Response:
        png = hub.picture(number)
        if png is None:
            return Response(status_code=404)
        return Response(png, media_type="image/png", headers={"cache-control": "no-store"})

    @app.get("/clip/{version}/{beat}.mp4")
    def clip(version: int, beat: int) -> Response:
        path = hub.clips.get(beat) if version == hub.known.version else None
        if not isinstance(path, Path):
            return Response(status_code=404)
        return FileResponse(path, media_type=_TYPES.get(path.suffix))

    @app.post("/recording/{version}/{beat}")
    async def recording(version: int, beat: int, request: Request) -> Response:
        sound = await request.body()
        if version != hub.known.version:
            return Response(status_code=409)
        await hub.record(beat, sound)
        return Response(status_code=204)

    @app.get("/font/{name}")
    def font(name: str) -> Response:
        if name not in _FONTS:
            return Response(status_code=404)
        data = (files("font_source_sans_pro") / "files" / name).read_bytes()
        return Response(data, media_type="font/otf")

    hub.out.mkdir(parents=True, exist_ok=True)
    app.add_static_files("/out", hub.out)


def _free(host: str) -> int:
    with socket.socket() as found:
        found.bind((host, 0))
        port: int = found.getsockname()[1]
        return port
