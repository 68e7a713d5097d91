"""Pages from templates: plain HTML in which nothing that a record says can become a tag."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from jinja2 import Environment, PackageLoader, StrictUndefined

from publish.direction import isolated


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
    environment.filters |= {"clock": clock, "period": period, "isolated": isolated}
    return environment
