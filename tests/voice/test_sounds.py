"""What motions sound like: when, how high and how loud, found again in what a player plays."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pyloudnorm
import pytest
from manim import Animation, AnimationGroup, Dot, LaggedStart, Scene, Succession, linear, smooth
from numpy.typing import NDArray
from scipy.io import wavfile

from calculus.function import Function
from calculus.shown import shown
from engine.jobs.job import Job
from engine.jobs.lessons import LessonFile, Target
from engine.jobs.quality import QUALITIES
from engine.keeping.cache import Cache
from engine.planning.request import Request
from engine.telling import scene as telling
from record import Record
from record.beats import Sound
from scenes.look.text import NumberText
from scenes.look.theme import DARK, Role
from scenes.picture.carrying import Carry, Merge, Unfold, bring
from scenes.picture.layout import layout
from scenes.picture.motion import Scale, appear
from scenes.picture.notes import Note, heard, sounding
from scenes.picture.rods import Rods
from scenes.picture.window import Window
from scenes.picture.world import World
from tests.publish.making import data_of, record_at
from tests.publish.sounding import heard as played
from tests.running import run
from tests.voice.hearing import RATE, begins, syllables, write_wav
from tests.voice.test_loudness import true_peak
from voice import soundtrack
from voice.choice import Choice

LESSON = '''"""A lesson that is heard."""

from scenes.kit import (
    Carry, Function, LessonScene, NumberText, Rods, Role, Scale, Window, World, dive, shown,
)

SQUARE = Function.parse("f(a) = a**2")
NEAR = Window.around(2, 4, 1.4, 0.8, at=(0.35, 0.2))


class Heard(LessonScene):
    """Rods, a dive, a number that is carried twice at once; and a beat in which nothing sounds."""

    exemptions = {"reading.frozen": "only what moves matters here"}

    def construct(self):
        state = {"x": 2.0, "h": Scale(0.1)} | Rods.STATE
        world = World(self.regions, NEAR, self.theme, state=state)
        rods = Rods(world, SQUARE)
        self.add(world.axes, world.curve(SQUARE), rods)
        with self.beat("How many fit? Count them, one by one, as they are stacked."):
            self.play(rods.stack(), at=0.05, share=0.9)
        self.remove(rods)
        with self.beat("Go in."):
            self.play(dive(world, NEAR.zoomed(10, 2, 4)))
        places = (-3, 1), (3, -1), (3, 1)
        here, *there = (
            NumberText(shown("4.1"), 90, Role.OUTPUT, self.theme).place(*at) for at in places
        )
        self.add(here)
        with self.beat("It is {n}.", n=shown("4.1")):
            self.play(*(Carry(here, each) for each in there), at=0.3)
        with self.beat("That is all."):
            self.hold(0.2)
'''
RATE_OF_PICTURES = 15  # in drafts
ROD, NUMBER = (240, 168, 48), (47, 201, 154)  # colours of the dark theme


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("heard")
    (place / "heard.py").write_text(LESSON, encoding="utf-8")
    return place


@pytest.fixture(scope="module")
def draw(folder: Path) -> Callable[..., Path]:
    """A function that draws the scene, as the options say, and returns the video."""

    def drawn(sounds: bool = True, voice: str = "silent", beat: int | None = None) -> Path:
        job = Job(
            LessonFile(folder / "heard.py"), "Heard", (), QUALITIES["draft"], folder / "out",
            beat=beat, voice=Choice.of(voice), sounds=sounds,
        )  # fmt: skip
        done = telling.draw(job, folder, lambda step: None)
        return done.folder / done.video

    return drawn


@pytest.fixture(scope="module")
def video(draw: Callable[..., Path]) -> Path:
    """The scene with sounds and without a voice."""
    return draw()


def sounds_of(video: Path) -> list[Sound]:
    record = record_at(video.with_suffix(".beats.json"))
    return [sound for beat in record.beats for sound in beat.sounds]


@pytest.fixture(scope="module")
def frames(video: Path) -> NDArray[np.uint8]:
    """Every second pixel of its pictures."""
    with av.open(video) as container:
        return np.array(
            [one.to_ndarray(format="rgb24")[::2, ::2] for one in container.decode(video=0)]
        )


def picture(frames: NDArray[np.uint8], time: float) -> NDArray[np.int16]:
    """The first picture from a time on."""
    return frames[int(np.ceil(time * RATE_OF_PICTURES))].astype(np.int16)


def struck(samples: NDArray[np.float64]) -> list[float]:
    """When something short and strong is heard, such as a tick and no swell."""
    return begins(np.where(np.abs(samples) > 0.1, samples, 0), 0.05)


def loudness(samples: NDArray[np.float64]) -> float:
    return float(pyloudnorm.Meter(RATE).integrated_loudness(samples))


def pitch(samples: NDArray[np.float64]) -> float:
    """The strongest pitch in hertz."""
    strength = np.abs(np.fft.rfft(samples * np.hanning(len(samples)), 8 * RATE))
    return float(strength.argmax()) / 8


def test_there_is_a_tick_a_third_higher_each_as_each_rod_gets_its_place(
    video: Path, frames: NDArray[np.uint8]
) -> None:
    samples, end = played(video), record_at(video.with_suffix(".beats.json")).beats[0].end
    ticks = struck(samples[: round(end * RATE)])
    assert len(ticks) == 4  # 2.1² − 2² is 4.1 times 0.1
    assert ticks == pytest.approx([sound.start for sound in sounds_of(video)[:4]], abs=0.01)
    heights = []
    for time in ticks:
        is_rod = np.abs(picture(frames, time) - ROD).max(axis=2) < 60
        heights.append(np.ptp(np.flatnonzero(is_rod.sum(axis=1) >= 4)) + 1)
    assert np.array(heights) / heights[0] == pytest.approx([1, 2, 3, 4], abs=0.15)
    tones = [pitch(samples[round(time * RATE) :][: RATE // 10]) for time in ticks]
    semitones = 12 * np.log2(np.array(tones[1:]) / tones[:-1])
    assert semitones == pytest.approx([4, 3, 4], abs=0.3)


def test_a_low_swell_comes_and_goes_with_a_dive(video: Path, frames: NDArray[np.uint8]) -> None:
    beat = record_at(video.with_suffix(".beats.json")).beats[1]
    part = played(video)[round(beat.start * RATE) : round(beat.end * RATE)]
    first, last = round(beat.start * RATE_OF_PICTURES), round(beat.end * RATE_OF_PICTURES)
    changes = np.diff(frames[first:last].astype(np.int16), axis=0)
    flying = np.flatnonzero(np.abs(changes).mean(axis=(1, 2, 3)) > 1) / RATE_OF_PICTURES
    loud = np.flatnonzero(np.abs(part) > 0.1 * np.abs(part).max()) / RATE
    assert flying[0] - 0.5 < loud[0] < flying[0]  # a frame opens before
    assert flying[-1] - 0.3 < loud[-1] < flying[-1] + 0.1
    assert flying[0] < np.abs(part).argmax() / RATE < flying[-1]
    assert np.abs(part).max() < 0.15
    assert 80 < pitch(part) < 160


def test_one_soft_knock_is_heard_where_numbers_land(video: Path, frames: NDArray[np.uint8]) -> None:
    samples = played(video)
    start = record_at(video.with_suffix(".beats.json")).beats[2].start
    (knock,) = [time for time in struck(samples) if time > start]

    def right(time: float) -> int:
        """The last column in which a number stands."""
        is_number = np.abs(picture(frames, time) - NUMBER).max(axis=2) < 60
        return int(np.flatnonzero(is_number[30:200].any(axis=0)).max())

    there = right(start + 1.6)
    way = there - right(start + 0.1)
    assert there - right(knock) < 0.08 * way
    assert there - right(knock - 0.3) > 0.2 * way
    assert pitch(samples[round(knock * RATE) :][: RATE // 10]) < 300


def test_sounds_have_minus_thirty_lufs_with_a_voice_and_without(
    draw: Callable[..., Path], video: Path
) -> None:
    assert loudness(played(video)) == pytest.approx(-30, abs=1)
    both, voice = draw(voice="beeps"), draw(voice="beeps", sounds=False)
    assert both.with_suffix(".srt").read_bytes() == voice.with_suffix(".srt").read_bytes()
    assert 20 * np.log10(np.abs(played(both)).max()) <= -1
    alone = played(both) - played(voice)
    assert loudness(alone) == pytest.approx(-30, abs=1)
    told = [sound.start for sound in sounds_of(both) if sound.kind != "swell"]
    assert struck(alone) == pytest.approx(told, abs=0.015)
    assert sounds_of(voice) == []


def test_a_beat_alone_is_heard_as_in_its_scene(draw: Callable[..., Path], video: Path) -> None:
    beat = record_at(video.with_suffix(".beats.json")).beats[2]
    whole, alone = played(video)[round(beat.start * RATE) :], played(draw(beat=2))
    assert struck(alone) == pytest.approx(struck(whole), abs=0.006)
    assert np.abs(alone).max() == pytest.approx(np.abs(whole).max(), rel=0.1)
    with av.open(draw(beat=3)) as container:
        assert not container.streams.audio  # nothing moves


def test_without_them_nothing_is_otherwise(draw: Callable[..., Path], video: Path) -> None:
    silent = draw(sounds=False)
    packets = []
    for path in (video, silent):
        with av.open(path) as container:
            packets.append([bytes(one) for one in container.demux(container.streams.video[0])])
    assert packets[0] == packets[1]
    with av.open(silent) as container:
        assert not container.streams.audio
    told = silent.with_suffix(".beats.json").read_text(encoding="utf-8")
    assert '"sounds"' not in told
    assert '"sounds"' in video.with_suffix(".beats.json").read_text(encoding="utf-8")


def test_they_are_asked_for_on_the_command_line_and_are_in_clips(folder: Path) -> None:
    asked = ("heard.py", "-q", "draft", "--formats", "clips")
    done = run(*asked, "--sounds", folder=folder)
    assert (done.returncode, done.stderr) == (0, "")
    clips = sorted((folder / "out/heard/Heard.clips").glob("*.mp4"))
    assert [len(begins(played(clip), 0.05)) for clip in clips] == [4, 1, 1, 0]
    assert "unchanged" in run(*asked[:3], "--sounds", folder=folder).stdout
    target = Target(LessonFile(folder / "heard.py"), None)
    loud, silent = (
        Request([target], {}, QUALITIES["draft"], folder / "out", sounds=sounds)
        for sounds in (True, False)
    )
    assert Cache(folder / "out").recall(loud)
    assert not Cache(folder / "out").recall(silent)


@pytest.mark.parametrize("mode", ["--check", "--list", "--schema"])
def test_they_need_something_to_be_heard_in(mode: str, folder: Path) -> None:
    done = run("heard.py", "--sounds", mode, folder=folder)
    assert done.returncode == 2
    assert f"--sounds: are heard in what is drawn; got '{mode}'" in done.stderr


# Which motions are heard.


def number(value: str) -> NumberText:
    return NumberText(shown(value), 60, Role.OUTPUT, DARK)


def test_numbers_knock_where_they_are_carried_also_if_they_are_rounded_on_the_way() -> None:
    one, same, other = number("4.1"), number("4.1"), number("4")
    for motion in (Carry(one, same), bring(one, same), bring(one, other)):
        assert [sound.kind for sound in heard([motion], 0.0)] == ["knock"]
    for motion in (Merge(one, other, into=same), Unfold(one, into=other), appear(one)):
        assert [*heard([motion], 0.0)] == []


@pytest.mark.parametrize(
    ("function", "ticks"),
    [("f(a) = 3*a", 3), ("f(a) = -3*a", 3), ("f(a) = 11.5*a", 11), ("f(a) = 3.5*a", 3),
     ("f(a) = 13*a", 0), ("f(a) = a/2", 0), ("f(a) = 0*a", 0)],
)  # fmt: skip
def test_there_are_as_many_ticks_as_whole_rods_and_none_for_a_tape(
    function: str, ticks: int
) -> None:
    state = {"x": 1.0, "h": Scale(0.1)} | Rods.STATE
    world = World(layout(16 / 9), Window(-3, -1, 5, 9), DARK, state=state)
    told = [*heard([Rods(world, Function.parse(function)).stack()], 0.0)]
    assert [sound.kind for sound in told] == ["tick"] * ticks
    pitches = [sound.pitch for sound in told]
    thirds = 12 * np.log2(np.array(pitches[1:]) / pitches[:-1]) if told else []
    assert {round(step) for step in thirds} <= {3, 4}
    assert all(sound.pitch < 4000 for sound in told)


# Sounds alone.


def kept(path: Path) -> NDArray[np.float64]:
    rate, samples = wavfile.read(path)
    assert rate == RATE
    return samples / 32768


def test_loud_speech_and_sounds_have_no_peak_together(tmp_path: Path) -> None:
    speech, times = syllables(4, 0.02), (0.3, 1.3, 2.3, 3.3)
    for time in times:  # short and loud, where something knocks
        speech[round(time * RATE) :][: RATE // 50] += 0.9
    said = write_wav(tmp_path / "said.wav", speech)
    knocks = [Sound(time, time + 0.16, "knock", 196.0) for time in times]
    for name, sounds in (("with", knocks), ("without", [])):
        soundtrack.write([(0.0, said)], 4.0, tmp_path / f"{name}.wav", sounds)
    mixed, plain = (kept(tmp_path / f"{name}.wav") for name in ("with", "without"))
    assert max(plain) + 0.1 > 10 ** (-4 / 20)  # both would be too much
    assert struck(mixed - plain) == pytest.approx(times, abs=0.02)
    assert true_peak(mixed) <= -3.5


def test_what_comes_after_the_end_is_left_out(tmp_path: Path) -> None:
    late = [Sound(time, time + 0.12, "tick", 300.0) for time in (0.2, 0.95, 3.0)]
    soundtrack.write([], 1.0, tmp_path / "sound.wav", late)
    assert begins(kept(tmp_path / "sound.wav"), 0.05) == pytest.approx([0.2, 0.95], abs=0.006)


class _Watched(Animation):
    """Knows how much of it is over when it is played."""

    alpha = 0.0

    def _setup_scene(self, scene: object) -> None:
        pass

    def interpolate(self, alpha: float) -> None:
        self.alpha = alpha


@pytest.mark.parametrize("rate", [linear, smooth])
@pytest.mark.parametrize(
    "group",
    [
        lambda inner, **how: AnimationGroup(_Watched(Dot(), run_time=3), inner, **how),
        lambda inner, **how: LaggedStart(_Watched(Dot()), inner, lag_ratio=0.4, **how),
        lambda inner, **how: AnimationGroup(
            Succession(_Watched(Dot(), run_time=2), inner, run_time=1.5), **how
        ),
    ],
)
def test_a_motion_in_a_group_is_heard_when_it_is_there(
    group: Callable[..., AnimationGroup], rate: Callable[[float], float]
) -> None:
    inner = sounding(_Watched(Dot(), run_time=1), Note("knock", 200.0, 0.6))
    whole = group(inner, rate_func=rate, run_time=5)
    (sound,) = heard([whole], begin=10.0)
    whole._setup_scene(Scene())
    whole.begin()
    for step in range(5001):
        whole.interpolate(step / 5000)
        if inner.alpha >= 0.6:
            break
    assert sound.start == pytest.approx(10 + step / 1000, abs=0.01)


def test_a_record_tells_only_of_sounds_that_can_be_made() -> None:
    told = {"start": 0.2, "end": 0.3, "kind": "tick", "pitch": 262.0}
    record = Record.of(data_of([{}, {"sounds": [told | {"start": 1.2, "end": 1.3}]}]))
    record.check()
    assert record.excerpt(record.beats[1]).beats[0].sounds[0].start == pytest.approx(0.2)
    for wrong in ({"start": -1}, {"start": 9, "end": 10}, {"pitch": 0}, {"end": 0.1}, {"kind": ""}):
        with pytest.raises(ValueError, match="sounds that nobody can make in beat 1"):
            Record.of(data_of([{"sounds": [told | wrong]}])).check()
