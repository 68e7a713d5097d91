"""Frames become video in a thread of their own, in buffers that are used again and again.

A fresh frame of 8 MB costs more time than drawing in it, because the system has to find the
memory page by page; and converting colours needs its tables only once. So there are a few
buffers that go round, and one converter; a frame that stays the same is converted once.
"""

from __future__ import annotations

from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Any

import av
import numpy as np
from av.video.frame import PictureType
from av.video.reformatter import VideoReformatter
from av.video.stream import VideoStream
from numpy.typing import NDArray

from engine.jobs.quality import Encoding

Pixels = NDArray[Any]  # shape (height, width, 4), uint8: red, green, blue, alpha

BUFFERS = 4  # one being drawn in, one being encoded, two between them

_CUT = "cut"  # waits in line with the frames


class Encoder:
    """Writes one video file.

    A frame is drawn into a `buffer` and given to `write`, which takes the buffer away; `repeat`
    shows the last frame again. Errors of the encoding thread are raised by the next call.

    After `cut`, the next frame is a key frame: the video can be cut there without encoding
    anything again.

    Args:
        target: The file; its ending decides the container.
        size: Width and height in pixels.
        frame_rate: Frames per second.
        encoding: How to encode.
    """

    def __init__(
        self, target: Path, size: tuple[int, int], frame_rate: Fraction, encoding: Encoding
    ) -> None:
        self._target = target
        self._step = 1 / frame_rate
        self._container = av.open(target, "w")
        stream = self._container.add_stream(
            encoding.codec, rate=frame_rate, options=dict(encoding.options)
        )
        assert isinstance(stream, VideoStream)
        self._stream = stream
        self._stream.width, self._stream.height = width, height = size
        self._stream.pix_fmt = self._layout = encoding.layout
        self._converter = VideoReformatter()
        self._buffers = [np.zeros((height, width, 4), np.uint8) for _ in range(BUFFERS)]
        self._frames = {
            id(buffer): av.VideoFrame.from_numpy_buffer(buffer, format="rgba")
            for buffer in self._buffers
        }
        self._free: SimpleQueue[Pixels] = SimpleQueue()
        for buffer in self._buffers:
            self._free.put(buffer)
        self._waiting: SimpleQueue[Pixels | int | str | None] = SimpleQueue()
        self._error: BaseException | None = None
        self._aborted = False
        self._frames_written = 0
        self._is_cut = False
        self._thread = Thread(target=self._run, name="encoder", daemon=True)
        self._thread.start()

    def buffer(self) -> Pixels:
        """Return a buffer to draw in, as soon as one is free; what is in it is old."""
        self._raise_error()
        return self._free.get()

    def write(self, buffer: Pixels) -> None:
        """Encode a frame; the buffer isn't the caller's any more."""
        self._raise_error()
        self._waiting.put(buffer)

    def repeat(self, count: int) -> None:
        """Show the last frame some times more."""
        self._raise_error()
        self._waiting.put(count)

    def cut(self) -> None:
        """Let the next frame be a key frame, where the codec lets one choose."""
        self._raise_error()
        self._waiting.put(_CUT)

    def close(self) -> None:
        """Finish the file.

        Raises:
            Exception: Whatever went wrong while encoding.
        """
        self._waiting.put(None)
        self._thread.join()
        self._raise_error()

    def abort(self) -> None:
        """Stop and remove the file; nothing is raised."""
        self._aborted = True
        self._waiting.put(None)
        self._thread.join()
        with suppress(OSError):
            self._target.unlink(missing_ok=True)

    def _raise_error(self) -> None:
        if self._error is not None:
            raise self._error

    def _run(self) -> None:
        converted: av.VideoFrame | None = None
        while (work := self._waiting.get()) is not None:
            if self._error is not None or self._aborted:
                if not isinstance(work, int | str):
                    self._free.put(work)  # somebody may be waiting for it
                continue
            try:
                if isinstance(work, int):
                    assert converted is not None, "a frame is repeated before there is one"
                    self._encode(converted, work)
                elif isinstance(work, str):
                    self._is_cut = True
                else:
                    converted = self._converter.reformat(
                        self._frames[id(work)], format=self._layout, threads=1
                    )
                    self._free.put(work)
                    self._encode(converted, 1)
            except BaseException as error:
                self._error = error
        try:
            if self._error is None and not self._aborted:
                self._container.mux(self._stream.encode(None))
        except BaseException as error:
            self._error = error
        finally:
            try:
                self._container.close()
            except BaseException as error:
                self._error = self._error or error

    def _encode(self, frame: av.VideoFrame, count: int) -> None:
        for _ in range(count):
            frame.pts = self._frames_written
            frame.time_base = self._step
            frame.pict_type = PictureType.I if self._is_cut else PictureType.NONE
            self._is_cut = False
            self._frames_written += 1
            self._container.mux(self._stream.encode(frame))
