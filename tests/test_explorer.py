"""The explorer without a browser: what is chosen, what is shown for it, what goes out for that."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from conftest import BUNDLED

import toolkit as tk
from toolkit.answers import ANSWERS
from toolkit.explorer.choice import Choice, read_choice, select_posts, write_code
from toolkit.explorer.showing import Showing
from toolkit.explorer.widget import ExplorerWidget

HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script>"


@pytest.fixture(scope="module")
def corpus() -> tk.Corpus:
    return tk.open_corpus(BUNDLED).prepare()


@pytest.fixture
def widget(corpus: tk.Corpus) -> ExplorerWidget:
    return tk.explore(corpus)


def choose(widget: ExplorerWidget, **chosen: str) -> None:
    number = widget.chosen["number"] + 1
    widget.chosen = widget.chosen | chosen | {"number": number}


CHOICES = {
    "nothing": Choice(),
    "an outlet": Choice(question="coverage", outlet="harborledger.example"),
    "days": Choice(question="scores", since="2024-03-10", until="2024-04-10"),
    "a topic": Choice(question="speakers", topic="Storm"),
    "words": Choice(question="anonymous", words="ferry, water company's"),
    "all at once": Choice(
        question="topics",
        every="month",
        kind="article",
        topic="Storm",
        words="harbor, harbour",
        since="2024-03-01",
    ),
}


@pytest.mark.parametrize("choice", CHOICES.values(), ids=CHOICES)
def test_the_code_makes_what_is_shown(corpus: tk.Corpus, choice: Choice) -> None:
    names = {"corpus": corpus}
    exec(write_code(choice), names)
    shown = Showing(corpus).answer(choice)
    made = names["answer"]
    assert made.sentence == shown.sentence
    pd.testing.assert_frame_equal(made.table, shown.table)
    assert len(select_posts(corpus, choice).posts) > 0


def test_filters_choose_posts(corpus: tk.Corpus) -> None:
    texts = corpus.posts["title"].fillna("") + " " + corpus.posts["text"].fillna("")
    with_word = texts[texts.str.contains(r"\btribunal\b", case=False)].index
    chosen = select_posts(corpus, Choice(words="tribunal"))
    assert len(with_word) > 3
    assert set(chosen.posts.index) == set(with_word)
    outlet = select_posts(corpus, Choice(outlet="meridianpost.example"))
    assert set(outlet.posts["outlet"]) == {"meridianpost.example"}
    days = select_posts(corpus, Choice(since="2024-04-01", until="2024-04-02"))
    assert set(days.posts["published"].dt.strftime("%m-%d")) == {"04-01", "04-02"}


def test_what_a_browser_sends_is_checked() -> None:
    assert read_choice({"question": "lag", "number": 7}) == Choice(question="lag")
    with pytest.raises(ValueError, match="no answer is called 'nothing'"):
        read_choice({"question": "nothing"})
    with pytest.raises(ValueError, match="outlet=3: a text is wanted"):
        read_choice({"outlet": 3})


@pytest.mark.parametrize("question", ANSWERS)
def test_every_question_has_an_answer_and_a_name(
    corpus: tk.Corpus, question: str
) -> None:
    showing = Showing(corpus)
    assert "<figure" in showing.show_answer(Choice(question=question))
    assert dict(showing.offer()["question"])[question] != question


@pytest.mark.parametrize("descending", [True, False])
@pytest.mark.parametrize("by", ["published", "title", "words", "tone"])
def test_the_table_sorts(corpus: tk.Corpus, by: str, descending: bool) -> None:
    showing = Showing(corpus)
    pages = [showing.list_page(Choice(), by, descending, n) for n in range(10)]
    ids = [row["id"] for page in pages for row in page["rows"]]
    assert sorted(ids) == sorted(map(str, corpus.posts.index))
    posts = showing.list_posts(Choice())
    values = posts[by].str.casefold() if by == "title" else posts[by]
    values = values[~values.isna()]
    kept = [one for one in ids if one in values.index]
    in_order = values.loc[kept]
    assert (
        in_order.is_monotonic_decreasing
        if descending
        else in_order.is_monotonic_increasing
    )


def test_a_page_beyond_the_last_is_the_last(corpus: tk.Corpus) -> None:
    page = Showing(corpus).list_page(Choice(), page=99)
    assert (page["page"], page["first"], page["last"]) == (9, 226, 240)


def test_a_choice_redraws_answer_and_posts(widget: ExplorerWidget) -> None:
    before = widget.answered["html"]
    choose(widget, question="coverage", outlet="harborledger.example")
    assert widget.answered["number"] == widget.chosen["number"]
    assert widget.answered["html"] != before
    assert {row["cells"][1] for row in widget.listed["rows"]} == {
        "harborledger.example"
    }
    assert widget.answer.sentence in widget.answered["said"]
    widget.order = {"by": "words", "descending": True, "page": 1}
    assert widget.listed["first"] == 26
    choose(widget, outlet="")
    assert widget.listed["first"] == 1
    assert widget.order["by"] == "words"


def test_nothing_that_fits_is_said(widget: ExplorerWidget) -> None:
    choose(widget, words="zzzzzz")
    assert widget.answered["html"] == ""
    assert widget.answered["said"] == (
        "No answer: No post fits what is chosen. Widen the dates, or take back a filter."
    )
    assert widget.listed["n"] == 0
    choose(widget, words="")
    assert "<figure" in widget.answered["html"]


@pytest.mark.parametrize(
    "sent",
    [
        {"chosen": {"question": "no such"}},
        {"chosen": {"question": "coverage", "since": "32 May"}},
        {"order": {"by": "no such"}},
        {"order": {"by": "title", "page": "x"}},
        {"order": {"by": "title", "page": None}},
        {"opened": {"id": "no such"}},
    ],
    ids=str,
)
def test_what_cannot_be_is_said(
    widget: ExplorerWidget, sent: dict[str, object]
) -> None:
    for name, value in sent.items():
        setattr(widget, name, value)
    assert widget.answered["said"].startswith("No answer: ")


def test_a_post_opens_with_its_evidence(
    widget: ExplorerWidget, corpus: tk.Corpus
) -> None:
    post_id = corpus.attributions["post_id"].value_counts().index[0]
    choose(widget, words="the")
    widget.opened = {"id": post_id}
    html = widget.post["html"]
    for mark in (">source 1<", ">cue 1<", ">content 1<", ">words<"):
        assert mark in html
    assert "strongest sentence" in html
    for code in ("PT", "P1Y", "_REF", "T00", "XX"):
        assert f">{code}" not in html
    widget.opened = {"id": ""}
    assert widget.post == {}


def test_a_choice_that_cannot_be_leaves_no_posts_of_the_one_before(
    widget: ExplorerWidget,
) -> None:
    choose(widget, outlet="harborledger.example")
    widget.opened = {"id": widget.listed["rows"][0]["id"]}
    choose(widget, since="2024-04-01", until="2024-03-01")
    assert widget.answered["said"].startswith("No answer: since=")
    assert (widget.listed["n"], widget.listed["rows"], widget.post) == (0, [], {})


def test_odd_columns_of_one_s_own(corpus: tk.Corpus) -> None:
    size = len(corpus.table)
    one = pd.Series(pd.Categorical(["u"] * size), index=corpus.table.index)
    offered = tk.explore(corpus.add("desk", one)).offered["by"]
    assert "desk" not in [name for name, _ in offered]
    posts = pd.DataFrame(
        {"text": ["It rained."] * 4, 2020: list("abab"), "n": list("abab")}
    )
    assert tk.explore(tk.open_corpus(posts)).listed["n"] == 4


def test_it_saves_where_it_is_told(widget: ExplorerWidget, tmp_path: Path) -> None:
    widget.saving = {"folder": str(tmp_path), "name": "mine", "number": 1}
    saved = {path.name for path in tmp_path.iterdir()}
    assert {"mine.png", "mine.json"} <= saved
    assert "mine.png" in widget.saved["text"]
    widget.saving = {"folder": " ", "name": "", "number": 2}
    assert widget.saved["text"].startswith("Not saved: name a folder")
    (tmp_path / "file").write_text("")
    widget.saving = {"folder": str(tmp_path / "file"), "name": "x", "number": 3}
    assert widget.saved["text"].startswith("Not saved: ")


def test_posts_are_shown_as_text_only() -> None:
    days = pd.date_range("2024-03-01", periods=6, tz="UTC")
    posts = pd.DataFrame(
        {
            "title": HOSTILE,
            "text": f'"{HOSTILE} it rained," said Ann Lee.',
            "outlet": HOSTILE,
            "published": days,
        },
        index=[f"{HOSTILE}{n}" for n in range(6)],
    )
    widget = tk.explore(tk.open_corpus(posts))
    widget.opened = {"id": posts.index[0]}
    for html in (widget.post["html"], widget.answered["html"], widget._show_without()):
        assert "<script" not in html
        assert "<img src=x" not in html
    assert "&lt;script&gt;" in widget.post["html"]


def test_odd_corpora_open(corpus: tk.Corpus) -> None:
    one = tk.explore(tk.open_corpus(pd.DataFrame({"text": ["It rained."]})))
    assert one.listed["n"] == 1
    empty = tk.explore(corpus.select(where=corpus.posts["words"].lt(0)))
    assert empty.listed["rows"] == []
    assert empty.answered["said"].startswith("No answer: ")


@pytest.mark.parametrize(
    ("value", "said"),
    {
        "2024-03-17": "17 Mar 2024",
        "2024-03-17T09:30": "17 Mar 2024, 09:30",
        "2024-03-17TNI": "17 Mar 2024, night",
        "2024-03": "Mar 2024",
        "2024": "2024",
        "2024-W12": "week of 18 Mar 2024",
        "2024-W12-WE": "weekend of the week of 18 Mar 2024",
        "2024-Q2": "second quarter of 2024",
        "2024-SU": "summer 2024",
        "19": "century from 1900",
        "P3W": "",
        "PXD": "",
        "PAST_REF": "",
        "XXXX-SP": "",
        "2024-02-31": "2024-02-31",
    }.items(),
)
def test_times_in_plain_words(value: str, said: str) -> None:
    from toolkit.dates.saying import say_time

    assert say_time(value) == said


def test_every_value_of_the_bundled_posts_is_said_in_plain_words(
    corpus: tk.Corpus,
) -> None:
    from toolkit.dates.saying import say_time

    in_calendar = corpus.dates[corpus.dates["begins"].notna()]
    said = in_calendar["value"].map(say_time)
    assert said.str.len().gt(0).all()
    assert not said.str.contains(r"T\d|-W|X").any()
