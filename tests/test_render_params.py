"""A file of parameters, variants, and new lessons: what they make and what is refused."""

from __future__ import annotations

import json
import shutil
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import render
from calculus.errors import LessonError
from engine.jobs import lessons
from engine.jobs.job import Job
from engine.jobs.lessons import LessonFile
from engine.jobs.quality import QUALITIES, Quality
from engine.planning import catalogue, params, plan, schema
from engine.planning.request import Request
from scenes.settings import parameters
from tests.running import run
from tests.test_render_cli import files
from tools import reference_tables

COURSE = """
[First]
points = [3]

[First.variant.steep]
function = "f(a) = 9*a"

[First.variant.flat-2]
function = "f(a) = a/10"
points = [0.1, 1_000.5, "1/3"]

[tiny.First.variant.flat-2]
points = "7"

[tiny.Second]
points = 1

[NudgeLine]
points = 1
"""


@pytest.fixture
def plan_with(lesson: Path) -> Callable[..., dict[str, dict[str, str]]]:
    """A function that plans the lesson with a file, and tells the parameters of each job."""

    def planned(text: str, *words: str, **overrides: str) -> dict[str, dict[str, str]]:
        path = lesson.parent / "course.toml"
        path.write_text(text, encoding="utf-8", errors="surrogateescape", newline="")
        targets = lessons.find(words or [str(lesson)])
        draft = QUALITIES["draft"]
        request = Request(targets, overrides, draft, Path("out"), params.read(path))
        return {job.name: resolved(job) for job in plan.plan(request)}

    return planned


def resolved(job: Job) -> dict[str, str]:
    classes = {scene.__name__: scene for scene in lessons.load(job.lesson)}
    given = parameters.dump(parameters.resolve(classes[job.scene], dict(job.overrides)))
    return {name: given[name] for name in ("function", "points")}


def test_scenes_come_with_what_the_file_says_and_variants_beside_them(
    plan_with: Callable[..., dict[str, dict[str, str]]],
) -> None:
    assert plan_with(COURSE) == {
        "tiny:First": {"function": "f(a) = a**2", "points": "3"},
        "tiny:First-steep": {"function": "f(a) = 9*a", "points": "3"},
        "tiny:First-flat-2": {"function": "f(a) = a/10", "points": "7"},
        "tiny:Second": {"function": "f(a) = a**2", "points": "1"},
    }


def test_a_setting_goes_before_the_file(
    plan_with: Callable[..., dict[str, dict[str, str]]],
) -> None:
    planned = plan_with(COURSE, points="8")
    assert {given["points"] for given in planned.values()} == {"8"}
    assert planned["tiny:First-steep"]["function"] == "f(a) = 9*a"


def test_own_words_of_a_file_add_to_those_of_the_lesson_and_a_variant_to_those_of_its_scene(
    write_lesson: Callable[..., Path],
) -> None:
    path = write_lesson("class Own(First):\n    wording = {'The zoom': 'one', 'slope': 'one'}\n")
    course = path.with_name("course.toml")
    course.write_text(
        '[Own.wording]\nslope = "two"\nnudging = "two"\n'
        "[Own.variant.a]\npoints = 3\n"
        '[Own.variant.b.wording]\n"The zoom" = "three"\nnudging = "three"\n'
    )
    targets = lessons.find([f"{path}:Own"])
    request = Request(targets, {}, QUALITIES["draft"], Path("out"), params.read(course))
    (scene,) = lessons.scenes(targets)[targets[0].lesson]
    found = [scene.prepare(dict(job.overrides))[0].wording for job in plan.plan(request)]
    both = {"The zoom": "one", "slope": "two", "nudging": "two"}
    assert found == [both, both, both | {"The zoom": "three", "nudging": "three"}]


def test_decimals_of_a_file_are_exact(
    plan_with: Callable[..., dict[str, dict[str, str]]],
) -> None:
    planned = plan_with("First.points = [0.1, +1_000.5, -2e-3, 0.12345678901234567891, 7]")
    assert planned["tiny:First"]["points"] == "0.1, 1000.5, -0.002, 0.12345678901234567891, 7"


@pytest.mark.parametrize(
    "name", ["été", "e\u0301te\u0301", "夏", "лето-2", "हिन्दी", "Größe_1", "x" * 40]
)
def test_variants_have_names_in_any_script(
    name: str, plan_with: Callable[..., dict[str, dict[str, str]]], lesson: Path
) -> None:
    planned = plan_with(f'[First.variant."{name}"]\npoints = 3\n')
    assert planned[f"tiny:First-{unicodedata.normalize('NFC', name)}"]["points"] == "3"
    infos = catalogue.describe(lessons.find([str(lesson)]))
    allowed = Draft202012Validator(schema.schema(infos))
    assert allowed.is_valid({"First": {"variant": {name: {"points": 3}}}})


@pytest.mark.parametrize(
    "name", ["a b", "a.b", "a/b", "½", "a²", "\u0301a", "a\u200db", "😀", "x" * 41]
)
def test_variants_are_called_by_letters_and_digits(
    name: str, plan_with: Callable[..., dict[str, dict[str, str]]]
) -> None:
    with pytest.raises(LessonError, match="variant: is called by 1 to 40 letters"):
        plan_with(f'[First.variant."{name}"]\npoints = 3\n')


def test_variants_that_differ_in_how_an_accent_is_written_are_one(
    plan_with: Callable[..., dict[str, dict[str, str]]],
) -> None:
    both = '[First.variant."é"]\npoints = 3\n[First.variant."e\u0301"]\n'
    assert plan_with(both + "function = 'f(a) = 9*a'\n")["tiny:First-é"] == {
        "function": "f(a) = 9*a", "points": "3",
    }  # fmt: skip
    with pytest.raises(LessonError, match="points: says everything once; got 'points twice'"):
        plan_with(both + "points = 4\n")


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_file_may_come_from_any_editor(
    mark: str, end: str, plan_with: Callable[..., dict[str, dict[str, str]]]
) -> None:
    planned = plan_with(mark + end.join(["[First]", "points = 3", "[tiny.Second]", "points = 4"]))
    assert [given["points"] for given in planned.values()] == ["3", "4"]


def test_a_file_may_speak_of_scenes_that_are_not_rendered_now(
    plan_with: Callable[..., dict[str, dict[str, str]]], lesson: Path
) -> None:
    assert set(plan_with(COURSE, f"{lesson}:Second")) == {"tiny:Second"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[Frist]\n", "course.toml: scene: there is none of this name (did you mean First?)"),
        ("[tiny.Frist]\n", "course.toml:tiny: scene: there is none of this name (did you mean Fir"),
        ("[NudgLine]\n", "(did you mean NudgeLine?)"),
        ("[First]\npoint = 1\n", "course.toml:First: parameter: there is none of this name (did y"),
        ("[First.variant.a]\npoint = 1\n", "course.toml:First.variant.a: parameter: there is non"),
        ("[First.variants.a]\n", "(did you mean variant?)"),
        ("[First]\npoints = true\n", "course.toml:First: points: is a finite real number; got"),
        ("[tiny.First.variant.a]\nfunction = 3\n", "course.toml:tiny.First.variant.a: function: "),
        ("[First]\nfunction = 'f(a) = 1/a'\npoints = 0\n", "tiny:First: 1/a: divides by"),
        ("[First.variant.a]\nfunction = 'f(a) = 1/a'\npoints = 0\n", "tiny:First-a: 1/a: divides"),
        ("First.wording = 1\n", "course.toml:First: wording: gives sentences other words; got '1'"),
        ("[First.variant.a.wording]\nslope = '3'", "First.variant.a: wording: has its numbers in"),
        ("points = 1\n", "course.toml: has every parameter in a scene's table; got 'points'"),
        ("First = 1\n", "course.toml:First: is a table of parameters; got 'a number'"),
        ("First.variant = 'a'\n", "course.toml:First.variant: is a table of parameters; got 'text"),
        ("First.variant.a = []\n", "course.toml:First.variant.a: is a table of parameters; got 'a"),
        ("[First.variant.'../../x']\n", "course.toml:First: variant: is called by 1 to 40 letters"),
        ("[First.variant.'']\n", "course.toml:First: variant: is called by 1 to 40 letters"),
        ("[First.variant.'a\\nb']\n", "course.toml:First: variant: is called by 1 to 40 letters"),
        ("[First.variant.é]\n", "course.toml:2: is TOML"),
        ("[First.variant.a]\n[First.variant.A]\n", "differs from others in more than capital let"),
        ("[First]\npoints = \n", "course.toml:3: is TOML (Invalid value); got 'points ='. Try: "),
        ("[First]\npoints = [1,\n", "course.toml:3: is TOML (Invalid value); got 'points = [1,'"),
        ("[First]\n[First]\n", "course.toml:3: is TOML (Cannot declare"),
        ("a = " + "[" * 9999, "--params: nests a few levels deep; got"),
        ("First.points = " + "1" * 9999, "--params: has numbers of a few digits; got"),
        (
            "First.points = 0x" + "f" * 9999,
            "course.toml:First: points: has numbers of at most",
        ),
        ("First.points = 1e999999", "course.toml:First: points: "),
        ("First.points = nan", "course.toml:First: points: "),
        ("First.points = 2020-01-01", "course.toml:First: points: is a finite real number; got '"),
        ("#" * 1_000_001, "--params: has at most 1000000 bytes; got"),
        ("\udcff", "--params: is text in UTF-8; got"),
    ],
)
def test_a_mistake_in_a_file_is_refused_with_its_place(
    text: str, message: str, plan_with: Callable[..., dict[str, dict[str, str]]]
) -> None:
    with pytest.raises(LessonError) as error:
        plan_with("\n" + text)
    assert message in str(error.value)
    assert "\n" not in str(error.value)


def test_a_file_that_cannot_be_read_is_refused(
    lesson: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = lesson.parent / "broken.toml"
    broken.write_text("points =\n")
    for path, message in (
        (lesson.parent / "none.toml", "--params: can be read ("),
        (lesson.parent, "--params: can be read ("),
        (broken, "broken.toml:1: is TOML"),
    ):
        assert render.main([str(lesson), "--check", "--params", str(path)]) == 2
        said = capsys.readouterr().err
        assert message in said
        assert said.count("\n") == 1


def test_a_variant_has_files_of_its_own(
    lesson: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = lesson.parent
    monkeypatch.chdir(folder)
    monkeypatch.setitem(QUALITIES, "tiny", Quality("tiny", 128, 72, 5))
    Path("course.toml").write_text("[Second.variant.other]\npoints = 3\n")
    arguments = ["tiny.py:Second", "-q", "tiny", "--params", "course.toml"]
    assert render.main(arguments) == 0
    assert "out/tiny/Second-other.mp4" in capsys.readouterr().out
    kinds = ("mp4", "beats.json", "srt", "vtt", "png")
    expected = {f"tiny/{name}.{kind}" for name in ("Second", "Second-other") for kind in kinds}
    assert files(folder / "out") == expected
    plain, other = (
        json.loads((folder / f"out/tiny/{name}.beats.json").read_text(encoding="utf-8"))
        for name in ("Second", "Second-other")
    )
    assert (plain["scene"], plain.get("variant")) == ("Second", None)
    assert (other["scene"], other["variant"]) == ("Second", "other")
    assert other["parameters"]["points"] == "3"


def test_no_parameter_is_called_like_the_table_of_variants() -> None:
    for lesson in lessons.available():
        for scene in lessons.load(lesson):
            assert "variant" not in parameters.names(scene)


# New lessons.

LIKE = sorted(lesson.name for lesson in lessons.available())


@pytest.mark.parametrize("like", LIKE)
def test_a_new_lesson_passes_the_check_as_it_is_anywhere(like: str, tmp_path: Path) -> None:
    done = run("new", "my_lesson.py", "--from", like, folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "my_lesson.py -q draft" in done.stdout
    checked = run("my_lesson.py", "--check", folder=tmp_path)
    assert checked.returncode == 0, checked.stderr
    assert checked.stdout.count("my_lesson:") == checked.stdout.count(" ok") > 0
    assert files(tmp_path) == {"my_lesson.py"}

    # It states what the other lesson states, and says what it means.
    text = (tmp_path / "my_lesson.py").read_text(encoding="utf-8")
    (target,) = lessons.find([like])
    originals = {scene.__base__: scene for scene in reversed(lessons.load(target.lesson))}
    for mine in lessons.load(LessonFile(tmp_path / "my_lesson.py")):
        original = originals[mine.__base__]
        assert parameters.resolve(mine).model_dump() == parameters.resolve(original).model_dump()
        assert all(f"# {info.description}" in text for info in parameters.describe(mine))


RECIPES = reference_tables.DOCS / "recipes"


def test_a_new_lesson_tells_a_story_that_lies_beside_another_one(tmp_path: Path) -> None:
    folder = shutil.copytree(RECIPES, tmp_path / "mine")
    (folder / "sub.py").write_text(
        "from typing import Annotated\nfrom areas import AreaScene\nfrom scenes.kit import Number\n"
        "class Sub(AreaScene):\n    more: Annotated[Number, 'more'] = 1\n"
    )
    for like, story in (("areas", "area import AreaScene"), ("sub", "sub import Sub")):
        done = run("new", f"from_{like}.py", "--from", f"{like}.py", folder=folder)
        assert (done.returncode, done.stderr) == (0, "")
        assert f"from {story}\n" in (folder / f"from_{like}.py").read_text(encoding="utf-8")
    checked = run("from_areas.py", "from_sub.py", "--check", folder=folder)
    assert checked.returncode == 0, checked.stderr
    refused = run("new", "other.py", "--from", "mine/areas.py", folder=tmp_path)
    assert refused.returncode == 2
    assert "story that it tells, AreaScene; got 'other.py'. Try: mine/other.py" in refused.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["taken.py"], "has a name that is not taken; got 'taken.py'"),
        (["mine"], "has a name that ends in .py; got 'mine'. Try: mine.py"),
        (["CON.py"], "is not called like a device of Windows; got 'CON.py'. Try: CON-1.py"),
        (["what?.py"], "has a name without < > : "),
        (["rich.py"], "hides no other Python module; got 'rich.py'. Try: my_rich.py"),
        (["random.py"], "hides no other Python module"),
        (["scenes.py"], "hides no other Python module"),
        (["no/folder/own_1.py"], "goes to a folder that exists; got 'no/folder/own_1.py'"),
        (["/proc/own_1.py"], "can be written ("),
        (["own_1.py", "--from", "descend"], "did you mean descent?"),
        (["own_1.py", "--form", "descent"], "did you mean --from?"),
        ([], "arguments are required: FILE.py"),
    ],
)
def test_a_new_lesson_is_refused_where_it_would_do_harm(
    arguments: list[str],
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("taken.py").write_text("mine\n")
    try:
        code = render.main(["new", *arguments])
    except SystemExit as left:
        code = int(left.code or 0)
    assert code == 2
    said = capsys.readouterr().err
    assert message in said
    assert said.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["taken.py"]
    assert Path("taken.py").read_text() == "mine\n"


# The reference.


@pytest.mark.parametrize("name", reference_tables.TABLES)
def test_the_tables_of_the_reference_are_what_the_tool_writes(name: str) -> None:
    page = reference_tables.DOCS / name
    written = page.read_text(encoding="utf-8")
    assert written == reference_tables.filled(page), "run: python tools/reference_tables.py"
