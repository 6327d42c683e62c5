"""Templates of what is shown as HTML or told in words: evidence, health card, report, method."""

from typing import Any

import mistune
from jinja2 import Environment, PackageLoader, select_autoescape

TEMPLATES = Environment(
    loader=PackageLoader("toolkit", ""), autoescape=select_autoescape(["html.j2"])
)
TEMPLATES.filters["markdown"] = mistune.create_markdown(plugins=["table"])


def fill(template: str, **shown: Any) -> str:
    """A template of the package, filled; in those of HTML nothing shown becomes HTML by itself."""
    return TEMPLATES.get_template(template).render(shown)
