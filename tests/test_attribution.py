"""Attributions: spans, speakers, counts and their HTML, on texts written for these tests and on generated ones."""

import itertools
import json
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.attribution import count_sources, explain, find_attributions
from toolkit.attribution.labels import best_labels, load_model, read_tokens

SHARED = Path(__file__).parents[2] / "shared"
STORY = (
    "President Nora Whitfield told reporters on Monday that the bridge would be repaired by spring. "
    '"We have waited long enough," Whitfield said.\n\n'
    '"This is a mistake," said Owen Tarrant, a retired engineer. He said that the steel was worn out.\n\n'
    "Residents said they were not asked. According to a report by the Lowland Institute for Rivers, the river rises "
    "every year. The Institute said that it would publish its data."
)


def _by_cue_order(text: str) -> pd.DataFrame:
    return find_attributions(pd.Series([text], index=["p"]))


@pytest.fixture(scope="module")
def story() -> pd.DataFrame:
    return _by_cue_order(STORY)


def _check_spans(found: pd.DataFrame, texts: dict[object, str]) -> None:
    for row in found.itertuples():
        text = texts[row.post_id]
        for role in ("source", "cue", "content"):
            spans, shown = getattr(row, role + "_spans"), getattr(row, role)
            assert all(0 <= start < end <= len(text) for start, end in spans)
            assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans)), "pieces in order, apart"
            assert shown == " … ".join(text[a:b] for a, b in spans) if spans else pd.isna(shown)
        assert row.content_spans
        assert row.cue_spans


def test_story_speakers(story: pd.DataFrame) -> None:
    _check_spans(story, {"p": STORY})
    who = {row.content.strip('",. '): (row.speaker, row.kind, row.source_type) for row in story.itertuples()}
    assert who["We have waited long enough"] == ("Nora Whitfield", "direct", "named person")
    assert who["This is a mistake"] == ("Owen Tarrant", "direct", "named person")
    assert {"Nora Whitfield", "Owen Tarrant", "residents", "Lowland Institute for Rivers"} <= set(
        story["speaker"].dropna()
    )
    he = story[story["source"] == "He"]
    assert he["speaker"].tolist() == ["Owen Tarrant"]
    assert story.loc[story["speaker"] == "residents", "source_type"].unique().tolist() == ["group"]


def test_frame_has_its_columns_even_when_empty() -> None:
    for nothing in ([], [None, float("nan"), 3, b"bytes", "", "  \n "], ["2016"], ["…"]):
        found = find_attributions(nothing)
        assert found.empty
        assert " ".join(found) == (
            "post_id source cue content source_spans cue_spans content_spans kind speaker source_type compound"
        )
        assert found["compound"].dtype == float


def test_index_may_hold_duplicates_and_input_is_not_changed() -> None:
    texts = pd.Series([STORY, None, STORY], index=["a", "b", "a"])
    before = texts.copy()
    found = find_attributions(texts)
    pd.testing.assert_series_equal(texts, before)
    assert set(found["post_id"]) == {"a"}
    half = len(found) // 2
    pd.testing.assert_frame_equal(found.iloc[:half], found.iloc[half:].reset_index(drop=True))


WORDS = st.sampled_from(
    ["Ann Lee", "said", '"', "“", "”", ",", ".", "he", "that", "told", "\n\n", "\n", "according to", "(", ")",
     "the Senate", "—", "?", "Dr.", "U.S.", "'", "’s", "2016", "it fell", ":", "Lee", "é", "中文", "\u2028", "\x00"]
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(WORDS, max_size=60).map(" ".join), min_size=1, max_size=4))
def test_text_at_the_spans_is_the_text_in_the_columns(texts: list[str]) -> None:
    _check_spans(find_attributions(texts), dict(enumerate(texts)))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.one_of(st.text(max_size=80), st.just(STORY)), min_size=2, max_size=4))
def test_a_text_is_read_alike_alone_and_among_others(texts: list[str]) -> None:
    together = find_attributions(texts)
    alone = pd.concat(
        [find_attributions(pd.Series([text], index=[n])) for n, text in enumerate(texts)], ignore_index=True
    )
    assert together.to_json() == alone.to_json()


def test_hostile_texts_end() -> None:
    for text in ('"' * 100_000, "(" * 100_000, "“ " * 50_000, '" said ' * 20_000, "Ann Lee said. " * 1_000,
                 "a" * 200_000, "He " * 30_000 + "said.", "\n" * 99_999 + "x", "Lee, who said: " * 1_000):  # fmt: skip
        _check_spans(_by_cue_order(text), {"p": text})


def _speakers(text: str) -> list[str]:
    return _by_cue_order(text)["speaker"].dropna().tolist()


def test_a_signed_quotation_belongs_to_who_signed_it() -> None:
    found = _by_cue_order(
        "Readers wrote.\n\n“Trump said it over and over. He is right.” ― Ann Lee\n\n“No.” — Bo Hart, farmer"
    )
    signed = found[found["cue"].isin(["―", "—"])]
    assert signed["speaker"].tolist() == ["Ann Lee", "Bo Hart"]
    assert signed["content"].tolist() == ["“Trump said it over and over. He is right.”", "“No.”"]
    assert set(signed["kind"]) == {"direct"}


def test_a_quotation_goes_on_in_the_next_paragraph() -> None:
    text = 'Ann Lee said: "It rained on Monday, and nobody came.\n\n"It rained on Tuesday as well."\n\nThe sun shone.'
    found = _by_cue_order(text)
    assert found["content"].iloc[0].endswith('as well."')
    assert found["content_spans"].iloc[0][-1][1] == text.index("\n\nThe sun")


def test_two_people_of_one_surname_stay_apart() -> None:
    text = ('"I will stay," John Smith said on Monday. "I will go," Mary Smith said on Tuesday.\n\n'
            '"Nobody asked us," Smith said on Friday.')  # fmt: skip
    assert _speakers(text) == ["John Smith", "Mary Smith", "Smith"]
    assert _speakers(text.replace(" Smith said on Friday", " Mrs. Smith said on Friday"))[-1] == "Mary Smith"


def test_the_full_name_may_stand_outside_a_source() -> None:
    text = 'The city honored Paula Verhoeven on Sunday.\n\n"It rained," Verhoeven said. "It rained," she said later.'
    assert _speakers(text) == ["Paula Verhoeven"] * 2


def test_a_later_full_name_does_not_explain_an_earlier_short_one() -> None:
    assert _speakers('"It rained," Verhoeven said.\n\nThe city honored Paula Verhoeven.') == ["Verhoeven"]


@pytest.mark.parametrize(
    ("source", "expected", "speaker"),
    [
        ("a senior official who spoke on condition of anonymity", "anonymous", "senior official"),
        ("people familiar with the matter", "anonymous", "people"),
        ("sources", "anonymous", "sources"),
        ("residents", "group", "residents"),
        ("Republicans", "group", "Republicans"),
        ("police", "organisation", "police"),
        ("a report", "document", "report"),
        ("the Justice Department", "organisation", "Justice Department"),
        ("the New York Times", "media", "New York Times"),
        ("the Interfax news agency", "media", "Interfax"),
        ("Sen. Lena Ortiz, a Democrat", "named person", "Lena Ortiz"),
        ("Ortiz's lawyer, Ivan Petrov", "named person", "Ivan Petrov"),
        ("U.N. envoy Hugo de Groot", "named person", "Hugo de Groot"),
        ("the Harrow Skippers' Association", "organisation", "Harrow Skippers' Association"),
        ("Minister of Health Lena Ortiz", "named person", "Lena Ortiz"),
        ("US officials", "group", "US officials"),
        ("the Department", "organisation", "department"),
        ("the company", "organisation", "company"),
        ("the survey", "document", "survey"),
        ("a spokesman", "anonymous", "spokesman"),
        ("a spokeswoman for Uber", "organisation", "spokeswoman"),
        ("an Apple spokesman", "organisation", "Apple spokesman"),
        ("a poll published Wednesday", "document", "poll"),
        ("the 31-year-old entrepreneur", "unknown", "31-year-old entrepreneur"),
        ("a warplane crashed southeast", "unknown", ""),
        ("you’ll", "unknown", ""),
        ("Sunday's", "unknown", ""),
        ("May", "unknown", ""),
        ("last week", "unknown", ""),
    ],
)
def test_types_of_sources(source: str, expected: str, speaker: str) -> None:
    text = f"On Monday {source} said that the plan had failed."
    found = _sourced(text, source)
    assert (found.type, " ".join(found.words)) == (expected, speaker)


@pytest.mark.parametrize(
    ("text", "source", "expected"),
    [
        ("An official close to the talks, who spoke on condition of anonymity, said it failed.",
         "who spoke on condition of anonymity,", ("anonymous", "official")),
        ("Rivers rise, said Bo Hart of the Lowland Institute, which said nothing else.", "which",
         ("organisation", "Lowland Institute")),
        ("The Harrow Skippers' Association met. On Monday the association said it failed.", "the association",
         ("organisation", "Harrow Skippers' Association")),
        ("The Syrian Observatory for Human Rights met. The Observatory said it failed.", "The Observatory",
         ("organisation", "Syrian Observatory for Human Rights")),
        ("The State Department and the Port Department met. The department said it failed.", "The department",
         ("organisation", "department")),
        ("Theresa May went. Later May said it failed.", "May", ("named person", "Theresa May")),
    ],
)  # fmt: skip
def test_sources_read_with_what_stands_before(text: str, source: str, expected: tuple[str, str]) -> None:
    found = _sourced(text, source)
    assert (found.type, " ".join(found.words)) == expected


def test_the_last_word_tells_a_description_from_a_name() -> None:
    found = _by_cue_order(
        STORY + "\n\nPolice said it rained. The police said it snowed. Brazilian officials said it hailed."
    )
    described = found["speaker"].dropna().str.split().str[-1].str.islower()
    assert set(found["speaker"].dropna()[described]) == {"residents", "police", "Brazilian officials"}


def test_a_post_is_read_alike_after_another_and_first() -> None:
    text = "President Nora Whitfield took aim on Tuesday at the bridge. Whitfield accused the builders of delay."
    found = find_attributions(["The Senate met on Monday in the", text])
    pd.testing.assert_frame_equal(
        found.drop(columns="post_id"), find_attributions([text]).drop(columns="post_id"), check_index_type=False
    )


def _sourced(text: str, source: str):  # type: ignore[no-untyped-def]
    """What the rules make of a source, whatever the model finds."""
    from toolkit.attribution.joining import Attribution
    from toolkit.attribution.sources import name_sources

    tokens = read_tokens(text, load_model())
    at = text.rindex(source)
    first, stop = np.searchsorted(tokens.start, [at, at + len(source)]).tolist()
    (found,) = name_sources(text, tokens, 0, len(tokens.start), [Attribution([(first, stop)], [(stop, stop + 1)], [])])
    return found


def test_viterbi_finds_the_best_of_all_paths() -> None:
    rng = np.random.default_rng(3)
    sequence = np.repeat([0, 1, 2], [4, 1, 3])
    scores, transitions = rng.normal(size=(8, 3)).astype("f4"), rng.normal(size=(3, 3)).astype("f4")
    best = best_labels(scores, transitions, sequence)
    for number in range(3):
        rows = np.flatnonzero(sequence == number)
        paths = itertools.product(range(3), repeat=len(rows))

        def worth(path: tuple[int, ...], rows: np.ndarray = rows) -> float:
            return float(sum(scores[r, p] for r, p in zip(rows, path, strict=True))
                         + sum(transitions[a, b] for a, b in itertools.pairwise(path)))  # fmt: skip

        assert tuple(best[rows]) == max(paths, key=worth)


def _table() -> tuple[pd.DataFrame, pd.DataFrame]:
    found = pd.DataFrame(
        [("a", "Ann Lee", "We won big.", "direct", 0.5), ("a", "Ann Lee", "it rained", "indirect", -0.5),
         ("b", "Ann Lee", "We won big.", "direct", 0.5), ("c", "Bo Hart", "No.", "direct", 0.0),
         ("c", None, "x", "direct", 0.0)],
        columns=["post_id", "speaker", "content", "kind", "compound"],
    ).assign(source_type="named person")  # fmt: skip
    posts = pd.DataFrame(
        {"outlet": ["x.com", "y.com", "y.com"], "story": ["s", "s", None],
         "published": pd.to_datetime(["2016-01-02", "2016-01-01", "2016-01-03"], utc=True)},
        index=pd.Index(["a", "b", "c"], name="post_id"),
    )  # fmt: skip
    return found, posts


def test_count_sources_by_hand() -> None:
    found, posts = _table()
    counts = count_sources(found, posts).set_index("speaker")
    assert counts.index.tolist() == ["Ann Lee", "Bo Hart"]
    ann = counts.loc["Ann Lee"]
    assert (ann["attributions"], ann["posts"], ann["words_quoted"], ann["outlets"]) == (3, 2, 8, 2)
    assert ann["direct_share"] == pytest.approx(2 / 3)
    assert ann["mean_compound"] == pytest.approx(0.5 / 3)
    assert (ann["first"], ann["last"]) == (posts.loc["b", "published"], posts.loc["a", "published"])


def test_count_sources_once_a_story_takes_the_earliest_post() -> None:
    found, posts = _table()
    counts = count_sources(found, posts, per="story").set_index("speaker")
    assert counts["attributions"].to_dict() == {"Ann Lee": 1, "Bo Hart": 1}
    assert counts.loc["Ann Lee", "last"] == posts.loc["b", "published"]


def test_count_sources_by_outlet_adds_up() -> None:
    found, posts = _table()
    split = count_sources(found, posts, by="outlet")
    whole = count_sources(found, posts).set_index("speaker")["attributions"]
    assert split.groupby("speaker")["attributions"].sum().to_dict() == whole.to_dict()
    assert count_sources(found.iloc[:0], posts).empty


def test_count_sources_names_the_mistake() -> None:
    found, posts = _table()
    with pytest.raises(KeyError, match="section"):
        count_sources(found, posts, by="section")
    with pytest.raises(KeyError, match="story"):
        count_sources(found, per="story")
    with pytest.raises(ValueError, match="weekly"):
        count_sources(found, posts, per="weekly")


class _Reader(HTMLParser):
    """Collects tags and text; labels (<sup>) and the head apart."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text: list[str] = []
        self.roles: dict[str, list[str]] = {}
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "sup" not in self.open and self.open[-1:] != ["h3"] and "small" not in self.open:
            self.text.append(data)


@settings(max_examples=40, deadline=None)
@given(
    st.text(max_size=60), st.text(max_size=30), st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=5)
)
def test_explain_shows_the_text_and_nothing_else(text: str, title: str, spans: list[tuple[int, int]]) -> None:
    row = {"post_id": "p", "speaker": "<script>", "source_type": "x", "kind": "direct", "source_spans": [],
           "cue_spans": [], "content_spans": [(a, a + n) for a, n in spans]}  # fmt: skip
    post = pd.Series({"title": title, "text": text, "outlet": "<b>"}, name="p")
    reader = _Reader()
    reader.feed(explain(post, pd.DataFrame([row])).data)
    assert set(reader.tags) <= {"article", "h3", "p", "small", "span", "sup"}
    shown = "".join(reader.text)
    assert "".join(text.replace("\r", "\n").split()) in "".join(shown.split())


def test_explain_marks_the_three_roles(story: pd.DataFrame) -> None:
    page = explain(pd.Series({"title": "Bridge", "text": STORY}, name="p"), story)._repr_html_()
    for role in ("source 1", "cue 1", "content 1"):
        assert f">{role}</sup>" in page
    assert explain(pd.Series({"title": None, "text": float("nan")}, name="p"))._repr_html_().count("<p>") == 1


def test_a_real_post_names_its_speakers() -> None:
    path = SHARED / "samples" / "syrian-peace-talks-limp-on.md"
    if not path.exists():
        pytest.skip("../shared/samples/syrian-peace-talks-limp-on.md is not here")
    from toolkit.posts import read_posts

    speakers = set(find_attributions(read_posts(path)["text"])["speaker"])
    assert {"Staffan de Mistura", "Barack Obama", "Sergei Lavrov", "Gareth Bayley",
            "Syrian Observatory for Human Rights"} <= speakers  # fmt: skip


def test_development_articles_are_read_well() -> None:
    path = SHARED / "evaluation" / "attribution" / "polnear_dev.jsonl"
    if not path.exists():
        pytest.skip("../shared/evaluation/attribution/polnear_dev.jsonl is not here")
    documents = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    found = find_attributions(pd.Series({one["id"]: one["text"] for one in documents}))
    _check_spans(found, {one["id"]: one["text"] for one in documents})
    cues = {one["id"]: {tuple(span) for a in one["attributions"] for span in a["cue"]} for one in documents}
    hits = sum(
        any(s < b and a < e for a, b in row.cue_spans for s, e in cues[row.post_id]) for row in found.itertuples()
    )
    assert hits / len(found) > 0.72
    assert len(found) > 0.7 * sum(map(len, cues.values()))
