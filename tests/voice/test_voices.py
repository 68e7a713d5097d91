"""The voices themselves: espeak-ng, recordings, services of manim-voiceover."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import warnings
from pathlib import Path

import av
import numpy as np
import pytest

from calculus.errors import LessonWarning, VoiceError
from scenes.telling.narration import SpokenLine
from scenes.words.language import codes
from tests.voice.hearing import RATE, begins, silence, syllables, write_wav
from voice.choice import Choice
from voice.espeak import Espeak
from voice.narrator import Narrator
from voice.natural import Natural, phonemes
from voice.recordings import Recordings
from voice.services import Service
from voice.speaker import Spoken, in_one, onsets

SLOPE = SpokenLine(3, ("The slope is three.",), (1.0,), "en")
FILE = "03-the-slope-is-three.wav"


offline = pytest.mark.parametrize("voice", [Espeak, Natural])


def line(*parts: str, least: float = 0.5, language: str = "en", number: int = 1) -> SpokenLine:
    return SpokenLine(number, parts, (least,) * len(parts), language)


def onsets_of(spoken: Spoken, said: SpokenLine) -> tuple[float, ...]:
    return onsets(said, spoken.marks, len(spoken.samples) / RATE)


def espeak(text: str, voice: str = "en") -> bytes:
    """What the program says when it is asked directly."""
    command = ["espeak-ng", "-v", voice, "-s", "150", "-p", "50", "--stdin", "--stdout"]
    return subprocess.run(command, input=text.encode(), capture_output=True, check=True).stdout


def sounds(wav: bytes, folder: Path) -> int:
    """How many samples of a WAV there are, at 48 kHz, from the first sound to the last."""
    path = folder / "direct.wav"
    path.write_bytes(wav)
    with av.open(path) as container:
        frames = [frame.to_ndarray()[0] for frame in container.decode(audio=0)]
    loud = np.nonzero(np.abs(np.concatenate(frames).astype(int)) > 200)[0]
    return round((loud[-1] - loud[0]) * RATE / 22_050)


@pytest.mark.parametrize(
    ("said", "same"),
    [
        ("f of A equals two A.", "f of eigh equals two eigh."),
        ("A equals two. A plus one.", "Eigh equals two. Eigh plus one."),
        ("To A: upstream three.", "To eigh: upstream three."),
        ("A secant goes through it.", "A secant goes through it."),
        ("Wait. A computer takes it.", "Wait. A computer takes it."),
    ],
)
def test_a_variable_is_read_as_a_letter_and_an_article_as_an_article(
    said: str, same: str, tmp_path: Path
) -> None:
    spoken = Espeak({}, "en").speak(line(said))
    assert len(spoken.samples) == pytest.approx(sounds(espeak(same), tmp_path), abs=0.02 * RATE)


def test_a_letter_sounds_otherwise_than_an_article(tmp_path: Path) -> None:
    """The test above can fail."""
    lengths = [sounds(espeak(text), tmp_path) for text in ("f of eigh.", "f of a.")]
    assert abs(lengths[0] - lengths[1]) > 0.02 * RATE


@offline
def test_parts_begin_when_it_says_so(voice: type[Espeak | Natural]) -> None:
    parts = "The slope is three here,", "and it is six where w equals three,", "which is twice."
    spoken = voice({}, "en").speak(line(*parts))
    heard = begins(spoken.samples.astype(float))
    assert len(heard) == 3
    assert heard == pytest.approx(onsets_of(spoken, line(*parts)), abs=0.05)


@offline
def test_every_part_takes_the_time_to_read_its_caption(voice: type[Espeak | Natural]) -> None:
    said = line("One.", "Two.", "Three.", least=2.5)
    assert onsets_of(voice({}, "en").speak(said), said) == (0, 2.5, 5)


@offline
@pytest.mark.parametrize("language", codes())
def test_every_language_of_the_lessons_has_a_voice(
    language: str, voice: type[Espeak | Natural]
) -> None:
    assert len(voice({}, language).speak(line("zero", language=language)).samples) > RATE / 10


@offline
@pytest.mark.parametrize("language", codes())
def test_a_line_sounds_alike_every_time(language: str, voice: type[Espeak | Natural]) -> None:
    sounds = [voice({}, language).speak(line("f, g", language=language)).samples for _ in range(2)]
    assert np.array_equal(*sounds)


@offline
@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("[[_:]] hello there", "en"),
        ("[hello](/həlˈO/) there", "en"),
        ('<speed level="500">bonjour à tous</speed> & <genfile/>', "fr"),
    ],
)
def test_what_looks_like_sounds_or_commands_is_only_text(
    text: str, language: str, voice: type[Espeak | Natural]
) -> None:
    assert len(voice({}, language).speak(line(text)).samples) > RATE / 2


@pytest.mark.parametrize(
    ("voice", "setting"),
    [
        (Espeak, {"voice": "xx"}),
        (Espeak, {"speed": "fast"}),
        (Espeak, {"pitch": "100"}),
        (Natural, {"voice": "haert"}),
        (Natural, {"voice": "emma"}),  # it would have to be fetched
        (Natural, {"speed": "2.5"}),
        (Natural, {"speed": "nan"}),
    ],
)
def test_settings_that_a_voice_cannot_use_are_told(
    voice: type[Espeak | Natural],
    setting: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("HIBARI_HOME", str(tmp_path))
    with pytest.raises(VoiceError) as caught:
        voice(setting, "en")
    assert next(iter(setting.values())) in str(caught.value)
    assert "Try: " in str(caught.value)


def test_a_language_without_a_natural_voice_is_told() -> None:
    with pytest.raises(VoiceError, match="speaks en, fr, es, de, it") as caught:
        Natural({}, "nl")
    assert "Try: --voice espeak" in str(caught.value)


def test_a_natural_voice_tells_a_variable_from_an_article() -> None:
    (said,) = phonemes("To A: a secant goes through A.")
    _, variable, article, *_, last = said.split()
    assert (variable, article, last) == ("ˈA:", "ɐ", "ˈA.")


def test_a_part_that_goes_on_does_not_fall_as_the_end_of_a_sentence_does() -> None:
    whole = Natural({}, "en").speak(line("The slope is three."))
    goes_on = Natural({}, "en").speak(line("The slope is three"))
    assert not np.array_equal(whole.samples, goes_on.samples)


def test_a_recording_is_found_by_its_number_and_its_sentence(tmp_path: Path) -> None:
    write_wav(tmp_path / FILE, silence(0.5), syllables(1.2), silence(0.5))
    spoken = Recordings(tmp_path).speak(SLOPE)
    assert spoken is not None
    assert len(spoken.samples) / RATE == pytest.approx(1.2, abs=0.03)


@pytest.mark.parametrize("name", ["03.wav", "3.wav", "003.WAV"])
def test_a_number_alone_is_enough(name: str, tmp_path: Path) -> None:
    write_wav(tmp_path / name, syllables(1))
    assert Recordings(tmp_path).speak(SLOPE) is not None


@pytest.mark.parametrize(("suffix", "codec"), [(".mp3", "mp3"), (".flac", "flac"), (".m4a", "aac")])
def test_recordings_may_be_compressed(suffix: str, codec: str, tmp_path: Path) -> None:
    with av.open(tmp_path / f"03{suffix}", "w") as container:
        stream = container.add_stream(codec, rate=44_100)
        sound = syllables(1.5)[np.newaxis]
        frame = av.AudioFrame.from_ndarray(sound, format="fltp", layout="mono")
        frame.sample_rate = RATE
        for part in (*av.AudioResampler("s16", "stereo", 44_100).resample(frame), None):
            container.mux(stream.encode(part))
    spoken = Recordings(tmp_path).speak(SLOPE)
    assert spoken is not None
    assert len(spoken.samples) / RATE == pytest.approx(1.5, abs=0.1)


def test_a_recording_of_another_sentence_is_not_played(tmp_path: Path) -> None:
    write_wav(tmp_path / "03-the-slope-is-two.wav", syllables(1))
    with pytest.warns(LessonWarning, match="03-the-slope-is-two.wav is of another sentence"):
        assert Recordings(tmp_path).speak(SLOPE) is None


def test_what_is_missing_is_told_with_its_text_and_its_name(tmp_path: Path) -> None:
    with pytest.warns(LessonWarning) as caught:
        assert Recordings(tmp_path / "nothing").speak(SLOPE) is None
    (told,) = (str(one.message) for one in caught)
    assert FILE in told
    assert "“The slope is three.”" in told


def test_sentences_that_differ_at_their_end_have_recordings_of_different_names(
    tmp_path: Path,
) -> None:
    names = []
    for number in ("three", "four"):
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            Recordings(tmp_path).speak(line("very " * 60 + number))
        names.append(str(caught[0].message).split("“")[0])
    assert names[0] != names[1]


@pytest.mark.parametrize("content", [b"", b"not a sound", b"RIFF1234WAVEfmt "])
def test_what_is_no_recording_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "03.wav").write_bytes(content)
    with pytest.raises(VoiceError, match=r"03\.wav: is a recording of speech"):
        Recordings(tmp_path).speak(SLOPE)


def test_a_silent_recording_is_refused(tmp_path: Path) -> None:
    write_wav(tmp_path / "03.wav", silence(2))
    with pytest.raises(VoiceError, match="silent"):
        Recordings(tmp_path).speak(SLOPE)


def test_two_recordings_of_one_beat_are_refused(tmp_path: Path) -> None:
    for name in ("03.wav", "03.mp3"):
        write_wav(tmp_path / name, syllables(1))
    with pytest.raises(VoiceError, match="one recording"):
        Recordings(tmp_path).speak(SLOPE)


@pytest.mark.usefixtures("voiceover")
def test_a_service_of_manim_voiceover_speaks() -> None:
    """This one needs no network; it asks espeak-ng, another way than we do."""
    spoken = Service("pyttsx3", {}, "en").speak(SLOPE)
    assert 0.5 < len(spoken.samples) / RATE < 4


def test_without_manim_voiceover_a_service_is_told_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "manim_voiceover", None)
    with pytest.raises(VoiceError, match=r"pip install .* --voice espeak$"):
        Service("gtts", {}, "en")
    with pytest.raises(VoiceError, match=r"pip install .*needs a row in voice/built_in\.py$"):
        Service("my.module.Voice", {}, "en")


OWN = "tests.voice.services"


@pytest.mark.usefixtures("voiceover")
def test_words_of_a_service_begin_when_it_says_so() -> None:
    said = line("one two", "three four five")
    spoken = Service(f"{OWN}.Beeper", {}, "en").speak(said)
    assert onsets_of(spoken, said) == pytest.approx((0, 1.0), abs=0.01)


@pytest.mark.usefixtures("voiceover")
@pytest.mark.parametrize(
    ("name", "message"),
    [
        (f"{OWN}.Curious", "asks nobody"),
        (f"{OWN}.Broken", "no such voice"),
        (f"{OWN}.Quitter", "SystemExit"),
        (f"{OWN}.Empty", "gives a file with speech"),
        (f"{OWN}.Missing", "is a speech service"),
        ("gtttts", "is a service of manim-voiceover"),
        ("os.path", "is a speech service"),
        ("voice.beeps.Beeps", "needs a row in voice/built_in.py"),
    ],
)
def test_a_service_that_cannot_speak_is_told(
    name: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO())  # nobody answers, as in workers
    with pytest.raises(VoiceError, match=message):
        Service(name, {}, "en").speak(SLOPE)


@pytest.mark.usefixtures("voiceover")
def test_unknown_settings_of_a_service_are_told() -> None:
    with pytest.raises(VoiceError, match="colour"):
        Service(f"{OWN}.Beeper", {"colour": "red"}, "en")


class Counting:
    """Says the same syllables every time, and counts how often."""

    key = "counting"

    def __init__(self) -> None:
        self.count = 0

    def speak(self, line: SpokenLine) -> Spoken:
        self.count += 1
        return in_one(syllables(1))

    def needs(self, line: SpokenLine) -> list[object]:
        return [line.text]


def test_a_sentence_is_said_once_and_kept(tmp_path: Path) -> None:
    speaker = Counting()
    said = [
        Narrator("x", speaker, tmp_path / "kept", tmp_path).say(line("Hello.")) for _ in range(3)
    ]
    assert speaker.count == 1
    assert len({one.sound.read_bytes() for one in said if one}) == 1
    Narrator("x", speaker, tmp_path / "kept", tmp_path).say(line("Hello!"))
    assert speaker.count == 2


def test_a_service_is_asked_once_however_a_sentence_is_shown_and_in_whichever_beat(
    tmp_path: Path,
) -> None:
    speaker = Counting()
    narrator = Narrator("x", speaker, tmp_path / "kept", tmp_path)
    whole = narrator.say(line("So it goes, and so it stays."))
    parts = narrator.say(line("So it goes,", "and so it stays.", number=7))
    assert speaker.count == 1
    assert whole is not None
    assert parts is not None
    assert whole.onsets == (0,)
    assert parts.onsets == pytest.approx((0, 12 / 28 * parts.seconds))  # by the lengths


def test_the_cache_may_be_cleared_at_any_moment(tmp_path: Path) -> None:
    """Each time something is looked up there, it is gone the next moment."""

    class Cleared(Counting):
        def speak(self, line: SpokenLine) -> Spoken:
            if self.count == 0:
                shutil.rmtree(tmp_path / "kept")
            return super().speak(line)

    speaker = Cleared()
    said = Narrator("x", speaker, tmp_path / "kept", tmp_path).say(line("Hello."))
    assert said is not None
    assert said.sound.is_file()


def test_what_is_damaged_is_said_again(tmp_path: Path) -> None:
    speaker = Counting()
    first = Narrator("x", speaker, tmp_path / "kept", tmp_path).say(line("Hello."))
    for sound in (tmp_path / "kept").rglob("*.wav"):
        sound.write_bytes(sound.read_bytes()[:-1] + b"!")
    again = Narrator("x", speaker, tmp_path / "kept", tmp_path).say(line("Hello."))
    assert speaker.count == 2
    assert first is not None
    assert again is not None
    assert first.sound.read_bytes() == again.sound.read_bytes()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "silent, files, natural, espeak"),
        ("silent:loud", "silent: has no settings; got .loud.. Try: --voice silent"),
        ("beeps:pitch=3", "beeps: has no settings; got .pitch=3.. Try: --voice beeps"),
        ("espeak:", "NAME=VALUE"),
        ("espeak:speed", "NAME=VALUE"),
        ("espeak:=3", "NAME=VALUE"),
        ("espeak:speed=", "NAME=VALUE"),
        ("espeak:sped=3", "did you mean speed"),
        ("es peak", "silent, files, natural, espeak"),
        ("../evil", "silent, files, natural, espeak"),
    ],
)
def test_a_voice_that_is_none_is_told(text: str, message: str) -> None:
    with pytest.raises(VoiceError, match=message):
        Choice.of(text)


def test_a_voice_is_chosen() -> None:
    assert Choice.of("silent") is Choice.of("Silent") is None
    assert Choice.of("files:~/rec") == Choice("files", folder=Path.home() / "rec")
    assert Choice.of("files") == Choice("files", folder=Path("recordings"))
    assert Choice.of("files:my voice") == Choice("files", folder=Path("my voice"))
    gtts = Choice.of("gtts:tld=ca, lang=fr")
    assert gtts is not None
    assert dict(gtts.settings) == {"tld": "ca", "lang": "fr"}
