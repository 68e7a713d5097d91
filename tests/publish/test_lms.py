"""A package is one that learning systems take, and tells them how far somebody has come."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import Browser, Page, expect

from publish import lms
from publish.scene import Scene

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
  };
  const call = (name, needed, right, give) => (...given) => {
    calls.push(name);
    const fits = given.every((one) => typeof one === "string") && right(...given);
    if (state !== needed || !fits) wrong.push(`${state}: ${name}(${given})`);
    return state === needed && fits ? give(...given) : "false";
  };
  const nothing = (...given) => given.length === 1 && given[0] === "";
  const to = (next) => () => { state = next; return "true"; };
  window.API = {
    LMSInitialize: call("LMSInitialize", "not initialized", nothing, to("running")),
    LMSFinish: call("LMSFinish", "running", nothing, to("finished")),
    LMSCommit: call("LMSCommit", "running", nothing, () => "true"),
    LMSGetValue: call(
      "LMSGetValue", "running", (name) => name in takes, (name) => kept[name] ?? "",
    ),
    LMSSetValue: call(
      "LMSSetValue", "running", (name, value) => takes[name]?.test(value),
      (name, value) => { kept[name] = value; return "true"; },
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
    for archive in packages.glob("*.zip"):
        with zipfile.ZipFile(archive) as whole:
            whole.extractall(packages / archive.name.removesuffix(lms.SUFFIX))
    return packages


def manifest(archive: Path) -> tuple[ET.Element, list[str]]:
    with zipfile.ZipFile(archive) as whole:
        assert whole.testzip() is None
        return ET.fromstring(whole.read("imsmanifest.xml")), whole.namelist()


def test_there_is_a_package_for_each_lesson_and_nothing_else(packages: Path) -> None:
    assert {path.name for path in packages.iterdir() if path.is_file()} == {
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
    for archive in packages.glob("*.zip"):
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
    for archive in packages.glob("*.zip"):
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
    for archive in tmp_path.glob("*.zip"):
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
