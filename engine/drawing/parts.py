"""A scene that several have drawn, each some of its beats, put together again."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import av

from engine.jobs import sources
from engine.jobs.job import DrawingResult, Stretch
from publish import bundle, video
from publish.files import RECORD
from record import Record

_PICTURES, _SOUND = "pictures", "sound.wav"


def leave(
    movie: Path | None, folder: Path, record: Record | None, sound: Path | None
) -> Path | None:
    """Leave a part for `join`.

    Args:
        movie: Its pictures, if it was drawn.
        folder: Where it goes.
        record: The record of the whole scene, which the last part has.
        sound: So is its sound.

    Returns:
        The pictures there.
    """
    if record is not None:
        (folder / RECORD).write_text(record.text, encoding="utf-8", newline="\n")
    if sound is not None:
        sound.rename(folder / _SOUND)
    return None if movie is None else movie.rename(folder / f"{_PICTURES}{movie.suffix}")


def join(
    parts: Sequence[DrawingResult],
    stretches: Sequence[Stretch],
    fingerprints: tuple[str, ...],
    scratch: Path,
) -> DrawingResult:
    """Put a scene together of parts, and of what is left of it, and write its files.

    Args:
        parts: What was left by `leave`; one of them has the record.
        stretches: All pictures of the scene, in order.
        fingerprints: Of all beats.
        scratch: A folder for the time being; the files are in a new folder in it.

    Raises:
        OSError: The files could not be written.
    """
    last = next(part for part in parts if RECORD in part.files)
    record = Record.read((last.folder / RECORD).read_text(encoding="utf-8"))
    sound = last.folder / _SOUND if _SOUND in last.files else None
    folder = Path(tempfile.mkdtemp(dir=scratch))
    with tempfile.TemporaryDirectory(dir=scratch) as room:
        movie = Path(room) / f"{_PICTURES}{stretches[0].video.suffix}"
        _append(stretches, movie)
        file = bundle.write(record, movie, folder, sound)
    states = {part.state for part in parts}
    return DrawingResult(
        folder=folder,
        files=sources.checksums(folder),
        video=file.name,
        duration=record.duration,
        sources=tuple(sorted({source for part in parts for source in part.sources})),
        system_fonts=any(part.system_fonts for part in parts),
        # If they are of different states, of none that was checked.
        state=states.pop() if len(states) == 1 else "",
        fingerprints=fingerprints,
    )


def _append(stretches: Sequence[Stretch], target: Path) -> None:
    """Write pictures of videos of one kind into one, without encoding anything again."""
    with av.open(target, "w") as result:
        stream, frames = None, 0
        for stretch in stretches:
            with video.video(stretch.video) as (source, pictures):
                if stream is None:
                    stream = result.add_stream_from_template(pictures)
                span = range(stretch.first, stretch.first + stretch.frames)
                packets = video.stretch(source, pictures, span)
                if packets is None:
                    raise OSError(f"{stretch.video.name} has no beat at frame {stretch.first}")
                begin = round(frames * video.step_of(pictures))
                for packet in packets:
                    packet.stream = stream
                    result.mux(video.later(packet, begin))
                frames += stretch.frames
