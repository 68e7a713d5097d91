"""The video once more, described: it stands while what is shown and not said is told.

No picture is decoded: the last one of a beat is shown for longer.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.stream import Disposition

from publish import captions, sound, video
from publish.formats import Format
from publish.scene import Scene
from record import Record
from record.beats import Cue

_LEAD = 0.3  # seconds between a sentence's own pause and its description: it isn't one of its words


@dataclass(frozen=True)
class Description:
    """A description that was said.

    Attributes:
        sound: A WAV with it, as loud as the narration, and with nothing else.
        seconds: How long it takes to be said and read, and a pause.
        cues: Its captions, in seconds from when it begins.
    """

    sound: Path
    seconds: float
    cues: tuple[Cue, ...]


def make(scene: Scene, folder: Path, said: Mapping[int, Description]) -> None:
    """Write a video that waits after each beat that has a description, and its captions.

    Args:
        scene: The scene; a transparent one stays a MOV.
        folder: Where the files go.
        said: The descriptions by the index of their beats, at least one.
    """
    record = scene.record
    told = _longer(record, said)
    target = folder / f"{scene.name}.described"
    cover = scene.poster if scene.poster.is_file() else None
    with (
        video.video(scene.video) as (source, pictures),
        av.open(f"{target}{record.suffix}", "w", options=video.FASTSTART) as result,
    ):
        stream = result.add_stream_from_template(pictures)
        if not record.transparent:
            video.label_colours(stream)
        step = video.step_of(pictures)
        held = _held(video.packets(source, pictures), step, _moved(record, told, step))
        voice = sound.add_stream(result)
        voice.disposition = Disposition.default | Disposition.visual_impaired
        heard = sound.encoded(_heard(scene, told, said), voice)
        video.fill(result, [(stream, held), (voice, heard)], told, cover)
    captions.write_srt(told, Path(f"{target}.srt"))
    captions.write_vtt(told, Path(f"{target}.vtt"))


FORMAT = Format(
    make,
    "the video again, which waits where something is shown and not said, and says it, too",
    ("<Scene>.described.mp4", "<Scene>.described.srt", "<Scene>.described.vtt"),
    "in the voice of the scene, `natural` or `espeak`; captions and chapters come with it",
    is_spoken=True,
)


def _longer(record: Record, said: Mapping[int, Description]) -> Record:
    """Return the record of the longer video."""
    rate, waited, beats = record.quality.frame_rate, 0, []
    for beat in record.beats:
        span = record.span(beat)
        start, stop = span.start + waited, span.stop + waited
        cues = [cue.earlier(-waited / rate) for cue in beat.cues]
        if beat.index in said:
            described = said[beat.index]
            cues += [cue.earlier(-stop / rate - _LEAD) for cue in described.cues]
            waited += ceil((_LEAD + described.seconds) * record.exact_rate)
        end = (span.stop + waited) / rate
        beats.append(replace(beat, start=start / rate, end=end, cues=tuple(cues)))
    return replace(record, duration=(record.frames + waited) / rate, beats=tuple(beats))


def _moved(record: Record, told: Record, step: Fraction) -> Callable[[int], int]:
    """Return what tells when something comes in the longer video, in units of the file."""
    stops = [record.span(beat).stop for beat in record.beats]
    ends = [told.span(beat).stop for beat in told.beats]
    waited = [0, *(round((end - stop) * step) for stop, end in zip(stops, ends, strict=True))]
    places = [round(stop * step) for stop in stops]
    return lambda units: units + waited[bisect_right(places, units)]


def _held(
    packets: Iterable[av.Packet[Any]], step: Fraction, moved: Callable[[int], int]
) -> Iterator[av.Packet[Any]]:
    """Yield pictures at their times in the longer video; each stands until the next."""
    for packet in packets:
        assert packet.pts is not None
        assert packet.dts is not None
        begin, end = moved(packet.pts), moved(packet.pts + round(step))
        packet.pts, packet.dts, packet.duration = begin, moved(packet.dts), end - begin
        yield packet


def _heard(scene: Scene, told: Record, said: Mapping[int, Description]) -> sound.Samples:
    """Return the sound of the longer video."""
    record = scene.record
    spoken = sound.part(scene.video, 0, sound.position(record, record.frames))
    whole = np.zeros(sound.position(told, told.frames), np.int16)
    for beat, longer in zip(record.beats, told.beats, strict=True):
        span, placed = record.span(beat), told.span(longer)
        first, last = (sound.position(record, frame) for frame in (span.start, span.stop))
        if spoken is not None:
            stretch, begin = sound.faded(spoken[first:last]), sound.position(told, placed.start)
            whole[begin : begin + len(stretch)] = stretch[: len(whole) - begin]
        if beat.index in said:
            begin = sound.position(told, placed.start + len(span)) + round(_LEAD * sound.RATE)
            end = sound.position(told, placed.stop)
            told_aloud = sound.part(said[beat.index].sound, 0, end - begin)
            assert told_aloud is not None
            whole[begin:end] = told_aloud
    return whole
