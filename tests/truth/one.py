"""Tells one lesson and says what is false: python -m tests.truth.one NudgeScene points=-2,2."""

from __future__ import annotations

import logging
import sys

from tests.truth.telling import ended


def main() -> None:
    logging.disable(logging.INFO)
    story, *settings = sys.argv[1:]
    given = dict(setting.split("=", 1) for setting in settings)
    found = ended(story, given, audit=True)
    if found.refused is not None:
        print(f"refused: {found.refused}")
    for fault in found.findings.faults:
        print(f"{fault.kind}: {fault.said}\n    {fault.what}\n    {fault.why}")
    print(dict(found.findings.counts))


if __name__ == "__main__":
    main()
