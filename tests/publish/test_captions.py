"""Captions keep the reading rules, and players and browsers can read them."""

from __future__ import annotations

import html
from itertools import pairwise
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory

import srt
import webvtt
from hypothesis import given
from hypothesis import strategies as st

from publish.captions import write_srt, write_vtt
from record import Record
from record.beats import Cue
from scenes.telling.beats import cues, shortest
from tests.publish.making import record_of

FRAME_RATE = 30
MILLISECOND = 0.001  # the finest time both formats know

words = st.text(st.sampled_from("abcdefgh ≈−Δ²<>&'"), min_size=1, max_size=12)
sentences = st.lists(words, min_size=1, max_size=40).map(lambda parts: " ".join(parts) + ".")
# What is said, and how many frames longer than it must be.
stories = st.lists(st.tuples(sentences, st.integers(0, 500)), min_size=1, max_size=4)


def told(story: list[tuple[str, int]]) -> Record:
    """A record of beats that say these sentences, one after the other, on whole frames."""
    captions: list[Cue] = []
    now = 0
    for text, spare in story:
        frames = ceil(shortest(text) * FRAME_RATE) + spare
        captions += cues(text, now / FRAME_RATE, (now + frames) / FRAME_RATE)
        now += frames
    return record_of(captions, now / FRAME_RATE, FRAME_RATE)


def seconds(timestamp: str) -> float:
    hours, minutes, rest = timestamp.split(":")
    return round((int(hours) * 60 + int(minutes)) * 60 + float(rest), 3)


def through_srt(record: Record) -> list[Cue]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "x.srt"
        write_srt(record, path)
        assert b"\r" not in path.read_bytes()
        return [
            Cue(cue.start.total_seconds(), cue.end.total_seconds(), cue.content)
            for cue in srt.parse(path.read_text(encoding="utf-8"))
        ]


def through_vtt(record: Record) -> list[Cue]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "x.vtt"
        write_vtt(record, path)
        assert path.read_bytes().startswith(b"WEBVTT\n\n")
        assert b"\r" not in path.read_bytes()
        return [
            Cue(seconds(cue.start), seconds(cue.end), html.unescape(cue.raw_text))
            for cue in webvtt.read(str(path))
        ]


@given(stories)
def test_every_caption_can_be_read(story: list[tuple[str, int]]) -> None:
    for caption in through_srt(told(story)):
        lines = caption.text.split("\n")
        time = caption.end - caption.start
        assert len(lines) <= 2
        assert all(len(line) <= 42 for line in lines)
        assert 5 / 6 - MILLISECOND <= time <= 7 + MILLISECOND
        assert len(caption.text) / (time + MILLISECOND) <= 17


@given(stories)
def test_captions_follow_each_other_without_overlap(story: list[tuple[str, int]]) -> None:
    record = told(story)
    captions = through_srt(record)
    assert all(a.end <= b.start for a, b in pairwise(captions))
    assert captions[-1].end <= record.duration + MILLISECOND


@given(stories)
def test_players_and_browsers_read_the_same(story: list[tuple[str, int]]) -> None:
    record = told(story)
    said = [" ".join(text.split()) for text, _ in story]
    for captions in (through_srt(record), through_vtt(record)):
        assert " ".join(" ".join(c.text.split()) for c in captions) == " ".join(said)
    assert through_srt(record) == through_vtt(record)


def test_a_less_than_sign_starts_no_tag_in_a_browser(tmp_path: Path) -> None:
    path = tmp_path / "x.vtt"
    write_vtt(record_of([Cue(0, 2, "if |w| < 0.01 & b")], 2), path)
    assert "if |w| &lt; 0.01 &amp; b" in path.read_text(encoding="utf-8")


def test_an_hour_is_written_as_one(tmp_path: Path) -> None:
    write_vtt(record_of([Cue(3661.5, 3663, "late")], 4000), tmp_path / "x.vtt")
    assert "01:01:01.500 --> 01:01:03.000" in (tmp_path / "x.vtt").read_text(encoding="utf-8")
