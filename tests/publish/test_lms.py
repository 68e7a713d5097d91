"""A package is one that learning systems take, and tells them how far somebody has come."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from publish import lms
from publish.questions.items import items
from publish.scene import Scene
from tests.publish.asking import DRAWN, ORDER, SEVEN, SLOPE, STEPS, WHY, filmed, record_of
from tests.publish.browsing import watch

IMS = "{http://www.imsproject.org/xsd/imscp_rootv1p1p2}"
ADL = "{http://www.adlnet.org/xsd/adlcp_rootv1p2}"

# A learning system as the SCORM 1.2 run-time environment describes it: it takes the elements a
# unit may set, with values of their types, in the order of the states; all else it writes down.
SYSTEM = """<!doctype html><html lang="en"><head><title>A learning system</title>
<link rel="icon" href="data:,"><script>
  const kept = Object.assign({"cmi.core.lesson_status": "not attempted"}, KEPT);
  const calls = [];
  const wrong = [];
  let state = "not initialized";
  const takes = {
    "cmi.core.lesson_status": /^(passed|completed|failed|incomplete|browsed)$/,
    "cmi.core.lesson_location": /^[ -~]{0,255}$/,
    "cmi.core.session_time": /^\\d{2,4}:\\d\\d:\\d\\d(\\.\\d{1,2})?$/,
    "cmi.core.exit": /^(time-out|suspend|logout|)$/,
    "cmi.core.score.raw": /^(\\d{1,2}|100)$/,
    "cmi.core.score.min": /^0$/,
    "cmi.core.score.max": /^100$/,
    "cmi.suspend_data": /^[ -~]{0,4096}$/,
  };
  const answers = [];  // as SCORM has it, they can be written and not read
  const written = {
    id: /^[\\w-]{1,255}$/,
    type: /^(true-false|choice|fill-in|matching|performance|sequencing|likert|numeric)$/,
    time: /^\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,2})?$/,
    "correct_responses.0.pattern": /^[ -~]{1,255}$/,
    student_response: /^[ -~]{1,255}$/,
    result: /^(correct|wrong|unanticipated|neutral)$/,
  };
  const known = (name) => name in takes || name === "cmi.interactions._count";
  const parts = (name) => /^cmi\\.interactions\\.(\\d+)\\.(.+)$/.exec(name) ?? [];
  const fits = (name, value) => {
    const [, n, part] = parts(name);
    if (!part) return takes[name]?.test(value);
    return n <= answers.length && written[part]?.test(value);
  };
  const keep = (name, value) => {
    const [, n, part] = parts(name);
    if (!part) kept[name] = value;
    else (answers[n] ??= {})[part] = value;
    kept["cmi.interactions._count"] = String(answers.length);
    return "true";
  };
  const call = (name, needed, right, give) => (...given) => {
    calls.push(name);
    const taken = given.every((one) => typeof one === "string") && right(...given);
    if (state !== needed || !taken) wrong.push(`${state}: ${name}(${given})`);
    return state === needed && taken ? give(...given) : "false";
  };
  const nothing = (...given) => given.length === 1 && given[0] === "";
  const to = (next) => () => { state = next; return "true"; };
  window.API = {
    LMSInitialize: call("LMSInitialize", "not initialized", nothing, to("running")),
    LMSFinish: call("LMSFinish", "running", nothing, to("finished")),
    LMSCommit: call("LMSCommit", "running", nothing, () => "true"),
    LMSGetValue: call(
      "LMSGetValue", "running", known, (name) => kept[name] ?? "",
    ),
    LMSSetValue: call(
      "LMSSetValue", "running", fits, keep,
    ),
    LMSGetLastError: () => "0", LMSGetErrorString: () => "", LMSGetDiagnostic: () => "",
  };
</script></head><body><iframe id="unit" title="unit" src="UNIT" width="1000" height="700"></iframe>
</body></html>"""


@pytest.fixture(scope="module")
def packages(course: tuple[Scene, ...], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("packages")
    lms.make(course, folder)
    return folder


@pytest.fixture(scope="module")
def unpacked(packages: Path) -> Path:
    for archive in packages.glob("*.scorm.zip"):
        with zipfile.ZipFile(archive) as whole:
            whole.extractall(packages / archive.name.removesuffix(lms.SUFFIX))
    return packages


def manifest(archive: Path) -> tuple[ET.Element, list[str]]:
    with zipfile.ZipFile(archive) as whole:
        assert whole.testzip() is None
        return ET.fromstring(whole.read("imsmanifest.xml")), whole.namelist()


def test_there_is_a_package_for_each_lesson_and_nothing_else(packages: Path) -> None:
    assert {path.name for path in packages.iterdir() if path.is_file()} == {
        "course.imscc",
        "nudge.scorm.zip",
        "slopes.scorm.zip",
    }


def test_the_manifest_has_the_structure_of_scorm_1_2(packages: Path) -> None:
    root, _ = manifest(packages / "nudge.scorm.zip")
    assert root.tag == f"{IMS}manifest"
    assert [child.tag for child in root] == [
        f"{IMS}{tag}" for tag in ("metadata", "organizations", "resources")
    ]
    assert root.findtext(f"{IMS}metadata/{IMS}schema") == "ADL SCORM"
    assert root.findtext(f"{IMS}metadata/{IMS}schemaversion") == "1.2"
    (outline,) = root.findall(f"{IMS}organizations/{IMS}organization")
    assert root.find(f"{IMS}organizations").get("default") == outline.get("identifier")
    titles = [item.findtext(f"{IMS}title") for item in outline.findall(f"{IMS}item")]
    assert titles == ["Le carré <a²>", "Nudging f(a) = a² — a title"]
    kinds = [one.get(f"{ADL}scormtype") for one in root.iter(f"{IMS}resource")]
    assert kinds == ["sco", "sco", "asset"]
    assert {one.get("type") for one in root.iter(f"{IMS}resource")} == {"webcontent"}


def test_identifiers_are_unique_and_lead_somewhere(packages: Path) -> None:
    for archive in packages.glob("*.scorm.zip"):
        root, _ = manifest(archive)
        names = [one.get("identifier") for one in root.iter() if one.get("identifier")]
        assert len(names) == len(set(names))
        assert all(name and name[0].isalpha() and " " not in name for name in names)
        resources = {one.get("identifier") for one in root.iter(f"{IMS}resource")}
        asked = {one.get("identifierref") for one in root.iter() if one.get("identifierref")}
        assert asked == resources


def test_the_manifest_keeps_the_rules_of_its_schema(course: tuple[Scene, ...]) -> None:
    """What the schemas of IMS Content Packaging 1.1.2 and of ADL say of order and length."""
    units = [lms._Unit("unit-1", "∂" * 300, ("a/index.html", "a/b.mp4"))]
    root = ET.fromstring(lms.manifest("x", "∂" * 300, units, ["assets/site.css"]))
    may_hold = {
        "manifest": ["metadata", "organizations", "resources"],
        "metadata": ["schema", "schemaversion"],
        "organizations": ["organization"],
        "organization": ["title", "item"],
        "item": ["title"],
        "resources": ["resource"],
        "resource": ["file", "dependency"],
    }
    attributes = {
        "manifest": {"identifier", "version"},
        "organizations": {"default"},
        "organization": {"identifier"},
        "item": {"identifier", "identifierref"},
        "resource": {"identifier", "type", "href", f"{ADL}scormtype"},
        "file": {"href"},
        "dependency": {"identifierref"},
    }
    for element in root.iter():
        tag = element.tag.removeprefix(IMS)
        children = [child.tag.removeprefix(IMS) for child in element]
        assert children == sorted(children, key=may_hold.get(tag, []).index), tag
        assert set(element.attrib) <= attributes.get(tag, set()), tag
        assert len(element.text or "") <= (200 if tag == "title" else 100)
        assert len(element.get("href", "")) <= 2000


def test_every_file_is_listed_and_every_listed_file_is_there(packages: Path) -> None:
    for archive in packages.glob("*.scorm.zip"):
        root, names = manifest(archive)
        listed = [file.get("href") for file in root.iter(f"{IMS}file")]
        assert sorted([*listed, "imsmanifest.xml"]) == sorted(names)
        for resource in root.iter(f"{IMS}resource"):
            own = {file.get("href") for file in resource.findall(f"{IMS}file")}
            assert resource.get("href") in own | {None}


def test_the_same_lesson_is_the_same_bytes(
    packages: Path, course: tuple[Scene, ...], tmp_path: Path
) -> None:
    lms.make(course, tmp_path)
    for archive in tmp_path.glob("*.[zi]*"):
        sums = [
            hashlib.sha256((folder / archive.name).read_bytes()).digest()
            for folder in (packages, tmp_path)
        ]
        assert sums[0] == sums[1]


def learn(
    browser: Browser, address: str, folder: Path, unit: str, kept: str = "{}"
) -> tuple[Page, Any]:
    """Open a unit in a learning system; return its window and that of the unit."""
    page = SYSTEM.replace("KEPT", kept).replace("UNIT", unit)
    (folder / "system.html").write_text(page, encoding="utf-8")
    tab = browser.new_page()
    tab.goto(f"{address}/system.html")
    frame = tab.frame_locator("iframe")
    video = frame.locator("video")
    expect(video).to_be_visible()
    video.evaluate(
        "v => v.readyState >= 1 ||"
        " new Promise(done => v.addEventListener('loadedmetadata', done, {once: true}))"
    )
    return tab, frame


def status(tab: Page) -> str:
    return str(tab.evaluate("kept['cmi.core.lesson_status']"))


def leave(tab: Page) -> dict[str, str]:
    """Close the unit; return what the system was told."""
    tab.evaluate("document.getElementById('unit').src = 'about:blank'")
    tab.wait_for_function("calls.includes('LMSFinish')")
    calls = tab.evaluate("calls")
    assert (calls[0], calls[-1]) == ("LMSInitialize", "LMSFinish")
    assert tab.evaluate("wrong") == []
    told: dict[str, str] = tab.evaluate("kept")
    tab.close()
    return told


def test_the_last_chapter_completes_a_unit(
    browser: Browser, unpacked: Path, serve: Callable[[Path], str]
) -> None:
    tab, frame = learn(browser, serve(unpacked), unpacked, "nudge/Square/index.html")
    assert status(tab) == "incomplete"
    frame.get_by_role("button", name="The nudge").click()
    expect(frame.locator(".chapters [aria-current]")).to_contain_text("The nudge")
    assert status(tab) == "incomplete"
    frame.get_by_role("button", name="The end").click()
    tab.wait_for_function("kept['cmi.core.lesson_status'] === 'completed'")
    told = leave(tab)
    assert told["cmi.core.lesson_status"] == "completed"
    assert float(told["cmi.core.lesson_location"]) == pytest.approx(8, abs=0.1)
    assert told["cmi.core.session_time"].startswith("0000:00:")


def test_a_video_of_one_chapter_must_be_watched_to_its_end(
    browser: Browser, unpacked: Path, serve: Callable[[Path], str]
) -> None:
    tab, frame = learn(browser, serve(unpacked), unpacked, "slopes/One/index.html")
    video = frame.locator("video")
    video.evaluate("v => { v.currentTime = 11; }")
    expect(frame.locator(".lines [aria-current]")).to_contain_text("All of it.")
    assert status(tab) == "incomplete"
    video.evaluate("v => { v.currentTime = 11.5; return v.play(); }")
    tab.wait_for_function("kept['cmi.core.lesson_status'] === 'completed'")
    assert leave(tab)["cmi.core.lesson_location"] == "0"  # the next time it starts anew


def test_a_unit_goes_on_where_it_was_left(
    browser: Browser, unpacked: Path, serve: Callable[[Path], str]
) -> None:
    kept = "{'cmi.core.lesson_status': 'incomplete', 'cmi.core.lesson_location': '5.00'}"
    tab, frame = learn(browser, serve(unpacked), unpacked, "nudge/Square/index.html", kept)
    expect(frame.locator(".lines [aria-current]")).to_contain_text("Sentence 3")
    told = leave(tab)
    assert told["cmi.core.exit"] == "suspend"
    assert float(told["cmi.core.lesson_location"]) == pytest.approx(5, abs=0.1)


def test_what_was_completed_stays_so(
    browser: Browser, unpacked: Path, serve: Callable[[Path], str]
) -> None:
    kept = "{'cmi.core.lesson_status': 'passed'}"
    tab, _ = learn(browser, serve(unpacked), unpacked, "nudge/Square/index.html", kept)
    assert leave(tab)["cmi.core.lesson_status"] == "passed"


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The unpacked package of a scene that asks."""
    folder = tmp_path_factory.mktemp("asking")
    lms.make([filmed(folder / "out")], folder)
    with zipfile.ZipFile(folder / "slopes.scorm.zip") as whole:
        whole.extractall(folder)
    return folder


def test_each_answer_is_told_and_the_first_one_counts(
    browser: Browser, asking: Path, serve: Callable[[Path], str]
) -> None:
    host, known = serve(asking), {one.question: one for one in items(record_of())}
    tab, frame = learn(browser, host, asking, "Asks/index.html")

    def card(question: str) -> Locator:
        return frame.locator(".item").filter(has_text=question)

    for given in ("6", "-6", "−12/2"):
        card(SLOPE).get_by_role("textbox").fill(given)
        card(SLOPE).get_by_role("button", name="Check").click()
    card(DRAWN).get_by_role("radio", name="2w", exact=True).check()
    card(DRAWN).get_by_role("button", name="Check").click()
    for step in STEPS[::-1]:  # each to the top
        up = card(ORDER).get_by_role("button", name=f"Earlier: {step}")
        up.evaluate("(button, times) => { while (times--) button.click(); }", len(STEPS))
    card(ORDER).get_by_role("button", name="Check").click()
    card(WHY).get_by_text("Show the answer").click()
    card(WHY).get_by_role("button", name="I knew it").click()
    expect(frame.locator("#score")).to_have_text("2 of 4 right")
    told = tab.evaluate("answers.map(one => [one.id, one.type, one.student_response, one.result])")
    slope, drawn, order = (known[one] for one in (SLOPE, DRAWN, ORDER))
    steps = ",".join(order.right)
    assert told == [
        [slope.identifier, "fill-in", "6", "wrong"],
        [slope.identifier, "fill-in", "-6", "correct"],
        [slope.identifier, "fill-in", "-6", "correct"],
        [drawn.identifier, "choice", drawn.right[0], "correct"],
        [order.identifier, "sequencing", steps, "correct"],
    ]
    patterns = tab.evaluate("answers.map(one => one['correct_responses.0.pattern'])")
    assert patterns == ["-6", "-6", "-6", drawn.right[0], steps]
    kept = leave(tab)
    assert [kept[f"cmi.core.score.{one}"] for one in ("raw", "min", "max")] == ["50", "0", "100"]
    again, frame = learn(browser, host, asking, "Asks/index.html", json.dumps(kept))
    expect(frame.locator("#score")).to_have_text("2 of 4 right")
    card(SEVEN).get_by_role("textbox").fill("2/7")
    card(SEVEN).get_by_role("button", name="Check").click()
    expect(frame.locator("#score")).to_have_text("3 of 4 right")
    assert leave(again)["cmi.core.score.raw"] == "75"


def test_statements_go_where_the_launch_says_and_else_nowhere(
    browser: Browser, asking: Path, serve: Callable[[Path], str]
) -> None:
    host = serve(asking)
    unit = f"{host}/Asks/index.html"
    with browser.new_context() as context:
        tab, sent = context.new_page(), []
        asked, errors = watch(tab)

        def store(route: Route) -> None:
            sent.append((route.request.headers, route.request.post_data_json))
            route.fulfill(status=200, body="[]", headers={"Access-Control-Allow-Origin": "*"})

        context.route("https://store.example/**", store)
        launch = {
            "endpoint": "https://store.example/xapi/", "auth": "Basic abc",
            "actor": json.dumps({"mbox": "mailto:ada@example.org"}), "registration": "r-1",
            "activity_id": "https://course.example/slopes",
        }  # fmt: skip
        for address in (unit, f"{unit}?{urlencode(launch | {'endpoint': 'file:///x'})}"):
            tab.goto(address)
            tab.get_by_role("textbox").first.fill("-6")
            tab.get_by_role("button", name="Check").first.click()
            expect(tab.locator("#score")).to_have_text("1 of 4 right")
        assert {urlsplit(one).netloc for one in asked} == {urlsplit(host).netloc}
        tab.goto(f"{unit}?{urlencode(launch)}")
        tab.get_by_role("textbox").first.fill("−6.0")
        with tab.expect_response("https://store.example/xapi/statements"):
            tab.get_by_role("button", name="Check").first.click()
        assert errors == []
    ((headers, statement),) = [one for one in sent if one[1]]
    assert (headers["authorization"], headers["x-experience-api-version"]) == ("Basic abc", "1.0.3")
    assert statement["actor"] == {"mbox": "mailto:ada@example.org"}
    assert statement["verb"]["id"] == "http://adlnet.gov/expapi/verbs/answered"
    assert statement["result"] == {"response": "-6", "success": True}
    assert statement["result"]["success"] is True
    slope = next(one for one in items(record_of()) if one.question == SLOPE)
    assert statement["object"]["id"] == f"https://course.example/slopes#{slope.identifier}"
    assert statement["object"]["definition"]["correctResponsesPattern"] == ["-6"]
    assert statement["context"]["registration"] == "r-1"


def test_without_a_system_a_unit_is_a_page(browser: Browser, unpacked: Path) -> None:
    tab = browser.new_page()
    wrong: list[str] = []
    tab.on("pageerror", lambda error: wrong.append(str(error)))
    tab.goto((unpacked / "nudge" / "Square" / "index.html").as_uri())
    tab.get_by_role("button", name="The end").click()
    expect(tab.locator(".lines [aria-current]")).to_contain_text("Sentence 5")
    expect(tab.locator(".whose")).to_have_text("By Ada <Lovelace>. Licence: CC BY 4.0.")
    assert tab.locator("meta[name=rights]").get_attribute("content") == "CC BY 4.0"
    tab.close()
    assert wrong == []
