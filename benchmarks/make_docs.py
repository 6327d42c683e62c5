"""The page of the API, from the docstrings, with the picture that each example draws.

    python benchmarks/make_docs.py [FOLDER]        (default: build/docs)

pdoc makes the page: static, one file a module, nothing from outside. To each `draw_` and
`answer_` the chart of its own example is added.
"""

from __future__ import annotations

import base64
import doctest
import importlib
import inspect
import io
import sys
import tempfile
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import pdoc

import toolkit
from toolkit.answers import Answer
from toolkit.charts import Chart

ROOT = Path(__file__).parents[1]
TEMPLATE = """{% extends "default/module.html.jinja2" %}
{% block attribution %}{% endblock %}
{% block favicon %}{% endblock %}
{% block head %}<style>.docstring img { max-width: 100%; }</style>{% endblock %}
"""


def draw_example(name: str) -> Chart:
    """The chart that the first example in a function's docstring draws."""
    function = getattr(toolkit, name)
    drawn: list[Chart | Answer] = []

    def record(*arguments: Any, **options: Any) -> Chart | Answer:
        drawn.append(function(*arguments, **options))
        return drawn[-1]

    names = dict(vars(importlib.import_module(function.__module__)))
    names[name] = record
    for example in doctest.DocTestParser().get_examples(function.__doc__):
        with redirect_stdout(io.StringIO()):  # what the example prints
            exec(compile(example.source, name, "single"), names)
    found = drawn[0]
    return found.chart if isinstance(found, Answer) else found


def add_picture(function: Callable[..., Any], chart: Chart) -> None:
    """Put a chart into a docstring, as a picture with its alt text."""
    with tempfile.TemporaryDirectory() as folder:
        png = chart.save(Path(folder) / "chart")[0].read_bytes()
    data = base64.b64encode(png).decode()
    alt = chart.alt.replace("[", "(").replace("]", ")")
    # Behind the first paragraph: in the last numpy section it would be read as a parameter.
    summary, _, rest = str(function.__doc__).partition("\n\n")
    picture = f"    ![{alt}](data:image/png;base64,{data})"
    inspect.unwrap(function).__doc__ = f"{summary}\n\n{picture}\n\n{rest}"


def main(folder: Path) -> int:
    for name in toolkit.__all__:
        if name.startswith(("draw_", "answer_")):
            add_picture(getattr(toolkit, name), draw_example(name))
    with tempfile.TemporaryDirectory() as templates:
        Path(templates, "module.html.jinja2").write_text(TEMPLATE, encoding="utf-8")
        pdoc.render.configure(
            docformat="numpy",
            footer_text=f"media-analysis-toolkit {toolkit.__version__}",
            template_directory=Path(templates),
            show_source=False,
            search=False,
        )
        pdoc.pdoc(
            "toolkit", "toolkit.answers", "toolkit.formats", output_directory=folder
        )
    print(f"{folder / 'toolkit.html'}: {len(toolkit.__all__)} names")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build" / "docs"))
