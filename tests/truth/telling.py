"""Tells lessons without drawing and keeps what reaches the audience.

Of the project only the stories, their beats and the mistakes they tell are used here.
"""

from __future__ import annotations

import re
import signal
import traceback
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from manim import config

from calculus.errors import LessonError
from calculus.expression import source
from checks.inspector import Inspector
from engine.telling.configuration import configured
from engine.telling.scene import BlindRenderer
from scenes.base import LessonScene
from scenes.nudge import NudgeScene
from tests.stories import BY_NAME
from tests.truth.hearing import Fault, Findings, hear
from tests.truth.told import Beat, Told

_ROOT = Path(__file__).parents[2]
_MOST_SECONDS = 30
_UNTRUE = ("numbers.", "geometry.")  # rules of the project's own audit


class TooSlow(BaseException):
    """A lesson that takes too long; nothing on the way may take it for a mistake."""


@dataclass
class Ended:
    """How telling a lesson ended: told and heard, refused, or broken."""

    findings: Findings
    refused: LessonError | None = None


def told(story: str, given: Mapping[str, str], audit: bool = False) -> tuple[Told, list[Any]]:
    """Tell a lesson.

    Raises:
        LessonError: It was refused.
    """
    beats: list[Beat] = []
    inspector = Inspector() if audit else None

    def keep(scene: LessonScene) -> None:
        beat = scene.beats[-1]
        beats.append(
            Beat(
                beat.text, beat.speech, beat.shown, beat.chapter,
                tuple(
                    (
                        number.marked, number.exact, number.quantity.expression,
                        tuple(number.quantity.where),
                        None if number.quantity.error is None else str(number.quantity.error),
                    )
                    for number in beat.numbers
                ),
                _measured(scene),
            )
        )  # fmt: skip

    options = {"dry_run": True, "progress_bar": "none", "frame_rate": 10, "verbosity": "ERROR"}
    with configured(options), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        scene: Any = BY_NAME[story](dict(given), make_renderer=lambda: BlindRenderer(inspector))
        scene.on_beat = keep
        scene.render()
    found: list[Any] = []
    if inspector is not None:
        findings, _ = inspector.findings(scene)
        found = [one for one in findings if one.rule.startswith(_UNTRUE)]
    graph = getattr(scene.facts, "graph", None)
    steps = {} if graph is None else {node.name: _text(node) for node in graph.steps}
    return Told(story, dict(given), tuple(beats), scene.title, steps), found


def _text(node: Any) -> str:
    return str(source(node.formula))


def _measured(scene: Any) -> dict[str, float]:
    """How far apart the two points of a nudge are on screen, how wide, and what the axes show."""
    if not isinstance(scene, NudgeScene):
        return {}
    stage, window = scene.stage, scene.stage.plot.window
    apart = stage.dot.get_center() - stage.moved_dot.get_center()
    return {
        "dots apart": float((apart @ apart) ** 0.5),
        "dot": float(stage.dot.width),
        "left": float(window.left),
        "window": float(window.width),
        "height": float(window.height),
    }


def ended(story: str, given: Mapping[str, str], audit: bool = False) -> Ended:
    """Tell a lesson and hear it; nothing that goes wrong is raised."""
    rate = config.frame_rate
    try:
        with _in_time():
            lesson, audited = told(story, given, audit)
        findings = hear(lesson)  # it may take longer: it works things out again, with more digits
    except LessonError as refusal:
        return Ended(_remedied(story, given, refusal), refusal)
    except TooSlow as slow:
        why = f"takes more than {_MOST_SECONDS} s, and was in {_place(slow)} then"
        return Ended(Findings([Fault("crash", "time", "", why)]))
    except Exception as error:
        place = _place(error)
        return Ended(
            Findings([Fault("crash", place, "", f"{type(error).__name__}: {error}"[:300])])
        )
    finally:
        config.frame_rate = rate
    for one in audited:
        findings.faults.append(Fault("audit", one.rule, _sentence(lesson, one), one.message))
    findings.counts["audited"] += audit
    return Ended(findings)


def _sentence(lesson: Told, finding: Any) -> str:
    if finding.beat is None or finding.beat >= len(lesson.beats):
        return ""
    return str(lesson.beats[finding.beat].text)


def _place(error: BaseException) -> str:
    """Where in the project an error comes from."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [
        one
        for one in frames
        if str(_ROOT) in one.filename and not re.search("site-packages|/tests/", one.filename)
    ]
    last = ours[-1] if ours else frames[-1]
    return f"{Path(last.filename).name}:{last.name}"


def _remedied(story: str, given: Mapping[str, str], refusal: LessonError) -> Findings:
    """Try the remedy of a refusal, where it is a value of a parameter."""
    found = Findings()
    name = refusal.thing
    remedy = refusal.remedy.removeprefix(f"{name}=")
    if name not in _parameters(story) or not _is_value(name, remedy):
        return found
    found.counts["remedy"] += 1
    try:
        with _in_time(), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            mended = _mended(given.get(name, ""), refusal.got, remedy)
            BY_NAME[story].prepare({**given, name: mended})
    except LessonError as again:
        # Of several values another one may be refused as well, in its turn.
        if again.thing == name and (again.got == remedy or again.rule != refusal.rule):
            found.faults.append(Fault("remedy", name, str(refusal), f"refused again: {again}"))
    except (TooSlow, Exception) as error:
        found.faults.append(Fault("remedy", name, str(refusal), f"then {error!r}"))
    return found


def _mended(given: str, got: str, remedy: str) -> str:
    """A parameter with the remedy in it: in a list only what was refused is replaced."""
    parts = re.split(r"\s*[,;]\s*", given)
    if "," in remedy or len(parts) < 2 or remedy in parts:
        return remedy
    wrong = [part for part in parts if part == got.replace("−", "-")]
    return ", ".join(remedy if part in wrong else part for part in parts)


def _parameters(story: str) -> set[str]:
    return {
        "TrainingLoopScene": {"graph", "inputs", "trained", "learning_rate", "laps"},
        "NudgeScene": {"function", "points", "nudges", "zoomed"},
        "DerivativeScene": {"function", "at", "nudges", "trials"},
        "TangentScene": {"function", "points", "nudges"},
        "DerivativeTableScene": {"functions", "name", "at", "nudge"},
        "SymPyScene": {"functions", "at", "also_at", "nudge"},
        "NotationScene": {"single", "where", "index"},
        "ActivationScene": {"weights", "features", "bias", "points", "nudge"},
        "FitScene": {
            "inputs",
            "labels",
            "start",
            "learning_rate",
            "steps",
            "too_large",
        },
        "CrossEntropyScene": {"inputs", "labels", "weight", "bias", "nudge"},
        "ChainRuleScene": {"graph", "inputs", "nudge"},
        "DescentScene": {"function", "start", "learning_rate", "steps"},
        "StepSizesScene": {"function", "starts", "learning_rate", "nudge"},
        "LearningRatesScene": {"function", "start", "learning_rates", "steps"},
        "SurfaceDescentScene": {"function", "start", "learning_rate", "momentum", "steps"},
        "ChecklistScene": {"function", "at", "nudge", "learning_rate", "graph", "inputs"},
        "PipelineScene": {"inputs", "labels", "weight", "bias", "thresholds"},
        "PauseScene": {"values"},
        "FlipCardsScene": {"values"},
        "OrderScene": {"values"},
        "TakeawayScene": {"messages"},
    }[story]


def _is_value(name: str, remedy: str) -> bool:
    """Whether a remedy is something to type in, and not advice."""
    if name in ("function", "graph") or (name == "inputs" and "=" in remedy):
        return "=" in remedy and "…" not in remedy
    return all(character in "0123456789.,-+*/e() " for character in remedy)


@contextmanager
def _in_time() -> Iterator[None]:
    """Stop what takes too long on this processor, however busy the machine is."""

    def stop(*_: object) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, _MOST_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
