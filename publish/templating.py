"""Pages from templates: plain HTML in which nothing that a record says can become a tag."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from publish.direction import isolated

OWN = "'self' file:"
"""Files of the site itself; a file is none to Firefox where the page is one."""


def clock(seconds: float) -> str:
    """Write a time as players do.

    Example:
        >>> clock(5.5), clock(95.4), clock(3661)
        ('0:05', '1:35', '1:01:01')
    """
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def period(seconds: float) -> str:
    """Write a length of time as HTML wants it.

    Example:
        >>> period(95.4)
        'PT95S'
    """
    return f"PT{round(seconds)}S"


def render(template: str, **values: object) -> str:
    """Fill in a template.

    Raises:
        jinja2.UndefinedError: The template asks for something that isn't given.
    """
    return _environment().get_template(template).render(**values)


def asset(name: str) -> Traversable:
    """Return a file that pages use as it is: a style sheet or a script."""
    return files("publish") / "templates" / name


def inline(*names: str) -> Markup:
    """Return scripts, one after the other, as they stand between the tags of a page."""
    return Markup("".join(asset(name).read_text(encoding="utf-8") for name in names))


def policy(scripts: Iterable[str] = (), **sources: str) -> Markup:
    """Return the tag that lets a browser load and run what a page is made of, and nothing else.

    So a text that became a tag after all would still do nothing. It holds wherever the page lies,
    also on a disk.

    Args:
        scripts: The scripts inside of the page; no other one is run.
        sources: From where something is loaded, by what it is: ``img="data:"``.
    """
    sums = (hashlib.sha256(one.encode()).digest() for one in scripts)
    inside = [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in sums]
    if inside:
        sources = {**sources, "script": " ".join(inside)}
    rules = ["default-src 'none'", "base-uri 'none'", "form-action 'none'"]
    rules += [f"{kind}-src {where}" for kind, where in sources.items()]
    form = '<meta http-equiv="Content-Security-Policy" content="{}">'
    return Markup(form).format(Markup("; ".join(rules)))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("publish"),
        autoescape=True,
        undefined=StrictUndefined,  # a misspelt name is an error and no gap in the page
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    # Files are UTF-8: ≈ and − take three bytes in them instead of six.
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
    environment.globals |= {"inline": inline, "policy": policy, "OWN": OWN}
    environment.filters |= {"clock": clock, "period": period, "isolated": isolated}
    return environment
