"""The files that pages and slides are filled in from."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined

# Everything filled in is text for HTML or XML, never markup.
_ENVIRONMENT = Environment(
    loader=PackageLoader("publish", "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)


def fill(name: str, **values: object) -> str:
    """Fill in a template.

    Args:
        name: Its file's name.
        values: What it mentions; everything must be there.
    """
    return _ENVIRONMENT.get_template(name).render(**values)
