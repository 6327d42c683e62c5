"""The corpus: each measure made once, what is left out counted, selections share what is known."""

from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from conftest import BUNDLED, ROOT

import toolkit as tk
from toolkit import measuring, store
from toolkit.corpus import Corpus
from toolkit.measuring import BATCH, MEASURES, measure_posts
from toolkit.opening import open_corpus

LONG = ("sentences", "attributions", "dates")


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return open_corpus(BUNDLED)


def test_what_is_measured_is_what_the_functions_give(corpus: Corpus) -> None:
    texts = corpus.articles["text"]
    pd.testing.assert_frame_equal(corpus.readability, tk.score_readability(texts))
    pd.testing.assert_frame_equal(corpus.sentiment, tk.score_sentiment(texts))
    pd.testing.assert_frame_equal(
        corpus.sentences, tk.find_sentences(texts, words=True)
    )
    pd.testing.assert_frame_equal(corpus.attributions, tk.find_attributions(texts))
    published = corpus.articles["published"]
    pd.testing.assert_frame_equal(corpus.dates, tk.find_dates(texts, published))
    pd.testing.assert_frame_equal(corpus.stories, tk.group_stories(corpus.posts))
    assert corpus.scored.columns.is_unique


def test_posts_that_are_no_articles_are_counted_once_each(corpus: Corpus) -> None:
    posts = corpus.posts
    out = (
        posts["kind"].ne("article")
        | posts["wrong_body"]
        | posts["language"].eq("other")
    )
    assert len(corpus.articles) == (~out).sum() == 229
    assert corpus.left_out["n"].sum() == out.sum()
    assert sorted(corpus.left_out["post_ids"].explode().dropna()) == sorted(
        posts.index[out]
    )
    assert "229 of 240 posts are measured" in corpus.describe()


def test_a_post_is_left_out_for_the_first_reason(corpus: Corpus) -> None:
    posts = corpus.posts.head(3).assign(
        kind=["stub", "article", "article"],
        wrong_body=[True, True, False],
        language="other",
    )
    found = open_corpus(posts).left_out.set_index("reason")["post_ids"].to_dict()
    stub, wrong, foreign = posts.index
    assert found == {
        "not an article": [stub],
        "wrong body": [wrong],
        "not English": [foreign],
    }


def test_each_measure_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, int]] = []
    kept = dict(MEASURES)
    for name in MEASURES:

        def counted(
            batch: pd.DataFrame, lexicons: object, name: str = name
        ) -> pd.DataFrame:
            asked.append((name, len(batch)))
            return kept[name](batch, lexicons)  # type: ignore[arg-type]

        monkeypatch.setitem(measuring.MEASURES, name, counted)
    opened = open_corpus(BUNDLED)
    one = opened.select(outlets="harborledger.example")
    n = len(one.articles)
    assert asked == []
    assert set(one.dates["post_id"]) <= set(one.posts.index)
    assert asked == [("dates", n)]
    assert len(opened.dates)
    assert asked == [("dates", n), ("dates", 229 - n)]
    assert len(one.dates) < len(opened.dates)
    assert len(one.add("mine", pd.Series(dtype=float)).dates) == len(one.dates)
    assert len(asked) == 2
    read_together: list[int] = []
    true_read = measuring.measure_sentiment

    def together(texts: pd.Series, *, lexicons: object) -> object:
        read_together.append(len(texts))
        return true_read(texts, lexicons=lexicons)  # type: ignore[arg-type]

    monkeypatch.setattr(measuring, "measure_sentiment", together)
    opened.prepare()
    assert {name for name, _ in asked[2:]} == {"attributions", "readability"}
    assert sum(size for _, size in asked[2:]) == 2 * 229
    assert sum(read_together) == 229


def test_the_order_of_asking_does_not_matter(corpus: Corpus) -> None:
    other = open_corpus(BUNDLED)
    for outlet in reversed(corpus.outlets.index):
        for name in (*LONG, "readability", "sentiment"):
            getattr(other.select(outlets=outlet), name)
    for name in (*LONG, "readability", "sentiment"):
        pd.testing.assert_frame_equal(getattr(other, name), getattr(corpus, name))


def test_two_processes_give_what_one_gives(corpus: Corpus) -> None:
    posts = corpus.articles
    many = pd.concat(
        [posts] * (BATCH // len(posts) + 2), ignore_index=True
    ).rename_axis("post_id")
    many["text"] = many["text"].str[:300]
    one = measure_posts(many, MEASURES)
    two = measure_posts(many, MEASURES, workers=2)
    for name in MEASURES:
        pd.testing.assert_frame_equal(one[name], two[name])


def test_a_script_without_a_main_guard_may_use_two_processes(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "import toolkit as tk\n"
        f"corpus = tk.open_corpus({str(BUNDLED)!r}, workers=2)\n"
        "print(len(corpus.dates))\n"
    )
    done = subprocess.run(
        [sys.executable, script], capture_output=True, text=True, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 100


def test_select_by_outlet_day_kind_and_condition(corpus: Corpus) -> None:
    few = corpus.select(
        outlets=["harborledger.example", "meridianpost.example"],
        since="2024-03-06",
        until="2024-03-20",
    )
    assert set(few.posts["outlet"]) == {"harborledger.example", "meridianpost.example"}
    days = few.posts["published"].dt.strftime("%Y-%m-%d")
    assert days.min() >= "2024-03-06"
    assert days.max() <= "2024-03-20"
    assert "from 6 Mar 2024" in few.selection
    long = corpus.select(where=lambda posts: posts["words"] > 400)
    assert (long.posts["words"] > 400).all()
    assert len(long.posts) == (corpus.posts["words"] > 400).sum()
    kinds = corpus.posts["kind"].unique().tolist()
    every = corpus.select(kinds=kinds)
    assert len(every.articles) > len(corpus.articles)
    assert every.left_out.set_index("reason").loc["not an article", "n"] == 0


def test_copies_stay_copies_of_posts_that_are_not_selected(corpus: Corpus) -> None:
    copies = corpus.stories["role"].isin(["copy", "update"])
    alone = corpus.select(where=copies)
    assert set(alone.stories["role"]) <= {"copy", "update"}
    assert not set(alone.stories["story"]) & set(alone.posts.index)


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (
            {"outlets": "harborleger.example"},
            "no post has outlet 'harborleger.example'; there is harborledger",
        ),
        ({"kinds": "essay"}, "no post has kind 'essay'"),
        ({"since": "soon"}, "since='soon' is no day; write it as 2016-04-22"),
        ({"where": pd.Series([True])}, "with the post_ids as its index"),
    ],
)
def test_what_cannot_be_selected_is_named(
    corpus: Corpus, asked: dict[str, object], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        corpus.select(**asked)  # type: ignore[arg-type]


def test_own_codings_are_joined_by_post_id(corpus: Corpus) -> None:
    coded = pd.Series([3, 1], index=corpus.posts.index[[5, 2]])
    added = corpus.add("frame", coded)
    assert added.posts["frame"].dropna().to_dict() == {
        k: float(v) for k, v in coded.items()
    }
    assert "frame" not in corpus.posts
    assert added.store is corpus.store
    with pytest.raises(ValueError, match="1 not in the corpus, as nowhere"):
        corpus.add("frame", pd.Series([1], index=["nowhere"]))
    with pytest.raises(ValueError, match="stands twice"):
        corpus.add("frame", pd.Series([1, 1], index=corpus.posts.index[[0, 0]]))


def test_own_posts_as_a_frame() -> None:
    posts = pd.DataFrame({"text": ["It rained on Friday, police said."]}, index=["a"])
    opened = open_corpus(
        posts.assign(published=pd.to_datetime(["2016-04-22"], utc=True))
    )
    assert opened.dates["value"].tolist() == ["2016-04-22"]
    assert opened.attributions["speaker"].tolist() == ["police"]
    assert open_corpus(posts).dates["value"].tolist() == ["XXXX-WXX-5"]
    with pytest.raises(ValueError, match="needs the column text; there are body"):
        open_corpus(pd.DataFrame({"body": ["x"]}))
    with pytest.raises(ValueError, match="post_id twice"):
        open_corpus(pd.concat([posts, posts]))
    with pytest.raises(ValueError, match="at least 1"):
        open_corpus(posts, workers=0)


def test_other_languages_are_not_measured(corpus: Corpus) -> None:
    foreign = corpus.posts.assign(language="other")
    opened = open_corpus(foreign)
    assert opened.articles.empty
    for name in (*LONG, "readability", "sentiment"):
        assert getattr(opened, name).empty, name
        assert list(getattr(opened, name)) == list(getattr(corpus, name))


def test_what_was_measured_can_be_handed_over(corpus: Corpus) -> None:
    corpus.prepare()
    handed = pickle.loads(pickle.dumps(corpus.store))
    again = open_corpus(BUNDLED, store=handed)
    assert again.posts is handed.table
    pd.testing.assert_frame_equal(again.attributions, corpus.attributions)
    with pytest.raises(ValueError, match="opened otherwise"):
        open_corpus(BUNDLED, store=handed, dayfirst=True)


def test_prepare_counts_the_posts(corpus: Corpus) -> None:
    counted: list[int] = []
    open_corpus(BUNDLED).prepare(counted.append)
    assert sum(counted) == len(corpus.articles)


def test_settings_beside_the_posts_and_in_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert set(open_corpus(BUNDLED).posts["wire"].dropna()) >= {"Concord Press"}
    (tmp_path / "toolkit.toml").write_text('timezone = "Europe/Oslo"\n')
    monkeypatch.chdir(tmp_path)
    assert "Concord Press" not in set(open_corpus(BUNDLED).posts["wire"].dropna())
    for wrong, message in {
        'timezon = "UTC"': "'timezon' is no setting; there are lexicons",
        "dayfirst = 1": "dayfirst = 1: a bool is wanted",
        "dayfirst": "broken TOML",
    }.items():
        (tmp_path / "toolkit.toml").write_text(wrong)
        with pytest.raises(ValueError, match=message):
            open_corpus(BUNDLED)


def test_topics_are_given_chosen_or_suggested(corpus: Corpus, tmp_path: Path) -> None:
    assert list(corpus.topics()) == [
        "Ferry accident",
        "Storm",
        "Election",
        "Water hack",
        "Schools",
        "Housing",
    ]
    assert corpus.topics({"A": ["b"]}) == {"A": ["b"]}
    (tmp_path / "t.csv").write_text("topic,word\nX,y\n")
    assert corpus.topics(tmp_path / "t.csv") == {"X": ["y"]}
    assert not corpus.suggests_topics()
    frame = open_corpus(corpus.posts)
    assert frame.suggests_topics()
    assert not frame.suggests_topics({"A": ["b"]})
    assert frame.topics() == tk.suggest_terms(frame.articles)


def test_terms_are_those_of_the_articles(corpus: Corpus) -> None:
    found = corpus.terms()
    wanted = tk.find_topics(corpus.articles, corpus.topics())
    pd.testing.assert_frame_equal(found, wanted)


def test_the_example_is_marked(corpus: Corpus) -> None:
    post_id = corpus.attributions["post_id"].iloc[0]
    assert "source 1" in corpus.explain(post_id).data
    assert corpus.explain().title in set(corpus.articles["title"])
    assert (
        "No article to show"
        in open_corpus(corpus.posts.assign(kind="stub")).explain().data
    )
    with pytest.raises(KeyError, match="no post 'nowhere'"):
        corpus.explain("nowhere")


def test_a_store_measures_only_what_is_lacking(corpus: Corpus) -> None:
    kept = store.PostsInMemory(corpus.posts, corpus.problems, corpus.lexicons)
    first = corpus.articles.index[:3]
    kept.get("sentences", first)
    assert kept.get("sentences", first[::-1])["post_id"].iloc[0] == first[2]
    assert kept.get("sentences", first[:0]).empty


def test_a_store_serves_no_other_posts(corpus: Corpus, tmp_path: Path) -> None:
    frame = corpus.posts[["text", "title"]]
    handed = open_corpus(frame).store
    assert open_corpus(frame, store=handed).posts is handed.table
    with pytest.raises(ValueError, match="it holds other posts"):
        open_corpus(frame.head(3), store=handed)
    for place in ("x", "y"):
        (tmp_path / place / "posts").mkdir(parents=True)
        post = f"---\ntitle: {place}\ndate: 2024-03-05\n---\nRain."
        (tmp_path / place / "posts" / "a.md").write_text(post)
    one = open_corpus(tmp_path / "x" / "posts")
    with pytest.raises(ValueError, match="it holds other posts"):
        open_corpus(tmp_path / "y" / "posts", store=one.store)


def test_what_measures_hang_on_cannot_be_added(corpus: Corpus) -> None:
    for column in (
        "text",
        "title",
        "published",
        "story",
        "mean_compound",
        "smog_index",
    ):
        with pytest.raises(ValueError, match="measures hang on this name"):
            corpus.add(column, corpus.posts["words"])
    with pytest.raises(ValueError, match="a Series with the post_ids"):
        corpus.add("mine", [1] * 240)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"since": 2024}, "since=2024 is no day"),
        ({"since": "01/03/2024"}, "is no day; write it as 2016-04-22"),
        ({"since": "2024-02-30"}, "is no day"),
        ({"since": "2024-04-10", "until": "2024-03-01"}, "is after until='2024-03-01'"),
    ],
)
def test_days_are_written_one_way(
    corpus: Corpus, asked: dict[str, object], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        corpus.select(**asked)  # type: ignore[arg-type]


def test_a_month_is_whole(corpus: Corpus) -> None:
    march = corpus.select(since="2024-03", until="2024-03").posts["published"]
    assert march.dt.strftime("%Y-%m").unique().tolist() == ["2024-03"]
    assert march.max().day > 28
    assert len(corpus.select(since="2030-01-01").posts) == 0


def test_a_condition_is_true_or_false(corpus: Corpus) -> None:
    with pytest.raises(ValueError, match="True or False for each post, once"):
        corpus.select(where=pd.Series("no", corpus.posts.index))


def test_frames_as_people_have_them(corpus: Corpus) -> None:
    columns = ["text", "title", "outlet", "published"]
    posts = corpus.posts[columns]
    right = open_corpus(posts)
    for frame in (
        posts.reset_index(),
        posts.assign(published=posts["published"].astype(str)),
        posts.assign(published=posts["published"].dt.tz_localize(None)),
        posts.assign(published=posts["published"].dt.tz_convert("Asia/Tokyo")),
        posts.assign(words="121", topic="x", wrong_body="False"),
    ):
        opened = open_corpus(frame)
        assert opened.posts.index.equals(right.posts.index)
        assert opened.posts["published"].equals(right.posts["published"])
        assert len(opened.articles) == len(right.articles)
        topics = {"Storm": ["storm"]}
        assert tk.answer_topics(opened, topics).table.equals(
            tk.answer_topics(right, topics).table
        )
    numbered = open_corpus(posts.reset_index(drop=True))
    assert numbered.posts.index[0] == "0"
    assert tk.answer_story(numbered).sentence.endswith(": a story in 2 posts.")
    with pytest.raises(ValueError, match="published: times are wanted"):
        open_corpus(posts.assign(published="soon"))


def test_suggestions_do_not_hang_on_who_asks_first(corpus: Corpus) -> None:
    frame = open_corpus(corpus.posts)
    snippets = frame.select(kinds="snippet").topics()
    assert frame.topics() != snippets
    assert frame.topics() == open_corpus(corpus.posts).topics()
