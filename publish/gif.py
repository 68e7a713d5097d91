"""An animated GIF for each beat, for pages and messages that show no video."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import av.filter
from av.filter import Graph
from av.video.format import VideoFormat
from av.video.stream import VideoStream

from publish import pixels, video
from publish.formats import GIF_SIZE, Format
from publish.scene import Scene
from record.beats import Beat

_log = logging.getLogger(__name__)

RATE = 12  # frames per second
WIDEST = 960  # pixels; a GIF is shown inside a page
_RATES = (RATE, 10, 8, 6)
_NARROWEST = 240  # pixels; numbers can hardly be read any more
_CENTISECOND = Fraction(1, 100)  # all that GIF knows of time


def make(scene: Scene, folder: Path, budget: int = GIF_SIZE) -> None:
    """Write a folder with a GIF for each beat that fits into a budget.

    Args:
        scene: The scene.
        folder: Where the folder goes.
        budget: Bytes that each may have.
    """
    inside = folder / f"{scene.name}.gifs"
    inside.mkdir()
    for beat in scene.record.beats:
        target = inside / f"{beat.slug}.gif"
        if not write(scene, beat, target, budget):
            _log.warning("%s: larger than %d bytes however small", target.name, budget)


FORMAT = Format(
    make,
    "a GIF for each beat, of at most --gif-size",
    ("<Scene>.gifs/",),
    f"{GIF_SIZE / 10**6:g} MB if nobody says so",
    limit=GIF_SIZE,
)


def write(scene: Scene, beat: Beat, target: Path, budget: int = GIF_SIZE) -> bool:
    """Write a GIF of one beat that is played over and over, in colours of its own.

    It has 12 frames per second and is at most 960 pixels wide. While that is larger than the
    budget, the frame rate is reduced, down to 6; then the width, by a fifth each time, down to
    240 pixels. A transparent scene gets something behind it: a GIF knows no half-transparent
    edges.

    Args:
        scene: The scene.
        beat: One of its beats.
        target: The file to write.
        budget: Bytes it may have.

    Returns:
        Whether it fits into the budget.
    """
    width = min(scene.record.quality.width, WIDEST)
    sizes = [(rate, width) for rate in _RATES]
    while width * 4 // 5 >= _NARROWEST:
        width = width * 4 // 5
        sizes.append((_RATES[-1], width))
    for rate, width in sizes:
        _write(scene, beat, target, rate, width)
        if target.stat().st_size <= budget:
            return True
    return False


def _write(scene: Scene, beat: Beat, target: Path, rate: int, width: int) -> None:
    record = scene.record
    height = round(width * record.quality.height / record.quality.width)
    chosen = _Chosen(scene, beat, rate)
    palette = _palette(chosen, width, height)
    shown = _with_palette(chosen, palette, width, height)
    # The last picture stands until the end of the beat; the muxer cannot know when that is.
    options = {"loop": "0", "final_delay": str(chosen.end - chosen.last)}
    with av.open(target, "w", options=options) as result:
        stream = result.add_stream("gif", rate=100)
        assert isinstance(stream, VideoStream)
        stream.width, stream.height, stream.pix_fmt = width, height, "pal8"
        stream.codec_context.time_base = _CENTISECOND
        for picture in shown:
            result.mux(stream.encode(picture))
        result.mux(stream.encode())


class _Chosen:
    """The frames of a beat that a GIF shows, each with its time in hundredths of a second.

    Args:
        scene: The scene.
        beat: One of its beats.
        rate: Frames per second; no more than the video has.
    """

    def __init__(self, scene: Scene, beat: Beat, rate: int) -> None:
        self._scene, self._span = scene, scene.record.span(beat)
        own = scene.record.quality.frame_rate
        step = max(1.0, own / rate)
        count = max(1, round(len(self._span) / step))
        numbers = {min(round(index * step), len(self._span) - 1) for index in range(count)}
        self._times = {number: round(100 * number / own) for number in numbers}
        self._behind = pixels.background(scene)
        self.layout = VideoFormat("rgb24")
        self.size = scene.record.quality.width, scene.record.quality.height
        self.end = round(100 * len(self._span) / own)
        self.last = max(self._times.values())

    def __iter__(self) -> Iterator[av.VideoFrame]:
        pictures = video.frames(self._scene.video, self._span.start, self._span.stop)
        for number, picture in enumerate(pictures):
            if number in self._times:
                opaque = pixels.opaque(picture, self._behind)
                shown = av.VideoFrame.from_ndarray(opaque, format="rgb24")
                shown.pts, shown.time_base = self._times[number], _CENTISECOND
                yield shown


def _palette(chosen: _Chosen, width: int, height: int) -> av.VideoFrame:
    """Find the 255 colours that show these pictures best, and one for what hasn't changed."""
    graph = Graph()
    source = _source(graph, chosen)
    scale = graph.add("scale", f"{width}:{height}:flags=area")
    palette = graph.add("palettegen", "stats_mode=full")
    sink = graph.add("buffersink")
    graph.link_nodes(source, scale, palette, sink).configure()
    for picture in chosen:
        graph.push(picture)
    graph.push(None)
    found = graph.pull()
    assert isinstance(found, av.VideoFrame)
    return found


def _with_palette(
    chosen: _Chosen, palette: av.VideoFrame, width: int, height: int
) -> Iterator[av.VideoFrame]:
    """Show pictures in the colours of a palette.

    Without dithering: areas of one colour stay so, and what stands still takes no space.
    """
    graph = Graph()
    source = _source(graph, chosen)
    scale = graph.add("scale", f"{width}:{height}:flags=area")
    colours = graph.add_buffer(
        width=palette.width,
        height=palette.height,
        format=palette.format,
        time_base=_CENTISECOND,
    )
    use = graph.add("paletteuse", "dither=none")
    sink = graph.add("buffersink")
    source.link_to(scale)
    scale.link_to(use, 0, 0)
    colours.link_to(use, 0, 1)
    use.link_to(sink)
    graph.configure()
    palette.pts, palette.time_base = 0, _CENTISECOND
    colours.push(palette)
    colours.push(None)

    def ready() -> Iterator[av.VideoFrame]:
        while True:
            try:
                picture = sink.pull()
            except (av.error.BlockingIOError, av.error.EOFError):
                return
            assert isinstance(picture, av.VideoFrame)
            yield picture

    for picture in chosen:
        source.push(picture)
        yield from ready()
    source.push(None)
    yield from ready()


def _source(graph: Graph, chosen: _Chosen) -> av.filter.FilterContext:
    width, height = chosen.size
    return graph.add_buffer(
        width=width, height=height, format=chosen.layout, time_base=_CENTISECOND
    )
