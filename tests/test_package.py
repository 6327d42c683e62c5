"""What holds for the package as a whole.

Its size, its names, its documentation, what it imports.
"""

from __future__ import annotations

import doctest
import importlib
import inspect
import json
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import BUNDLED, ROOT

import toolkit

MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(toolkit.__path__, "toolkit.")
    if module.name != "toolkit.bundled"
)


def test_size_has_not_grown_over_its_limits() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "benchmarks" / "size.py"],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_line_of_the_stub_is_a_public_name_from_its_room() -> None:
    stub = (ROOT / "toolkit" / "__init__.pyi").read_text(encoding="utf-8")
    lines = [
        line.split() for line in stub.splitlines() if line and not line.startswith("#")
    ]
    assert [line[3] for line in lines if line[0] == "from"] == toolkit.__all__
    for _, room, _, name, *_ in (line for line in lines if line[0] == "from"):
        assert getattr(toolkit, name) is getattr(importlib.import_module(room), name)
    assert set(toolkit.__all__) <= set(dir(toolkit))


@pytest.mark.parametrize("name", toolkit.__all__)
def test_public_names_are_documented(name: str) -> None:
    documented = getattr(toolkit, name)
    doc = inspect.getdoc(documented)
    assert doc
    assert len(doc) > 40
    if (
        inspect.isfunction(documented) and name != "write_report"
    ):  # running the notebooks is no doctest
        assert ">>>" in doc, f"{name} has no example"


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'read_post'"):
        toolkit.read_post  # noqa: B018


@pytest.mark.parametrize("name", MODULES)
def test_examples_run(name: str) -> None:
    module = importlib.import_module(name)
    assert module.__doc__, f"{name} does not say what it is"
    assert doctest.testmod(module).failed == 0


def test_the_readme_says_what_the_code_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert doctest.testfile(str(ROOT / "README.md"), module_relative=False).failed == 0


def test_the_readme_s_notebook_code_runs(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    blocks = re.findall(
        r"```python\n(.*?)```",
        (ROOT / "README.md").read_text(encoding="utf-8"),
        flags=re.S,
    )
    first, second = [block for block in blocks if ">>>" not in block][:2]
    monkeypatch.chdir(tmp_path)
    code = first + second.replace('"folder/of/posts")', f"{str(BUNDLED)!r}, workers=2)")
    script = tmp_path / "readme.py"
    script.write_text(code, encoding="utf-8")
    done = subprocess.run([sys.executable, script], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "has a higher mean Flesch-Kincaid grade" in done.stdout
    assert (tmp_path / "charts" / "grade-by-outlet.svg").exists()


def test_import_loads_nothing_heavy() -> None:
    code = "import sys, json, toolkit; print(json.dumps(sorted(sys.modules)))"
    loaded = json.loads(
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        ).stdout
    )
    heavy = {
        "matplotlib",
        "ipywidgets",
        "IPython",
        "lxml",
        "textstat",
        "vaderSentiment",
        "jupyter_client",
    }
    assert heavy.isdisjoint(loaded)


def test_reading_and_measuring_do_not_load_the_charts() -> None:
    code = (
        "import sys, toolkit as tk; "
        "tk.read_posts, tk.check_posts, tk.count_posts, tk.Corpus, tk.find_attributions;"
        "print([name for name in ('matplotlib', 'ipywidgets', 'IPython', 'dask') "
        "if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    "path",
    sorted((ROOT / "toolkit" / "lexicons").glob("*.[ct]*[vl]")),
    ids=lambda path: path.name,
)
def test_lexicons_state_origin_and_licence(path: Path) -> None:
    head = "".join(
        line
        for line in path.read_text(encoding="utf-8").splitlines(True)[:15]
        if line.startswith("#")
    )
    assert "origin" in head.lower() or "written for this project" in head.lower()
    assert "MIT" in head or "licence" in head.lower()


def test_the_lock_has_hashes_and_names_no_index() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    packages = [
        line for line in lock.splitlines() if line and not line.startswith((" ", "#"))
    ]
    assert len(packages) > 50
    assert lock.count("--hash=sha256:") >= len(packages)
    assert "://" not in lock
    assert "--index-url" not in lock
