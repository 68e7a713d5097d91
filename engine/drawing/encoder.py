"""Frames become video in a thread of their own, in buffers that are used again and again.

A fresh frame of 8 MB costs more time than drawing in it, because the system has to find the
memory page by page; and converting colours needs its tables only once. So there are a few
buffers that go round, and one converter; a frame that stays the same is converted and encoded
once, and its repeats are written without the encoder where the codec allows that.
"""

from __future__ import annotations

from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Any, TypeAlias

import av
import numpy as np
from av.codec.context import Flags
from av.video.codeccontext import VideoCodecContext
from av.video.frame import PictureType
from av.video.stream import VideoStream

from engine.drawing.conversion import Converter, Pixels, Region
from engine.drawing.still import Stills
from engine.jobs.quality import Encoding

Packet: TypeAlias = "av.Packet[Any]"

BUFFERS = 3  # one being encoded, two waiting

KEYS = 250
"""Frames after which there is a key frame at the latest: a player that is sent to any frame decodes
so many. It is what x264 does of itself, but it doesn't see the repeats."""

_CUT = "cut"  # waits in line with the frames


class Encoder:
    """Writes one video file.

    `write` takes a frame, `repeat` shows the last one again. Errors of the encoding thread are
    raised by the next call.

    After `cut`, everything begins anew: what follows is encoded as if nothing had been before, so
    that the video can be cut there without encoding anything again, and comes out the same byte
    for byte where it is drawn alone.

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
        self._size = width, height = size
        self._encoding = encoding
        self._container = av.open(target, "w")
        stream = self._container.add_stream(encoding.codec, rate=frame_rate)
        assert isinstance(stream, VideoStream)
        self._stream = stream
        self._codec = self._prepared(stream.codec_context)
        self._stills = self._stills_of(self._codec) if encoding.codec == "libx264" else None
        self._converter = Converter(size, encoding.layout, copied=self._stills is not None)
        self._buffers = [np.zeros((height, width, 4), np.uint8) for _ in range(BUFFERS)]
        self._free: SimpleQueue[Pixels] = SimpleQueue()
        for buffer in self._buffers:
            self._free.put(buffer)
        self._waiting: SimpleQueue[tuple[Pixels, Region] | int | str | None] = SimpleQueue()
        self._error: BaseException | None = None
        self._aborted = False
        self._frames_written = 0
        self._since_key = 0
        self._is_cut = False
        self._thread = Thread(target=self._run, name="encoder", daemon=True)
        self._thread.start()

    def write(self, pixels: Pixels, changed: Region) -> None:
        """Encode a frame; it is copied.

        Args:
            pixels: The frame.
            changed: Where it differs from the one before; the first one everywhere.
        """
        self._raise_error()
        buffer, needed = self._free.get(), self._converter.needed(changed)
        np.copyto(buffer[needed.slices], pixels[needed.slices])
        self._waiting.put((buffer, needed))

    def repeat(self, count: int) -> None:
        """Show the last frame some times more."""
        self._raise_error()
        self._waiting.put(count)

    def cut(self) -> None:
        """Let the next frame be encoded as if it were the first."""
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
                if isinstance(work, tuple):
                    self._free.put(work[0])  # somebody may be waiting for it
                continue
            try:
                if isinstance(work, int):
                    assert converted is not None, "a frame is repeated before there is one"
                    for _ in range(work):
                        self._repeat(converted)
                elif isinstance(work, str):
                    self._is_cut = True
                else:
                    buffer, needed = work
                    converted = self._converter.convert(buffer, needed)
                    self._free.put(buffer)
                    self._encode(converted)
            except BaseException as error:
                self._error = error
        try:
            if self._error is None and not self._aborted:
                self._flush()
        except BaseException as error:
            self._error = error
        finally:
            try:
                self._container.close()
            except BaseException as error:
                self._error = self._error or error

    def _prepared(self, codec: VideoCodecContext) -> VideoCodecContext:
        """Open an encoder."""
        codec.width, codec.height = self._size
        codec.pix_fmt = self._encoding.layout
        codec.options = dict(self._encoding.options)
        codec.time_base = self._step
        codec.flags |= Flags.global_header
        codec.open(strict=False)
        return codec

    def _stills_of(self, codec: VideoCodecContext) -> Stills | None:
        """Say how repeats are written without the encoder, if they can be."""
        assert codec.extradata is not None
        stills = Stills.of(bytes(codec.extradata))
        if stills is not None:
            codec.extradata = stills.extradata  # goes into the file's header
        return stills

    def _flush(self) -> None:
        for packet in self._codec.encode(None):
            self._mux(packet)

    def _repeat(self, frame: av.VideoFrame) -> None:
        if self._stills is None or self._is_cut or self._since_key >= KEYS:
            self._encode(frame)
        else:
            self._mux(self._packet(self._stills.still()))
            self._go_on()

    def _encode(self, frame: av.VideoFrame) -> None:
        if self._is_cut and self._frames_written:
            self._flush()
            fresh = av.CodecContext.create(self._encoding.codec, "w")
            assert isinstance(fresh, VideoCodecContext)
            self._codec = self._prepared(fresh)
        self._is_cut = False
        frame.pts = self._frames_written
        frame.time_base = self._step
        is_late = self._since_key >= KEYS
        frame.pict_type = PictureType.I if is_late else PictureType.NONE
        for packet in self._codec.encode(frame):
            if packet.is_keyframe:
                self._since_key = 0
            if self._stills is None:
                self._mux(packet)
                continue
            # The encoder was told to keep no picture back: this is the one that it was given.
            assert packet.pts == packet.dts == self._frames_written
            counted = self._packet(self._stills.counted(bytes(packet)))
            counted.is_keyframe = packet.is_keyframe
            self._mux(counted)
        self._go_on()

    def _packet(self, data: bytes) -> Packet:
        """The next frame, in a packet of our own."""
        packet = av.Packet(data)
        packet.pts = packet.dts = self._frames_written
        packet.duration, packet.time_base = 1, self._step
        return packet

    def _go_on(self) -> None:
        self._frames_written += 1
        self._since_key += 1

    def _mux(self, packet: Packet) -> None:
        packet.stream = self._stream
        self._container.mux(packet)
