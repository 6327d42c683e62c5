"""Saved pages: what a reader of the page sees stays."""

import pytest

import toolkit as tk

AHEAD = "The mayor spoke for a long time about the bridge and the road to it. " * 3
BEHIND = "The council met for a second time and came to no end of the matter. " * 4
PAGE = (
    "<html><body><article><h1>A bridge closes</h1><p>{}</p><p>{}</p><p>{}</p></article>"
    "</body></html>"
)


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("He said <q>yes, we will</q> and left.", "He said “yes, we will” and left."),
        ('He said <Q cite="/x">“yes”</Q> and left.', "He said “yes” and left."),
        ("He said <q>no</q>, then <q>yes</q>.", "He said “no”, then “yes”."),
    ],
)
def test_quotations_keep_the_marks_that_a_browser_sets(tmp_path, markup, text):
    pytest.importorskip("trafilatura")
    path = tmp_path / "page.html"
    path.write_text(PAGE.format(AHEAD, markup, BEHIND), encoding="utf-8")
    [found] = tk.read_posts(path, on_problem="ignore")["text"]
    assert text in found.split("\n\n")
