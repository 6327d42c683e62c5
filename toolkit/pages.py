"""Templates of what is shown as HTML or told in words: evidence, health card, report, method."""

from typing import Any

import mistune
import pandas as pd
from jinja2 import Environment, PackageLoader, select_autoescape

TEMPLATES = Environment(
    loader=PackageLoader("toolkit", ""), autoescape=select_autoescape(["html.j2"])
)
TEMPLATES.filters["markdown"] = mistune.create_markdown(plugins=["table"])

# Posts hold prices, and JupyterLab makes a formula of what stands between two $: in its page no
# escape keeps it from that, only these classes do (of MathJax 3, and of 2 in older viewers).
NO_FORMULAS = "mathjax_ignore tex2jax_ignore"
TEMPLATES.globals["no_formulas"] = NO_FORMULAS
# pandas gives them to the tables that it shows, those of the frames too.
pd.set_option("display.html.use_mathjax", False)


def fill(template: str, **shown: Any) -> str:
    """A template of the package, filled.

    In those of HTML nothing shown becomes HTML by itself, nor a formula.
    """
    page = TEMPLATES.get_template(template).render(shown)
    return hide_dollars(page) if template.endswith(".html.j2") else page


def hide_dollars(html: str) -> str:
    """HTML without a $ in its source, for viewers that look for formulas there."""
    return html.replace("$", "&#36;")
