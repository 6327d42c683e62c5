"""Answers on sources that are empty, foreign, without links, tied: what they say, and say once."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest
from conftest import BUNDLED

import toolkit as tk
from toolkit.answers import ANSWERS, FUNCTIONS, Answer
from toolkit.corpus import Corpus

ENGLISH = (
    "The rain fell on the {place} for the whole of the day, and the people of the {place} went "
    "on with it all. "
)
FRENCH = (
    "La pluie est tombée sur la ville pendant toute la journée, et les gens sont restés dans "
    "leurs maisons. "
)
SAID = '"We will stay," {who} said on Friday. "We will not leave," {who} said. '
PLACES = "harbour valley market island forest meadow station castle bridge garden school museum"


def make_corpus(
    texts: list[str],
    outlets: list[str],
    title: str = "Quiet day {i}",
    dates: bool = True,
) -> Corpus:
    """A corpus of a post a text, a day apart; an outlet that is empty is not known."""
    days = pd.date_range("2024-03-05 10:00", periods=len(texts), freq="D", tz="UTC")
    frame = pd.DataFrame(
        {
            "text": texts,
            "title": [title.format(i=i) for i in range(len(texts))],
            "outlet": [outlet or None for outlet in outlets],
            "published": days
            if dates
            else pd.DatetimeIndex([None] * len(texts), tz="UTC"),
            "kind": [
                "article" if len(text.split()) >= 60 else "stub" for text in texts
            ],
            "language": ["other" if text.startswith("La ") else "en" for text in texts],
        },
        index=[f"p{i}" for i in range(len(texts))],
    )
    return tk.open_corpus(frame)


def unlike(n: int) -> list[str]:
    """Texts of different places, so that they are no copies of each other."""
    return [ENGLISH.format(place=place) * 8 for place in PLACES.split()[:n]]


def check(answer: Answer) -> Answer:
    """What holds for every answer: its words are whole, and of one mind."""
    words = [
        answer.sentence,
        answer.chart.title,
        answer.chart.subtitle,
        answer.chart.alt,
    ]
    for text in (*words, answer.population, answer.left_out, answer.method):
        assert text.strip(), answer
        assert not re.search(r"\bnan\b|\bNone\b|nan%|[{}]|  |\.\.", text), text
    assert answer.sentence.endswith(".")
    assert answer.chart.made_from is not None
    return answer


SOURCES = {
    "no posts of a kind": lambda: make_corpus(["Click here."] * 3, ["a.example"] * 3),
    "one post": lambda: make_corpus(unlike(1), ["a.example"]),
    "french": lambda: make_corpus([FRENCH * 12] * 3, ["a.example"] * 3),
    "no dates": lambda: make_corpus(
        unlike(4), ["a.example", "b.example"] * 2, dates=False
    ),
    "no outlets": lambda: make_corpus(
        [t + SAID.format(who="Ann Lee") for t in unlike(4)], [""] * 4
    ),
    "two outlets": lambda: make_corpus(unlike(12), ["a.example", "b.example"] * 6),
}


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("name", ANSWERS)
def test_every_answer_answers_every_source(source: str, name: str) -> None:
    check(ANSWERS[name](SOURCES[source]()))


@pytest.mark.parametrize("name", ANSWERS)
def test_every_answer_on_the_bundled_posts_is_saved(name: str, tmp_path: Path) -> None:
    corpus = tk.open_corpus(BUNDLED)
    answer = check(ANSWERS[name](corpus))
    paths = answer.save(tmp_path)
    assert {path.suffix for path in paths} == {".png", ".svg", ".csv", ".json", ".txt"}
    assert all(path.stat().st_size > 20 for path in paths)
    assert tk.verify(paths[3], paths[2])
    assert answer.sentence in paths[4].read_text(encoding="utf-8")
    shown = answer._repr_html_()
    assert answer.chart.alt.split(":")[0] in shown
    assert "<details>" in shown
    again = ANSWERS[name](tk.open_corpus(BUNDLED))
    assert again.sentence == answer.sentence
    pd.testing.assert_frame_equal(again.table, answer.table)


def test_every_function_is_public_and_listed() -> None:
    assert len(ANSWERS) == len(FUNCTIONS)
    for name, function in ANSWERS.items():
        assert getattr(tk, f"answer_{name.replace('-', '_')}") is function


def test_no_topic_hit() -> None:
    corpus = make_corpus(unlike(8), ["a.example", "b.example"] * 4)
    topics = {"Space": ["rocket"]}
    assert (
        tk.answer_topics(corpus, topics).sentence
        == "No article is on any of the topics."
    )
    assert (
        tk.answer_topic_peaks(corpus, topics).chart.title
        == "No article is on any of the topics"
    )
    title = tk.answer_topics_over_time(corpus, topics, outlet="a.example").chart.title
    assert title == "a.example: no topic stands out"
    said = tk.answer_bursts(corpus, topics).sentence
    assert said == "No article is on any of the topics."


def test_only_stubs() -> None:
    corpus = SOURCES["no posts of a kind"]()
    assert corpus.describe_left_out() == "Left out: 3 are not articles."
    for answer in (
        tk.answer_scores(corpus, "mean_compound"),
        tk.answer_unit_of_tone(corpus),
        tk.answer_scores_over_time(corpus, "mean_compound"),
        tk.answer_score_spread(corpus),
        tk.answer_coverage(corpus),
    ):
        assert answer.sentence == "No article to measure."
    assert tk.answer_story(corpus).sentence == "No article to show."


def test_only_french() -> None:
    corpus = SOURCES["french"]()
    assert corpus.describe_left_out() == "Left out: 3 are not in English."
    assert tk.answer_scores(corpus).chart.title == "No article to measure"
    assert tk.answer_bursts(corpus).sentence == "No topics."


def test_one_left_out_is_one() -> None:
    corpus = make_corpus([*unlike(2), "Click here.", FRENCH * 12], ["a.example"] * 4)
    said = corpus.describe_left_out()
    assert said == "Left out: 1 is no article, 1 is not in English."
    assert (
        make_corpus(unlike(2), ["a.example"] * 2).describe_left_out()
        == "No post is left out."
    )


@pytest.mark.parametrize(
    ("n", "title"),
    [
        (9, "No topic stands out in any week beyond what chance brings"),
        (10, "Market peaked in the week of 11 Mar: 10 of 10 articles (p = 0.001)"),
    ],
)
def test_a_week_of_under_ten_articles_has_no_peak(n: int, title: str) -> None:
    places = ["harbour"] * 10 + ["market"] * n + ["harbour"] * 10
    sentence = "In the {place} they saw ward{number}x{line}, and it went on. "
    texts = [
        "".join(
            sentence.format(place=place, number=number, line=line) for line in range(8)
        )
        for number, place in enumerate(places)
    ]
    mondays = ["2024-03-04"] * 10 + ["2024-03-11"] * n + ["2024-03-18"] * 10
    posts = make_corpus(texts, ["a.example"] * len(texts)).posts
    corpus = tk.open_corpus(posts.assign(published=pd.to_datetime(mondays, utc=True)))
    answer = tk.answer_topic_peaks(corpus, {"Market": ["market"]})
    assert answer.chart.title == title


def test_kinds_of_sources_that_there_are_not_have_no_share() -> None:
    sentence = tk.answer_source_types(SOURCES["no outlets"]()).sentence
    assert ". 0.0% of attributions go to sources that ask not to be named" in sentence
    assert "group 0.0%, unknown 0.0%; 0.0% of all have no speaker" in sentence


def test_no_outlets() -> None:
    corpus = SOURCES["no outlets"]()
    assert tk.answer_outlets(corpus).chart.title == "No outlet is known"
    answer = tk.answer_source_types(corpus)
    assert answer.chart.title.endswith("% of an outlet's sources")
    assert answer.table["outlet"].unique().tolist() == ["outlet unknown"]
    assert answer.chart.source == "posts, 4 articles of unknown outlets"


def test_ties_are_named() -> None:
    who = ("Ann Lee", "Bob Moore", "Ann Lee", "Bob Moore")
    texts = [
        text + SAID.format(who=name) for text, name in zip(unlike(4), who, strict=True)
    ]
    corpus = make_corpus(texts, ["a.example", "b.example"] * 2)
    title = tk.answer_outlets(corpus).chart.title
    assert title == "a.example and b.example have the most posts: 2 of 4 each"
    title = tk.answer_speakers(corpus).chart.title
    assert title.startswith("Ann Lee and Bob Moore are cited most: ")
    assert title.endswith(" each")
    assert "are described only (anonymous)" in tk.answer_source_types(corpus).sentence


def test_who_quotes_whom_counts_speakers_of_several_outlets() -> None:
    who = ("Ann Lee", "Bob Moore", "Ann Lee", "Cora Poe")
    texts = [
        text + SAID.format(who=name) for text, name in zip(unlike(4), who, strict=True)
    ]
    corpus = make_corpus(texts, ["a.example", "a.example", "b.example", "b.example"])
    answer = tk.answer_who_quotes_whom(corpus)
    assert answer.chart.title == "1 of 3 named speakers are quoted by several outlets"
    pairs = set(zip(answer.table["outlet"], answer.table["speaker"], strict=True))
    assert pairs == {
        ("a.example", "Ann Lee"),
        ("a.example", "Bob Moore"),
        ("b.example", "Ann Lee"),
        ("b.example", "Cora Poe"),
    }
    assert answer.chart.n == answer.table["attributions"].sum()
    alone = tk.answer_who_quotes_whom(make_corpus(texts, ["a.example"] * 4))
    assert alone.chart.title == "All 3 named speakers are quoted by one outlet"
    silent = tk.answer_who_quotes_whom(make_corpus(unlike(2), ["a.example"] * 2))
    assert silent.chart.title == "No named speaker was found"
    assert silent.chart.n == 0


def test_many_ties_are_counted() -> None:
    corpus = make_corpus(unlike(8), [f"{name}.example" for name in "abcd"] * 2)
    title = tk.answer_outlets(corpus).chart.title
    assert title == "Each of the 4 outlets has 2 of 8 posts"
    one = make_corpus(unlike(3), ["a.example", "a.example", "b.example"])
    assert tk.answer_outlets(one).chart.title == "a.example has the most posts: 2 of 3"


def test_suggested_topics_are_said_to_be() -> None:
    texts = [text + "The friends of Zika Park met. " for text in unlike(12)]
    corpus = make_corpus(
        texts, ["a.example"] * 6 + [""] * 6, title="Zika Park, day {i}"
    )
    peaks = tk.answer_topic_peaks(corpus)
    assert "topics suggested by the program" in peaks.chart.subtitle
    assert peaks.chart.title.startswith("Too few articles to say")
    assert (
        tk.answer_topics(corpus).chart.title
        == "Zika Park: 100% of 12 articles, no clear difference between outlets"
    )
    title = tk.answer_topics_over_time(corpus, outlet="a.example").chart.title
    assert title == "a.example: most on Zika Park, 6 of 6 articles"
    chosen = tk.answer_topic_peaks(corpus, {"Zika": ["Zika Park"]})
    assert "suggested" not in chosen.chart.subtitle


def test_groups_that_are_not_drawn_are_said() -> None:
    corpus = make_corpus(unlike(12), [f"{name}.example" for name in "abcdefghijkl"])
    answer = tk.answer_coverage(corpus, most=6)
    assert answer.chart.subtitle.endswith(", the six largest of 12 outlets")
    assert answer.table["outlet"].nunique() == 6
    assert "largest" not in tk.answer_coverage(corpus, most=12).chart.subtitle


def test_the_groups_that_are_drawn_are_the_largest() -> None:
    outlets = ["a.example"] + ["b.example"] * 5 + ["c.example"] * 3
    corpus = make_corpus(unlike(9), outlets)
    for answer in (
        tk.answer_coverage(corpus, most=2),
        tk.answer_topics(corpus, {"All": ["rain"]}, most=2),
    ):
        assert set(answer.table["outlet"]) == {"b.example", "c.example"}
        assert "the two largest of 3 outlets" in answer.chart.subtitle


def test_other_groups_periods_and_measures() -> None:
    corpus = tk.open_corpus(BUNDLED)
    feeds = tk.answer_topics(corpus, by="feed")
    unfed = int(corpus.articles["feed"].isna().sum())
    assert f"{unfed} articles without feed left out" in feeds.chart.subtitle
    with pytest.raises(ValueError, match="outlet='x': no article is of it; there is"):
        tk.answer_topics_over_time(corpus, outlet="x")
    monthly = tk.answer_coverage(corpus, by="categories", every="month")
    assert "whole month" in monthly.chart.title
    assert "by category" in monthly.chart.subtitle
    ease = tk.answer_scores(corpus, "flesch_reading_ease")
    assert "reading ease" in ease.chart.subtitle
    smog = tk.answer_scores(corpus, "smog_index")
    assert "smog index" in smog.chart.subtitle
    coded = corpus.add("hope", pd.Series(range(240), index=corpus.posts.index))
    assert "hope" in tk.answer_scores(coded, "hope").chart.subtitle
    with pytest.raises(
        ValueError, match="by='desk': the posts have no such column; there are"
    ):
        tk.answer_coverage(corpus, by="desk")
    with pytest.raises(
        ValueError, match="measure='joy' is not known; there are flesch"
    ):
        tk.answer_scores(corpus, "joy")
    with pytest.raises(
        ValueError, match="topic='Moon': there is none such, but Ferry accident"
    ):
        tk.answer_topics(corpus, topic="Moon")
    with pytest.raises(ValueError, match="no article belongs to a story"):
        tk.answer_story(corpus, "nowhere")


def test_one_corpus_has_one_headline(tmp_path: Path) -> None:
    """The command, the answer and the sentence of a selection are the same."""
    from toolkit.asking import answer_question

    corpus = tk.open_corpus(BUNDLED)
    for name, answer in ANSWERS.items():
        assert answer_question(name).sentence == answer(corpus).sentence
    outlet = "harborledger.example"
    asked = answer_question("scores", outlets=[outlet])
    selected = tk.answer_scores(corpus.select(outlets=outlet))
    assert asked.sentence == selected.sentence
    assert outlet in selected.population


def test_what_is_charted_leads_back_to_the_words() -> None:
    corpus = tk.open_corpus(BUNDLED)
    evidence = tk.answer_topics(corpus).chart.made_from
    found = evidence.dropna(subset=["start"])
    assert len(found) > 100
    words = corpus.topics()
    for row in found.itertuples():
        said = corpus.posts.loc[row.post_id, row.place][
            int(row.start) : int(row.end)
        ].lower()
        assert said.startswith(
            tuple(word.rstrip("*").lower() for word in words[row.topic])
        )


def test_nothing_of_a_post_becomes_html_or_a_formula() -> None:
    outlets = ["<b>$5 to $6</b>.example", "{n}.example"] * 4
    corpus = make_corpus(unlike(8), outlets, title="<script>$1 {{x}} $2</script> {i}")
    for name, function in ANSWERS.items():
        answer = check_html(function(corpus))
        assert "$" not in answer._repr_html_(), name
        assert 'class="mathjax_ignore ' in answer._repr_html_(), name
    for shown in (corpus, corpus.health, corpus.explain(corpus.posts.index[0])):
        html = shown._repr_html_()
        assert "$" not in html
        assert 'class="mathjax_ignore ' in html
    assert "mathjax_ignore" in corpus.posts._repr_html_()


def check_html(answer: Answer) -> Answer:
    shown = answer._repr_html_()
    assert "<script>" not in shown
    assert "<b>" not in shown
    return answer


def test_the_size_of_a_topic_is_that_of_the_corpus_whatever_the_groups() -> None:
    corpus = tk.open_corpus(BUNDLED)
    twice = corpus.add("tags", pd.Series([["a", "b"]] * 240, corpus.posts.index))
    for answer in (
        tk.answer_topics(corpus),
        tk.answer_topics(corpus, by="feed"),
        tk.answer_topics(corpus, by="wire"),
        tk.answer_topics(twice, by="tags"),
        tk.answer_topics(corpus, most=1),
    ):
        assert answer.sentence.startswith("Election is the largest topic (37 articles)")


def test_topics_that_are_given_otherwise() -> None:
    corpus = tk.open_corpus(BUNDLED)
    one = tk.answer_topics(corpus, {"Storm": "storm"})
    assert one.sentence.startswith("Storm is the largest topic (9 articles)")
    assert one.table.equals(tk.answer_topics(corpus, {"Storm": ["storm"]}).table)
    none = tk.answer_topics(corpus, {"z": ["zzzz"], "Storm": ["storm"]}, topic="z")
    assert none.sentence == "No article is on z."
    assert "Topics: z (zzzz); Storm (storm)." in none.method
    with pytest.raises(
        ValueError, match="a mapping or the path of a CSV file is wanted, not list"
    ):
        tk.answer_topics(corpus, ["storm"])  # type: ignore[arg-type]


def test_details_and_population_are_those_of_the_groups_shown() -> None:
    corpus = tk.open_corpus(BUNDLED)
    spread = tk.answer_score_spread(corpus, by="wire")
    middle = spread.table["flesch_kincaid_grade"].quantile([0.25, 0.75])
    assert spread.chart.title.endswith(f"{middle.iloc[0]:.1f} to {middle.iloc[1]:.1f}")
    assert spread.population.startswith("75 of the 229 articles of posts")
    lag = tk.answer_lag(corpus, by="wire")
    named = lag.table.loc[lag.table["when"].eq("after"), "dates"].sum()
    assert f"{named} days are named" in lag.sentence
    assert "229 articles" in tk.answer_lag(corpus).population
    assert "sha256" in lag.method


@pytest.mark.parametrize(
    "name", ["outlets", "topics", "scores", "anonymous", "lag", "coverage"]
)
@pytest.mark.parametrize("by", ["kind", "role", "story", "long"])
def test_any_column_may_make_the_groups(name: str, by: str) -> None:
    corpus = tk.open_corpus(BUNDLED)
    check(ANSWERS[name](corpus.add("long", corpus.posts["words"] > 400), by=by))


def test_nothing_to_show_is_a_mistake() -> None:
    corpus = tk.open_corpus(BUNDLED)
    for name in ("outlets", "topics", "scores", "coverage", "lag", "anonymous"):
        with pytest.raises(ValueError, match="most=0: at least 1 is wanted"):
            ANSWERS[name](corpus, most=0)


def test_periods_of_a_day_are_days() -> None:
    said = tk.answer_bursts(tk.open_corpus(BUNDLED), every="day").sentence
    assert "burst from 23 Mar" in said
    assert "the day of" not in said


def test_files_of_outlets_with_like_names_are_two(tmp_path: Path) -> None:
    answer = tk.answer_outlets(tk.open_corpus(BUNDLED))
    names = ["The Post", "The/Post", "x" * 300, ".."]
    stems = {answer.save(tmp_path / "charts", name)[0].name for name in names}
    assert len(stems) == 4
    assert tk.read_source(BUNDLED).posts.shape[0] == 240
    (tmp_path / "a.md").write_text("---\ntitle: A\ndate: 2024-03-05\n---\nRain.")
    assert tk.read_posts(tmp_path).index.tolist() == ["a"]  # saved charts are no posts


def test_a_topic_that_no_group_shown_has() -> None:
    corpus = make_corpus(unlike(8), ["a.example"] * 8)
    desk = pd.Series(
        "night", index=corpus.posts.index[6:]
    )  # on station and castle alone
    topics = {"Water": ["harbour", "valley", "market"], "Castle": ["castle", "station"]}
    said = tk.answer_topics(corpus.add("desk", desk), topics, by="desk").sentence
    assert said == "No article of the groups shown is on Water, the largest topic."


def test_a_store_of_a_frame_is_that_frames_alone() -> None:
    frame = pd.DataFrame({"text": ["It rained."], "outlet": ["a.example"]})
    store = tk.open_corpus(frame).store
    assert tk.open_corpus(frame.copy(), store=store).store is store
    with pytest.raises(ValueError, match="it holds other posts"):
        tk.open_corpus(frame.assign(outlet="b.example"), store=store)


def running(outlets: str) -> Corpus:
    """A story in copies, a day apart."""
    return make_corpus(
        unlike(1) * len(outlets), [f"{name}.example" for name in outlets]
    )


def test_a_story_over_days_and_outlets_has_a_lane_an_outlet() -> None:
    answer = check(tk.answer_story(running("abcab")))
    (axes,) = answer.chart.figure.axes
    lanes = [label.get_text() for label in axes.get_yticklabels()]
    assert lanes == ["a.example", "b.example", "c.example"]
    assert answer.chart.n == 5
    assert answer.chart.title == "Quiet day 0: a story in 5 posts"
    assert {"outlet", "role", "sentence"} <= set(answer.table)
    assert "text" not in answer.table


@pytest.mark.parametrize("outlets", ["aaaaa", "abca"])
def test_a_story_of_one_outlet_or_few_posts_has_a_lane_a_post(outlets: str) -> None:
    answer = check(tk.answer_story(running(outlets)))
    (axes,) = answer.chart.figure.axes
    lanes = [label.get_text() for label in axes.get_yticklabels()]
    assert lanes == [f"Quiet day {i}" for i in range(len(outlets))]
    assert "role" not in answer.table


def test_a_story_without_titles_is_called_as_it_begins() -> None:
    table = running("aab").article_table.assign(title=None)
    posts = table[["title", "outlet", "published"]].assign(text=unlike(1) * 3)
    begins = " ".join(posts["text"].iloc[0].split()[:10])
    title = tk.answer_story(tk.open_corpus(posts)).chart.title
    assert title == f"{begins} …: a story in 3 posts"


def test_the_number_of_speakers_that_are_not_drawn_is_told() -> None:
    who = ("Ann Lee", "Bob Moore", "Cora Poe")
    texts = [
        text + SAID.format(who=name) for text, name in zip(unlike(3), who, strict=True)
    ]
    corpus = make_corpus(texts, ["a.example"] * 3)
    subtitle = tk.answer_speakers(corpus, most=2).chart.subtitle
    assert subtitle.endswith(", the two most cited of 3 named speakers")
    assert "most cited of" not in tk.answer_speakers(corpus).chart.subtitle
