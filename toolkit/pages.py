"""The templates of what is shown as HTML: evidence, the health card, the report."""

from functools import cache
from typing import Any


def fill(template: str, **shown: Any) -> str:
    """A template of the package with what it shows; in those of HTML nothing that is shown becomes HTML by itself."""
    return str(_templates().get_template(template).render(shown))


@cache
def _templates() -> Any:
    import mistune
    from jinja2 import Environment, PackageLoader, select_autoescape

    templates = Environment(loader=PackageLoader("toolkit", ""), autoescape=select_autoescape(["html.j2"]))
    templates.filters["markdown"] = mistune.create_markdown(plugins=["table"])
    return templates
