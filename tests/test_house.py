"""The plan of the house: who may import whom, and what keeps its promises everywhere."""

from __future__ import annotations

import ast
import graphlib
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from itertools import chain
from pathlib import Path

import manim
import pytest

from engine.jobs import lessons
from engine.jobs.lessons import LessonFile
from scenes.base import LessonScene
from scenes.settings import parameters
from scenes.telling.course import standing

ROOT = Path(__file__).parent.parent
MAY_IMPORT = {
    "calculus": {"sympy", "mpmath", "numpy"},
    "record": set(),
    "explore": {"calculus", "record", "sympy"},
    "publish": {
        "av",
        "fontTools",
        "fpdf",
        "jinja2",
        "lxml",
        "markupsafe",
        "numpy",
        "PIL",
        "pptx",
        "record",
        "srt",
        "typst",
        "webvtt",
    },
    "scenes": {
        "calculus",
        "fontTools",
        "manim",
        "numpy",
        "sympy",
        "pydantic",
        "pydantic_core",
        "typing_extensions",
        "igraph",
        "record",
        "num2words",
        "svgelements",
        "typst",
        "uniseg",
    },
    "checks": {"calculus", "record", "scenes", "manim", "mpmath", "numpy"},
    "engine": {
        "calculus",
        "checks",
        "explore",
        "scenes",
        "publish",
        "record",
        "voice",
        "manim",
        "rich",
        "tqdm",
        "numpy",
        "PIL",
        "av",
        "cairo",
        "dask",
        "distributed",
        "filelock",
        "platformdirs",
        "watchfiles",
    },
    "voice": {"calculus", "record", "scenes", "av", "filelock", "hibari", "numpy"},
    "lessons": {"scenes"},
    "studio": {
        "calculus",
        "checks",
        "engine",
        "libcst",
        "manim",
        "nicegui",
        "numpy",
        "PIL",
        "publish",
        "record",
        "rich",
        "scenes",
        "starlette",
        "tomlkit",
        "voice",
    },
}
PLAIN = [
    "look.colour", "look.scripts", "look.theme", "look.typesetting",
    "picture.curves", "picture.framing", "picture.layout", "picture.shapes", "picture.window",
    "settings.kinds", "settings.parameters", "telling.beats", "telling.course", "telling.lines",
    "telling.written", "words.language", "words.terms", "words.wording",
]  # fmt: skip


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")[0]


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_imports_go_one_way(package: str) -> None:
    allowed = MAY_IMPORT[package] | {package} | set(sys.stdlib_module_names)
    for path in (ROOT / package).rglob("*.py"):
        assert set(imports(path)) <= allowed, f"{path.name}: what it may import is in MAY_IMPORT"


def modules(path: Path) -> Iterator[str]:
    """The project's modules that a file imports, dotted."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                inner = Path(*node.module.split("."), alias.name)
                is_module = (ROOT / inner).is_dir() or (ROOT / f"{inner}.py").exists()
                yield f"{node.module}.{alias.name}" if is_module else node.module


@pytest.mark.parametrize("package", [name for name in MAY_IMPORT if name != "lessons"])
def test_rooms_import_one_way(package: str) -> None:
    """A room is a folder, or a file beside the folders; what a room needs lies below it."""
    needs: dict[str, set[str]] = {}
    for path in (ROOT / package).rglob("*.py"):
        room = path.relative_to(ROOT / package).parts[0].removesuffix(".py")
        found = (name.split(".") for name in modules(path) if name.startswith(f"{package}."))
        needs.setdefault(room, set()).update(names[1] for names in found if names[1] != room)
    tuple(graphlib.TopologicalSorter(needs).static_order())  # raises where there is a circle


def test_the_plain_parts_of_the_scenes_need_no_manim() -> None:
    names = ", ".join(f"scenes.{name}" for name in PLAIN)
    program = f"import sys, {names}; sys.exit('manim' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False).returncode == 0


def test_the_command_line_loads_nothing_heavy() -> None:
    """Help, and a run in which nothing has changed, are there at once."""
    command = [sys.executable, "-X", "importtime", "render.py", "--help"]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, encoding="utf-8")
    loaded = set(re.findall(r"\| +(\w+)$", done.stderr, re.MULTILINE))
    assert "argparse" in loaded
    assert not loaded & {"manim", "sympy", "numpy", "av", "jinja2", "fpdf", "pptx"}


def all_scenes() -> list[type[LessonScene]]:
    files = sorted((ROOT / "lessons").glob("*.py"))
    return [scene for file in files for scene in lessons.load(LessonFile(file))]


SCENES = all_scenes()
IDS = [scene.__name__ for scene in SCENES]


def test_there_are_the_scenes_of_all_lessons() -> None:
    assert set(IDS) == {
        "WhyDerivatives", "NudgeLine", "NudgeSquare", "NudgeCube", "NudgeLog", "Epsilon",
        "TangentSlopes", "DerivativeTable", "SymPySession", "ChainRule", "BallDescent",
        "LearningRates", "Downhill", "Momentum", "Notation", "StepSizes", "PauseAndTry",
        "FlipCards", "Interview", "PutInOrder", "Takeaways", "ConceptToCode", "Dataflow",
        "LossOfOneExample", "Sigmoid", "CrossEntropy", "LogisticDescent",
    }  # fmt: skip


@pytest.mark.parametrize("scene", SCENES, ids=IDS)
def test_no_parameter_has_a_name_that_manim_uses(scene: type[LessonScene]) -> None:
    taken = set(dir(manim.Scene)) | set(vars(manim.Scene()))
    assert not taken & {info.name for info in parameters.describe(scene)}


def test_the_lessons_have_their_order_and_their_titles() -> None:
    found = {scene.__name__: standing(scene) for scene in SCENES}
    assert found["NudgeLine"] == {"title": "Nudge triangles", "place": 2, "scene": 0}
    assert found["NudgeLog"] == {"title": "Nudge triangles", "place": 2, "scene": 3}
    assert found["LearningRates"] == {"title": "Gradient descent", "place": 6, "scene": 2}
    assert sorted({one["place"] for one in found.values()}) == [*range(1, 10)]


# The frames of all of them are compared in tests/engine/drawing/test_identity.py.
@pytest.mark.parametrize(("lesson", "scene"), [("derivative", "Epsilon"), ("nudge", "NudgeCube")])
def test_plain_manim_renders_a_lesson(lesson: str, scene: str, tmp_path: Path) -> None:
    command = [
        sys.executable, "-m", "manim", "render", "--resolution", "160,90", "--fps", "4",
        "--disable_caching", "--media_dir", str(tmp_path), f"lessons/{lesson}.py", scene,
    ]  # fmt: skip
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert len(list(tmp_path.rglob(f"{scene}.mp4"))) == 1


def test_files_are_short_enough_to_be_read() -> None:
    for package in MAY_IMPORT:
        for path in (ROOT / package).rglob("*.py"):
            assert len(path.read_text(encoding="utf-8").splitlines()) <= 400, path.name


def test_whatever_is_imported_is_declared() -> None:
    """What only comes along with something else may stay away one day."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    lines = chain(project["dependencies"], *extras)
    declared = {re.split(r"[\[<>=~!; ]", line)[0].lower().replace("_", "-") for line in lines}
    folders = (*MAY_IMPORT, "tests", "tools", "benchmarks")
    files = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    files += ROOT.glob("*.py")
    own = {path.relative_to(ROOT).parts[0].removesuffix(".py") for path in files}
    own |= {path.stem for path in files}  # programs import what is beside them
    known = packages_distributions()
    missing = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in files
        for name in {*imports(path)} - own - sys.stdlib_module_names
        if not {one.lower().replace("_", "-") for one in known.get(name, [name])} & declared
    }
    assert missing == set(), "declare it in pyproject.toml: in dependencies, or in an extra"
