"""Why a scene cannot be told: word for word as the command line says it."""

from __future__ import annotations

import re
from dataclasses import replace

from calculus.errors import LessonError
from engine.planning import plan
from studio.resident.messages import Refused, Tell

_ASSIGNED = re.compile(r"(\w+)=(.*)", re.DOTALL)


def refused(asked: Tell, error: LessonError) -> Refused:
    """Say what is wrong, with the parameter and a value to try.

    What is said to try is advice in words, too. So it is a value if it works; or if it is written
    as one, though another parameter is then to follow.

    Args:
        asked: What was to be told.
        error: Why it cannot be, from planning it.
    """
    parameter = error.thing.rpartition(": ")[2]
    said = Refused(asked.version, str(error), parameter)
    assigned = [found for one in error.remedy.split(" or ") if (found := _ASSIGNED.fullmatch(one))]
    values = [found.groups() for found in assigned] or [(parameter, error.remedy)]
    working = [value for value in values if _works(asked, *value)]
    for name, value in working or (values if assigned else []):
        return replace(said, suggested=name, suggestion=value)
    return said


def _works(asked: Tell, name: str, value: str) -> bool:
    request = replace(asked.request, overrides={**asked.request.overrides, name: value})
    try:
        plan.plan(request)
    except LessonError:
        return False
    return True
