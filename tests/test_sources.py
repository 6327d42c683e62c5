"""Who sources are, in a post and across posts; counts, samples and marked pages of them."""

import itertools
import json
import re
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from babel import Locale
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.attribution import (
    check_sample,
    compare_sources,
    count_sources,
    explain,
    find_attributions,
)
from toolkit.attribution.joining import Attribution
from toolkit.attribution.labels import load_model, read_tokens
from toolkit.attribution.merging import merge_speakers
from toolkit.attribution.names import Name
from toolkit.attribution.sources import name_sources
from toolkit.attribution.vocabulary import TYPED, rules_of
from toolkit.lexicons import PACKAGED, Lexicons, read_lexicons

STORY = (
    "President Nora Whitfield told reporters on Monday that the bridge would be repaired by "
    'spring. "We have waited long enough," Whitfield said.\n\n'
    "Residents said they were not asked. According to a report by the Lowland Institute for "
    "Rivers, the river rises every year."
)


def _read(
    text: str, *sources: str, said: str = "", lexicons: Lexicons = PACKAGED
) -> list[Name]:
    """What the rules make of sources, whatever the model finds; the last says `said`."""
    tokens = read_tokens(text, load_model())

    def span(part: str) -> tuple[int, int]:
        at = text.rindex(part)
        return tuple(np.searchsorted(tokens.start, [at, at + len(part)]).tolist())  # type: ignore[return-value]

    found = [Attribution([span(source)], [(0, 0)], []) for source in sources]
    found[-1].content.extend([span(said)] if said else [])
    return name_sources(tokens, 0, len(tokens.start), found, lexicons)


def _who(
    text: str, source: str, said: str = "", lexicons: Lexicons = PACKAGED
) -> tuple[str, str]:
    (found,) = _read(text, source, said=said, lexicons=lexicons)
    return found.type, " ".join(found.words)


@pytest.mark.parametrize(
    ("source", "expected", "speaker"),
    [
        (
            "a senior official who spoke on condition of anonymity",
            "anonymous",
            "senior official",
        ),
        ("people familiar with the matter", "anonymous", "people"),
        ("people in the street", "group", "people"),
        ("sources", "anonymous", "sources"),
        ("a woman in the crowd", "anonymous", "woman"),
        ("residents", "group", "residents"),
        ("Republicans", "group", "Republicans"),
        ("dozens of residents", "group", "residents"),
        ("34% of voters", "group", "voters"),
        ("many", "group", "many"),
        ("police", "organisation", "police"),
        ("a report", "document", "report"),
        ("the Justice Department", "organisation", "Justice Department"),
        ("the New York Times", "media", "New York Times"),
        ("Sen. Lena Ortiz, a Democrat", "named person", "Lena Ortiz"),
        ("Ortiz's lawyer, Ivan Petrov", "named person", "Ivan Petrov"),
        ("U.N. envoy Hugo de Groot", "named person", "Hugo de Groot"),
        ("Secretary of State Lena Ortiz", "named person", "Lena Ortiz"),
        ("Lena B. Ortiz Jr.", "named person", "Lena B. Ortiz Jr"),
        ("LENA ORTIZ", "named person", "LENA ORTIZ"),
        ("Malcolm X", "named person", "Malcolm X"),
        ("Lena O", "named person", "Lena O"),
        (
            "the Harrow Skippers' Association",
            "organisation",
            "Harrow Skippers' Association",
        ),
        ("Minister of Health Lena Ortiz", "named person", "Lena Ortiz"),
        ("US officials", "group", "US officials"),
        ("current and former officials", "group", "current and former officials"),
        ("the Department", "organisation", "department"),
        ("the company", "organisation", "company"),
        ("the survey", "document", "survey"),
        ("a spokesman", "organisation", "spokesman"),
        ("a spokeswoman for Uber", "organisation", "Uber"),
        ("an Apple spokesman", "organisation", "Apple"),
        ("a poll published Wednesday", "document", "poll"),
        ("the president", "unknown", "president"),
        ("the French", "group", "French"),
        ("you’ll", "unknown", ""),
        ("Sunday's", "unknown", ""),
        ("last week", "unknown", ""),
        ("here", "unknown", ""),
    ],
)
def test_types_of_sources(source: str, expected: str, speaker: str) -> None:
    assert _who(f"On Monday {source} said that the plan had failed.", source) == (
        expected,
        speaker,
    )


@pytest.mark.parametrize(
    ("text", "source", "expected"),
    [
        (
            "An official close to the talks, who spoke on condition of anonymity, said it failed.",
            "who spoke on condition of anonymity,",
            ("anonymous", "official"),
        ),
        (
            "Rivers rise, said Bo Hart of the Lowland Institute, which said nothing else.",
            "which",
            ("organisation", "Lowland Institute"),
        ),
        (
            "The Syrian Observatory for Human Rights met. The Observatory said it failed.",
            "The Observatory",
            ("organisation", "Syrian Observatory for Human Rights"),
        ),
        (
            "The State Department and the Port Department met. The department said it failed.",
            "The department",
            ("organisation", "department"),
        ),
        (
            "Theresa May went. Later May said it failed.",
            "May",
            ("named person", "Theresa May"),
        ),
        (
            "Gov. Lena Ortiz came. Ivan Petrov left. The governor said it failed.",
            "The governor",
            ("named person", "Lena Ortiz"),
        ),
        (
            "Lena Ortiz, a retired engineer, came. Ivan Petrov left. The engineer said it failed.",
            "The engineer",
            ("named person", "Lena Ortiz"),
        ),
        (
            "The Secretary of State Lena Ortiz met Secretary of Defense Ivan Petrov. "
            "The secretary of state said so.",
            "The secretary of state",
            ("named person", "Lena Ortiz"),
        ),
        (
            "A judge spoke to Judge Lena Ortiz. A judge said it failed.",
            "A judge",
            ("unknown", "judge"),
        ),
        (
            "Saudi prince mocks plan.\n\nPrince Omar Haddad said no.",
            "Saudi prince",
            ("named person", "Omar Haddad"),
        ),
        (
            "Figuring it was over, the crew left. Figuring was hard.",
            "Figuring",
            ("unknown", "figuring"),
        ),
        (
            "Ivan German came. Later German said it failed.",
            "German",
            ("named person", "Ivan German"),
        ),
    ],
)
def test_sources_read_with_the_rest_of_the_post(
    text: str, source: str, expected: tuple[str, str]
) -> None:
    assert _who(text, source) == expected


def test_a_headline_in_capitals_does_not_make_names_of_its_words() -> None:
    headline = "Ivan Petrov Blasts Council For Mocking His Fast And The Rest."
    tokens = read_tokens(
        headline + "\n\nOn Monday Ivan Petrov said it again.", load_model()
    )
    (found,) = name_sources(
        tokens, 0, len(tokens.start), [Attribution([(0, 2)], [(2, 3)], [])]
    )
    assert (found.words, found.type) == (("Ivan", "Petrov"), "named person")


def test_pronouns_mean_the_nearest_who_fits() -> None:
    text = "Jane Smith met John Brown. She said no. He said yes. They said nothing. It said so."
    found = _read(text, "She", "He", "They", "It")
    assert [" ".join(name.words) for name in found] == [
        "Jane Smith",
        "John Brown",
        "",
        "",
    ]


def test_a_title_with_its_link_alone_is_no_name() -> None:
    text = "He met the Minister Of yesterday in town and went home."
    assert _who(text, "the Minister Of") == ("unknown", "minister")


@pytest.mark.parametrize(
    ("source", "said", "expected"),
    [
        ("Residents", "", "group"),
        ("Residents", "neighbours close to the scene had left", "group"),
        ("Residents", "scene had left", "group"),
        ("neighbours close to the scene", "neighbours close to the scene", "group"),
    ],
)
def test_what_a_source_says_makes_it_not_anonymous(
    source: str, said: str, expected: str
) -> None:
    text = "Residents said neighbours close to the scene had left."
    assert _who(text, source, said)[0] == expected


def _own(folder: Path, name: str, text: str) -> Lexicons:
    (folder / name).write_text(text, encoding="utf-8")
    return read_lexicons(folder)


@pytest.mark.parametrize(
    ("name", "row", "text", "source", "packaged", "own"),
    [
        (
            "source_types.csv",
            "hornbook,document",
            "Later the hornbook said no.",
            "the hornbook",
            ("unknown", "hornbook"),
            ("document", "hornbook"),
        ),
        (
            "source_types.csv",
            "police,organisation",
            "Later police said no.",
            "police",
            ("organisation", "police"),
            ("organisation", "police"),
        ),
        (
            "name_parts.csv",
            "Harrow,place",
            "Then Harrow said no.",
            "Harrow",
            ("named person", "Harrow"),
            ("organisation", "Harrow"),
        ),
        (
            "pronouns.csv",
            "xe,she",
            "Ann Lee came. Later xe said no.",
            "xe",
            ("unknown", "xe"),
            ("named person", "Ann Lee"),
        ),
        (
            "function_words.csv",
            "yestreen,time",
            "Then yestreen said no.",
            "yestreen",
            ("unknown", "yestreen"),
            ("unknown", ""),
        ),
        (
            "anonymity.csv",
            "off the record",
            "Officials, off the record, said no.",
            "Officials",
            ("group", "officials"),
            ("anonymous", "officials"),
        ),
        (
            "first_names.csv",
            "zorian,f",
            "Zorian Hart came. Later he said no.",
            "he",
            ("named person", "Zorian Hart"),
            ("unknown", ""),
        ),
        (
            "first_names.csv",
            "Ivan,f",
            "Ivan Petrov came. Later he said no.",
            "he",
            ("named person", "Ivan Petrov"),
            ("unknown", ""),
        ),
    ],
)
def test_own_words_are_heeded_and_leave_the_package_as_it_is(
    tmp_path: Path,
    name: str,
    row: str,
    text: str,
    source: str,
    packaged: tuple[str, str],
    own: tuple[str, str],
) -> None:
    header = ",".join(PACKAGED.rows(name)[0])
    lexicons = _own(tmp_path, name, f"{header}\n{row}\n")
    assert _who(text, source) == packaged
    assert _who(text, source, lexicons=lexicons) == own
    assert _who(text, source) == packaged


@pytest.mark.parametrize(
    ("name", "row"),
    [
        *((name, "oracle,prophet") for name in [*TYPED, "first_names.csv"]),
        ("source_types.csv", "think tank,organisation"),
    ],
)
def test_a_row_that_no_rule_could_use_is_named(
    tmp_path: Path, name: str, row: str
) -> None:
    lexicons = _own(tmp_path, name, f"word,type\n{row}\n")
    with pytest.raises(ValueError, match=rf"{name}.*{row.partition(',')[0]}"):
        _who("The oracle said no.", "The oracle", lexicons=lexicons)


@pytest.mark.parametrize("name", TYPED)
def test_the_head_of_a_lexicon_explains_its_types(name: str) -> None:
    text = files("toolkit.lexicons").joinpath(name).read_text(encoding="utf-8")
    head = [line for line in text.splitlines() if line.startswith("#")]
    explained = {word for line in head for word in line.partition(":")[0].split(", ")}
    types = {row["type"] for row in PACKAGED.rows(name)}
    assert types <= {word.removeprefix("# ") for word in explained}


def test_a_role_stays_with_its_name() -> None:
    for text, role in [
        ("Former Sen. Lena Ortiz came. Ortiz said no.", "Former Sen."),
        ("Lena Ortiz, a retired engineer, came. Ortiz said no.", "a retired engineer"),
        ("They met mayoral candidate Lena Ortiz. Ortiz said no.", "candidate"),
        ("Mrs. Lena Ortiz came. Ortiz said no.", ""),
        ("Lena Ortiz came. Ortiz said no.", ""),
    ]:
        (found,) = _read(text, "Ortiz")
        assert (" ".join(found.words), found.role) == ("Lena Ortiz", role)


def _speakers(text: str) -> list[str]:
    return find_attributions([text])["speaker"].dropna().tolist()


def test_two_people_of_one_surname_stay_apart() -> None:
    text = (
        '"I will stay," John Smith said on Monday. "I will go," Mary Smith said on Tuesday.\n\n'
        '"Nobody asked us," Smith said on Friday.'
    )
    assert _speakers(text) == ["John Smith", "Mary Smith", "Smith"]
    assert (
        _speakers(text.replace(" Smith said on Friday", " Mrs. Smith said on Friday"))[
            -1
        ]
        == "Mary Smith"
    )


def test_a_surname_used_alone_before_its_second_bearer_stays_with_the_first() -> None:
    text = "John Smith came. Smith left. His wife, Mary Smith, stayed. Later Smith said no."
    assert _who(text, "Smith") == ("named person", "John Smith")


def test_the_full_name_may_stand_outside_a_source_and_after_it() -> None:
    found = _speakers(
        "The city honored Paula Verhoeven on Sunday.\n\n"
        '"It rained," Verhoeven said. "It rained," she said later.'
    )
    assert found == ["Paula Verhoeven"] * 2
    assert _speakers(
        '"It rained," Verhoeven said.\n\nThe city honored Paula Verhoeven.'
    ) == ["Paula Verhoeven"]


def test_the_last_word_tells_a_description_from_a_name() -> None:
    found = find_attributions(
        [
            STORY + "\n\nPolice said it rained. The police said it snowed. "
            "Brazilian officials said it hailed."
        ]
    )
    described = found["speaker"].dropna().str.split().str[-1].str.islower()
    assert {"residents", "police", "Brazilian officials"} <= set(
        found["speaker"].dropna()[described]
    )


@settings(max_examples=60)
@given(
    st.lists(
        st.sampled_from(
            [
                "Ann",
                "Lee",
                "the",
                "of",
                ",",
                ".",
                "'",
                "’s",
                "-",
                "%",
                "who",
                "he",
                "I",
                "one",
                "some",
                "(",
                ")",
                "US",
                "Minister",
                "Of",
                "Sen.",
                "U.S.",
                "\n\n",
                "state",
                "year-old",
                "31",
                "中文",
            ]
        ),
        min_size=1,
        max_size=40,
    ),
    st.data(),
)
def test_any_tokens_may_be_a_source(words: list[str], data: st.DataObject) -> None:
    text = " ".join(words)
    tokens = read_tokens(text, load_model())
    if size := len(tokens.start):
        first = data.draw(st.integers(0, size - 1))
        stop = data.draw(st.integers(first + 1, size))
        (found,) = name_sources(
            tokens, 0, size, [Attribution([(first, stop)], [(0, 1)], [(0, size)])]
        )
        assert found.type in {
            "named person",
            "organisation",
            "document",
            "media",
            "anonymous",
            "group",
            "unknown",
        }
        assert all(found.words)


def _named(*rows: tuple[str, str, str], type_: str = "named person") -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["post_id", "speaker", "source"]).assign(
        source_type=type_
    )


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("a", "Ann Lee", "Ann Lee"), ("b", "Lee", "Lee")], ["Ann Lee", "Ann Lee"]),
        ([("a", "Ann Lee", "Ann Lee"), ("b", "Lee", "Mr. Lee")], ["Ann Lee", "Lee"]),
        (
            [("a", "Ann Lee", "-"), ("b", "Lee", "-"), ("c", "Bob Lee", "-")],
            ["Ann Lee", "Lee", "Bob Lee"],
        ),
        (
            [
                ("a", "Ann Lee", "-"),
                ("b", "Lee", "she"),
                ("c", "Bob Lee", "-"),
                ("d", "Lee", "Lee"),
            ],
            ["Ann Lee", "Ann Lee", "Bob Lee", "Lee"],
        ),
        (
            [("a", "Ann Lee", "-"), ("b", "Lee", "she"), ("c", "Eve Lee", "-")],
            ["Ann Lee", "Lee", "Eve Lee"],
        ),
        (
            [("a", "Bob H. Lee", "-"), ("b", "Bob W. Lee", "-"), ("c", "Bob Lee", "-")],
            ["Bob H. Lee", "Bob W. Lee", "Bob Lee"],
        ),
        (
            [("a", "Bob H. Lee", "-"), ("b", "Bob Lee", "-"), ("c", "Bob Lee", "-")],
            ["Bob Lee"] * 3,
        ),
        (
            [("a", "Bob Lee", "-"), ("b", "Bob Lee Jr", "-"), ("c", "Lee", "-")],
            ["Bob Lee", "Bob Lee Jr", "Lee"],
        ),
        ([("a", "Hugo de Groot", "-"), ("b", "de Groot", "-")], ["Hugo de Groot"] * 2),
        ([("a", "Ann Lee", "-"), ("b", "Ann", "-")], ["Ann Lee", "Ann"]),
        (
            [("a", "Zoé Lee", "-"), ("b", "Zoe Lee", "-"), ("c", "Zoe Lee", "-")],
            ["Zoe Lee"] * 3,
        ),
    ],
)
def test_people_are_merged_by_evidence_only(
    rows: list[tuple[str, str, str]], expected: list[str]
) -> None:
    for order in itertools.islice(itertools.permutations(range(len(rows))), 24):
        merged = merge_speakers(_named(*[rows[n] for n in order]))
        assert dict(zip(order, merged["speaker"], strict=True)) == dict(
            enumerate(expected)
        )
        assert merged["named"].tolist() == [rows[n][1] for n in order]


def test_bodies_are_merged_without_what_all_bodies_have() -> None:
    found = _named(
        ("a", "Apple Inc.", ""),
        ("b", "Apple", ""),
        ("c", "Apple", ""),
        ("d", "U.S. State Department", ""),
        ("e", "State Department", ""),
        ("f", "U.S. Army", ""),
        ("g", "Army", ""),
        type_="organisation",
    )
    assert merge_speakers(found)["speaker"].tolist() == [
        "Apple",
        "Apple",
        "Apple",
        "State Department",
        "State Department",
        "U.S. Army",
        "Army",
    ]
    other = pd.concat([found.head(1), _named(("b", "Apple", ""))])
    assert merge_speakers(other)["speaker"].tolist() == ["Apple Inc.", "Apple"], (
        "a person is no company"
    )


def test_aliases_come_first_and_last(tmp_path: Path) -> None:
    found = _named(
        ("a", "Ann Lee", "-"),
        ("b", "Lee", "-"),
        ("c", "GOP", "-"),
        ("d", "officials", "-"),
    )
    assert merge_speakers(found)["speaker"].tolist() == [
        "Ann Lee",
        "Ann Lee",
        "Republican Party",
        "officials",
    ]
    kept = merge_speakers(found, {"Lee": "Lee", "GOP": "Grand Party"})
    assert kept["speaker"].tolist() == ["Ann Lee", "Lee", "Grand Party", "officials"]
    (tmp_path / "own.csv").write_text(
        "# mine\nalias,speaker\nLee,Bo Lee\n", encoding="utf-8"
    )
    assert merge_speakers(found, tmp_path / "own.csv")["speaker"].tolist()[:2] == [
        "Ann Lee",
        "Bo Lee",
    ]
    assert found["speaker"].tolist() == ["Ann Lee", "Lee", "GOP", "officials"], (
        "the input stays"
    )
    assert merge_speakers(found.head(0)).empty


def test_own_speakers_are_added_and_replace_and_aliases_win(tmp_path: Path) -> None:
    found, posts = _table()
    found["speaker"] = ["GOP", "Boss", "FBI", "Bo Hart", None]
    text = "alias,speaker\nGOP,Grand Party\nBoss,Ann Lee\n"
    own = _own(tmp_path, "speakers.csv", text)

    def merged(**given: object) -> list[str]:
        return merge_speakers(found, **given)["speaker"].tolist()[:3]  # type: ignore[arg-type]

    fbi = "Federal Bureau of Investigation"
    assert merged(lexicons=own) == ["Grand Party", "Ann Lee", fbi]
    assert merged(lexicons=own, aliases={"Boss": "Eve"}) == ["Grand Party", "Eve", fbi]
    assert merged() == ["Republican Party", "Boss", fbi]
    assert "Grand Party" in set(count_sources(found, lexicons=tmp_path)["speaker"])
    (tmp_path / "speakers.csv").write_text("alias,speaker\nFBI,Boss\n", "utf-8")
    assert compare_sources(found, posts, lexicons=tmp_path)["speakers"].tolist() == [3]
    assert compare_sources(found, posts)["speakers"].tolist() == [4]


def test_own_words_tell_whom_a_surname_means(tmp_path: Path) -> None:
    found = _named(("a", "Zorian Lee", "-"), ("b", "Lee", "she"), ("c", "Bob Lee", "-"))
    own = _own(tmp_path, "first_names.csv", "word,type\nzorian,m\n")
    assert merge_speakers(found)["speaker"].tolist()[1] == "Zorian Lee"
    assert merge_speakers(found, lexicons=own)["speaker"].tolist()[1] == "Lee"


def _table() -> tuple[pd.DataFrame, pd.DataFrame]:
    found = pd.DataFrame(
        [
            ("a", "Ann Lee", "We won big.", "direct", 0.5),
            ("a", "Ann Lee", "it rained", "indirect", -0.5),
            ("b", "Lee", "We won big.", "direct", 0.5),
            ("c", "Bo Hart", "No.", "direct", 0.0),
            ("c", None, "x", "direct", 0.0),
        ],
        columns=["post_id", "speaker", "content", "kind", "compound"],
    ).assign(source_type="named person", source="-")
    posts = pd.DataFrame(
        {
            "outlet": ["x.com", "y.com", "y.com"],
            "story": ["s", "s", None],
            "published": pd.to_datetime(
                ["2016-01-02", "2016-01-01", "2016-01-03"], utc=True
            ),
        },
        index=pd.Index(["a", "b", "c"], name="post_id"),
    )
    return found, posts


def test_count_sources_by_hand() -> None:
    found, posts = _table()
    counts = count_sources(found, posts).set_index("speaker")
    assert counts.index.tolist() == ["Ann Lee", "Bo Hart"]
    ann = counts.loc["Ann Lee"]
    assert (ann["attributions"], ann["posts"], ann["words_quoted"], ann["outlets"]) == (
        3,
        2,
        8,
        2,
    )
    assert ann["direct_share"] == pytest.approx(2 / 3)
    assert ann["mean_compound"] == pytest.approx(0.5 / 3)
    assert (ann["first"], ann["last"]) == (
        posts.loc["b", "published"],
        posts.loc["a", "published"],
    )
    assert counts["also_named"].tolist() == [["Lee"], []]
    assert counts["guessed"].tolist() == [0, 0]
    assert count_sources(found, posts, aliases={"Lee": "Lee"})[
        "attributions"
    ].tolist() == [2, 1, 1]


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


@pytest.mark.parametrize("count", [count_sources, compare_sources])
def test_counting_names_the_mistake(count) -> None:  # type: ignore[no-untyped-def]
    found, posts = _table()
    with pytest.raises(KeyError, match="section"):
        count(found, posts, by="section")
    with pytest.raises(ValueError, match="twice"):
        count(found, pd.concat([posts, posts]))


def test_count_sources_knows_posts_and_stories_only() -> None:
    found, posts = _table()
    with pytest.raises(KeyError, match="story"):
        count_sources(found, per="story")
    with pytest.raises(ValueError, match="weekly"):
        count_sources(found, posts, per="weekly")


def test_compare_sources_by_hand() -> None:
    names = (
        ["Ann Lee"] * 6
        + ["Bo Hart"] * 3
        + [f"N. Name{n}" for n in range(11)]
        + ["official"] * 4
        + ["officials"]
    )
    types = ["named person"] * 20 + ["anonymous"] * 4 + ["group"]
    found = pd.DataFrame(
        {"post_id": range(25), "speaker": names, "source": "-", "source_type": types}
    )
    (row,) = compare_sources(found).to_dict("records")
    assert (row["attributions"], row["speakers"], row["speakers_for_half"]) == (
        25,
        13,
        3,
    )  # 6 + 3 + 1 of 20
    assert row["top_ten_share"] == pytest.approx(17 / 20)
    assert row["anonymous_share"] == pytest.approx(4 / 24)
    # It varies between the 24 posts with 23 degrees of freedom, and is as wide as Student's t asks:
    # Wilson's formula with n = 23 * (1.9600 / 2.0687)^2 = 20.65.
    assert (row["low"], row["high"]) == (
        pytest.approx(0.0624, abs=1e-4),
        pytest.approx(0.3756, abs=1e-4),
    )


def test_an_interval_knows_that_posts_hold_together() -> None:
    alone = pd.DataFrame(
        {
            "post_id": range(40),
            "speaker": ["Ann Lee", "official"] * 20,
            "source": "-",
            "source_type": ["named person", "anonymous"] * 20,
        }
    )
    joint = alone.sort_values("source_type").assign(post_id=np.repeat(range(4), 10))
    wide, narrow = (compare_sources(found).iloc[0] for found in (joint, alone))
    assert wide["anonymous_share"] == narrow["anonymous_share"] == 0.5
    assert wide["high"] - wide["low"] > 2 * (narrow["high"] - narrow["low"])


def test_compare_sources_by_group_and_of_nothing() -> None:
    found, posts = _table()
    compared = compare_sources(found, posts, by="outlet").set_index("outlet")
    assert compared["attributions"].to_dict() == {"x.com": 2, "y.com": 2}
    nothing = compare_sources(found.iloc[:0])
    assert nothing[
        ["attributions", "speakers", "speakers_for_half"]
    ].to_numpy().tolist() == [[0, 0, 0]]
    assert (
        nothing[["top_ten_share", "anonymous_share", "low", "high"]]
        .isna()
        .all(axis=None)
    )


def _kinds(**sizes: int) -> pd.DataFrame:
    kinds = [kind for kind, n in sizes.items() for _ in range(n)]
    return pd.DataFrame({"post_id": "p", "kind": kinds, "number": range(len(kinds))})


def test_a_sample_has_as_many_of_each_kind_as_there_are() -> None:
    found = _kinds(direct=100, indirect=30, mixed=3)
    sample = check_sample(found, pd.DataFrame(), n=23)
    assert sample.verdicts["kind"].value_counts().to_dict() == {
        "direct": 10,
        "indirect": 10,
        "mixed": 3,
    }
    assert sample.verdicts["number"].is_unique
    pd.testing.assert_frame_equal(
        sample.verdicts, check_sample(found, pd.DataFrame(), n=23).verdicts
    )
    assert not sample.verdicts.equals(
        check_sample(found, pd.DataFrame(), n=23, seed=1).verdicts
    )
    assert len(check_sample(found, pd.DataFrame(), n=500).verdicts) == 133
    with pytest.raises(KeyError, match="section"):
        check_sample(found, pd.DataFrame(), by="section")


def test_precision_weighs_the_strata() -> None:
    sample = check_sample(_kinds(direct=90, indirect=10), pd.DataFrame(), n=20)
    assert sample.precision()["judged"].to_dict() == {
        "direct": 0,
        "indirect": 0,
        "all": 0,
    }
    direct = sample.verdicts.index[sample.verdicts["kind"] == "direct"]
    sample.verdicts["verdict"] = "wrong"
    sample.verdicts.loc[direct, "verdict"] = "right"
    sample.verdicts.loc[direct[:2], "verdict"] = ["skip", None]
    table = sample.precision()
    assert table["size"].to_dict() == {"direct": 90, "indirect": 10, "all": 100}
    assert table["judged"].to_dict() == {"direct": 8, "indirect": 10, "all": 18}
    assert table["precision"].to_dict() == pytest.approx(
        {"direct": 1.0, "indirect": 0.0, "all": 0.9}
    )
    assert table.loc["direct", "low"] == pytest.approx(
        0.6756, abs=1e-3
    )  # Wilson, 8 of 8
    assert table.loc["all", "low"] < 0.9 < table.loc["all", "high"]
    sample.verdicts.loc[0, "verdict"] = "maybe"
    with pytest.raises(ValueError, match="maybe"):
        sample.precision()


def test_one_stratum_has_the_plain_interval() -> None:
    sample = check_sample(_kinds(direct=50), pd.DataFrame(), n=20)
    sample.verdicts["verdict"] = ["right"] * 15 + ["wrong"] * 5
    table = sample.precision()
    assert table.loc["all", ["precision", "low", "high"]].tolist() == pytest.approx(
        table.loc["direct", ["precision", "low", "high"]].tolist()
    )


def test_the_buttons_judge(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("ipywidgets")
    shown: list = []
    monkeypatch.setattr("IPython.display.display", shown.append)
    posts = pd.DataFrame({"title": ["Bridge"], "text": [STORY]}, index=["p"])
    sample = check_sample(find_attributions(posts["text"]), posts, n=2)
    sample._ipython_display_()
    buttons, page = shown[0].children
    for number, button in enumerate(buttons.children[:2]):
        assert "Bridge" in page.value
        assert f"{2 - number} to judge" in page.value
        button.click()
    buttons.children[0].click()  # nothing left: nothing happens
    assert sample.verdicts["verdict"].tolist() == ["right", "wrong"]
    assert "0 to judge" in page.value


class _Reader(HTMLParser):
    """Collects tags, attributes and text; labels (<sup>), the head and the notes apart."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.names: set[str] = set()
        self.styles: set[str | None] = set()
        self.classes: set[str | None] = set()
        self.text: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.open.append(tag)
        self.names.update(name for name, _ in attrs)
        self.styles.update(value for name, value in attrs if name == "style")
        self.classes.update(value for name, value in attrs if name == "class")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not {"sup", "small", "li"} & set(self.open) and self.open[-1:] != ["h3"]:
            self.text.append(data)


def _row(
    text: str = "<script>", spans: list[tuple[int, int]] | None = None
) -> dict[str, object]:
    return {
        "post_id": "p",
        "speaker": text,
        "source_type": text,
        "kind": text,
        "source_spans": [],
        "cue_spans": [(0, 1)],
        "content_spans": spans or [],
    }


TAGS = {"article", "h3", "p", "small", "span", "sup", "ol", "li"}


@settings(max_examples=40)
@given(
    st.text(max_size=60),
    st.text(max_size=30),
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=5),
)
def test_explain_shows_the_text_and_nothing_else(
    text: str, title: str, spans: list[tuple[int, int]]
) -> None:
    post = pd.Series({"title": title, "text": text, "outlet": "<b>"}, name="p")
    reader = _Reader()
    reader.feed(
        explain(post, pd.DataFrame([_row(spans=[(a, a + n) for a, n in spans])])).data
    )
    assert set(reader.tags) <= TAGS
    assert "".join(text.replace("\r", "\n").split()) in "".join(
        "".join(reader.text).split()
    )


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        '<img src="https://evil.invalid/x.png" onerror=alert(1)>',
        "<svg/onload=alert(1)>",
        '"><b onmouseover="alert(1)">',
        "'><i onclick='alert(1)'>",
        '<a href="javascript:alert(1)">x</a>',
        "<style>*{background:url(https://evil.invalid)}</style>",
        '" style="background:url(https://evil.invalid)" x="',
        "</article></body></html><script>alert(1)</script>",
        "{title}{data}{0}",
        "&lt;script&gt;",
        "<!--",
        "]]>",
    ],
)
def test_nothing_of_a_post_becomes_html(hostile: str, tmp_path: Path) -> None:
    post = pd.Series(
        {
            "title": hostile,
            "text": hostile,
            "outlet": hostile,
            "published": hostile,
            "post_id": hostile,
        }
    )
    found = pd.DataFrame([_row(hostile, [(0, 5), (3, 400)]) | {"post_id": hostile}])
    row = {"post_id": hostile, "start": 1, "end": 4, "value": "2024-03-17TNI"}
    dates = pd.DataFrame([row | {"type": "TIME"}])
    shown = explain(post, found, dates)
    plain = explain(
        post | {} if isinstance(post, dict) else post.replace(hostile, "x"),
        found.replace(hostile, "x"),
        dates.replace(hostile, "x"),
    )
    harmless = _Reader()
    harmless.feed(plain.data)
    shown.save(tmp_path / "page.html")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    for html, more, attributes in (
        (shown.data, set(), set()),
        (
            page,
            {"html", "head", "meta", "title", "body"},
            {"charset", "http-equiv", "content"},
        ),
    ):
        reader = _Reader()
        reader.feed(
            html.replace('<meta charset="utf-8">', "").replace(
                "'unsafe-inline'\">", "'unsafe-inline'\"></meta>"
            )
        )
        assert set(reader.tags) <= TAGS | more
        assert reader.names <= {"lang", "style", "title", "class"} | attributes
        assert reader.classes == {
            "mathjax_ignore tex2jax_ignore"
        }  # no price is a formula
        assert reader.styles <= harmless.styles
        assert html.count("<script") == html.count("<img") == html.count("<a ") == 0


def test_a_saved_page_stands_alone(tmp_path: Path) -> None:
    post = pd.Series(
        {"title": "A < B", "text": "It rained, Ann said.", "outlet": "x.com"}, name="p"
    )
    explain(post, pd.DataFrame([_row("Ann Lee", [(0, 9)])])).save(
        tmp_path / "page.html"
    )
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert '<html lang="en">' in page
    assert "<title>A &lt; B</title>" in page
    assert "default-src 'none'" in page
    assert "http" not in page.replace("http-equiv", ""), (
        "nothing is loaded from elsewhere"
    )
    assert "<li>Ann Lee (Ann Lee), Ann Lee</li>" in page


def test_explain_marks_and_lists_what_belongs_together() -> None:
    story = find_attributions(pd.Series([STORY], index=["p"]))
    page = explain(
        pd.Series({"title": "Bridge", "text": STORY}, name="p"), story
    )._repr_html_()
    for role in ("source 1", "cue 1", "content 1"):
        assert f">{role}</sup>" in page
    assert page.count("<li>") == len(story)
    assert re.search(
        r"<li>Nora Whitfield \(named person\), indirect speech, confidence 0\.\d\d</li>",
        page,
    )
    unrated = explain(
        pd.Series({"title": "Bridge", "text": STORY}, name="p"),
        story.drop(columns="confidence"),
    )
    assert "<li>Nora Whitfield (named person), indirect</li>" in unrated.data
    assert (
        explain(pd.Series({"title": None, "text": float("nan")}, name="p"))
        ._repr_html_()
        .count("<p>")
        == 1
    )


def test_labels_by_hand_are_met(shared: Path) -> None:
    import runpy

    bench = runpy.run_path(str(Path(__file__).parents[1] / "benchmarks" / "sources.py"))
    labels = bench["read_labels"](bench["LABELS"])
    assert len(labels) >= 300
    labels = labels[labels["half"] == "dev"]
    lines = (
        (shared / "evaluation" / "attribution" / "polnear_train.jsonl")
        .read_text(encoding="utf-8")
        .splitlines()
    )
    documents = {
        one["id"]: one
        for one in map(json.loads, lines)
        if one["id"] in set(labels["document"])
    }
    types = speakers = 0
    for _, row in labels.iterrows():
        document = documents[row["document"]]
        who, type_ = bench["name_gold"](document).get(
            (row["start"], row["end"]), ("", "")
        )
        types += type_ == row["type"]
        speakers += bench["right_speaker"](row, document["text"], who, type_)
    assert types > 0.9 * len(labels)
    assert speakers > 0.85 * len(labels)


def _speak(*speakers: tuple[str, int]) -> pd.DataFrame:
    """One attribution a post, so many of each speaker."""
    names = [name for name, times in speakers for _ in range(times)]
    return pd.DataFrame(
        {
            "post_id": range(len(names)),
            "speaker": names,
            "source": names,
            "source_type": "named person",
            "content": "late",
            "kind": "indirect",
        }
    )


@pytest.mark.parametrize(
    ("posts", "speaker"),
    [
        (10, "Ann Quill"),
        (9, "Quill"),  # too few posts
    ],
)
def test_a_surname_of_several_is_a_guess(posts: int, speaker: str) -> None:
    merged = merge_speakers(_speak(("Ann Quill", posts), ("Bo Quill", 1), ("Quill", 2)))
    assert merged["speaker"].tolist()[-2:] == [speaker] * 2
    guess = speaker != "Quill"
    assert merged["doubtful"].tolist() == [False] * (posts + 1) + [guess] * 2
    assert merged["named"].tolist()[-1] == "Quill"


def test_a_guess_needs_nearly_all_posts() -> None:
    merged = merge_speakers(_speak(("Ann Quill", 17), ("Bo Quill", 2), ("Quill", 1)))
    assert merged["speaker"].tolist()[-1] == "Quill"
    assert not merged["doubtful"].any()


def test_guesses_are_counted() -> None:
    counts = count_sources(_speak(("Ann Quill", 20), ("Bo Quill", 1), ("Quill", 3)))
    assert counts["speaker"].tolist() == ["Ann Quill", "Bo Quill"]
    assert counts["guessed"].tolist() == [3, 0]


@pytest.mark.parametrize(
    ("text", "source", "wanted"),
    [
        # documents and outlets by their names
        ("The Harrow Poll shows it.", "The Harrow Poll", ("document", "Harrow Poll")),
        (
            "The Dame Ann Lee Report says so.",
            "The Dame Ann Lee Report",
            ("document", "Dame Ann Lee Report"),
        ),
        (
            "Michael Bloomberg said so.",
            "Michael Bloomberg",
            ("named person", "Michael Bloomberg"),
        ),
        (
            "The news site Corvo Vell reported it.",
            "The news site Corvo Vell",
            ("media", "Corvo Vell"),
        ),
        (
            "The news agency Vell reported it.",
            "The news agency Vell",
            ("media", "Vell"),
        ),
        (
            "Vell, a weekly newspaper whose editor won, said so.",
            "Vell, a weekly newspaper whose editor won,",
            ("media", "Vell"),
        ),
        (
            "The Mail on Sunday reported it.",
            "The Mail on Sunday",
            ("media", "Mail on Sunday"),
        ),
        (
            "A Reuters witness said so.",
            "A Reuters witness",
            ("media", "Reuters witness"),
        ),
        # persons
        ("James A. Oru wrote it.", "James A. Oru", ("named person", "James A. Oru")),
        (
            "Ken Oru left. Later Kenneth Oru said so.",
            "Kenneth Oru",
            ("named person", "Ken Oru"),
        ),
        ("Sean Oru left. Ann Oru said so.", "Ann Oru", ("named person", "Ann Oru")),
        (
            'Joe "El Toro" Vell left. El Toro said so.',
            "El Toro",
            ("named person", 'Joe "El Toro" Vell'),
        ),
        (
            "Beneath Oru's Smile.\n\nMia Oru said so.",
            "Oru",
            ("named person", "Mia Oru"),
        ),
        (
            "A federal judge ruled so.\n\nDistrict Judge Mia Oru said it.",
            "A federal judge",
            ("named person", "Mia Oru"),
        ),
        (
            "Presidential nominee Mia Oru left. The candidate said so.",
            "The candidate",
            ("named person", "Mia Oru"),
        ),
        (
            "Iowa Governor Mia Oru left. Ohio's governor said so.",
            "Ohio's governor",
            ("unknown", "Ohio's governor"),
        ),
        (
            "The envoy expects talks, he said.\n\nEnvoy Bo Oru left.",
            "he",
            ("named person", "Bo Oru"),
        ),
        (
            "Bo Oru, a tanner from Harrow, Ohio, who said so, left.",
            "who",
            ("named person", "Bo Oru"),
        ),
        ("Alex Oru left her mill. She said so.", "She", ("named person", "Alex Oru")),
        (
            "Deputy Energy Minister Olek Svet left the mill. Then Svet said so.",
            "Svet",
            ("named person", "Olek Svet"),
        ),
        # bodies
        (
            "The Harrow, Ohio, city council said so.",
            "The Harrow, Ohio, city council",
            ("organisation", "city council"),
        ),
        (
            "A quake struck, the U.S. Mill Survey said. The survey said so.",
            "The survey",
            ("organisation", "U.S. Mill Survey"),
        ),
        (
            "The Vell Board of Elections met. The board of elections said so.",
            "The board of elections",
            ("organisation", "Vell Board of Elections"),
        ),
        (
            "The Corvane River Fund was founded. The Fund said so.",
            "The Fund",
            ("organisation", "Corvane River Fund"),
        ),
        (
            "The Vell State Police came, state police said.",
            "state police",
            ("organisation", "Vell State Police"),
        ),
        (
            "The US Mill Survey warns. The USMS said so.",
            "The USMS",
            ("organisation", "US Mill Survey"),
        ),
        (
            "The City of Vell was shocked. The city said so.",
            "The city",
            ("organisation", "City of Vell"),
        ),
        (
            "The Federal Reserve met. The central bank said so.",
            "The central bank",
            ("organisation", "Federal Reserve"),
        ),
        (
            "Corvane's trade ministry said so. The Ministry of Trade met.",
            "Corvane's trade ministry",
            ("organisation", "Ministry of Trade"),
        ),
        (
            "Vell's mill watchdog said so. FAV, the watchdog, ruled it.",
            "Vell's mill watchdog",
            ("organisation", "FAV"),
        ),
        (
            "The Vell Mill Agency met. The federal agency said so.",
            "The federal agency",
            ("organisation", "Vell Mill Agency"),
        ),
        (
            "The Chicago Rovers moved. The Rovers said so.",
            "The Rovers",
            ("organisation", "Chicago Rovers"),
        ),
        ("U.S. Marshals said so.", "U.S. Marshals", ("organisation", "U.S. Marshals")),
        (
            "It was paid by Mill PAC, a group that wants it.",
            "that",
            ("organisation", "Mill PAC"),
        ),
        (
            "In Corvane, the mill agency said so. The mill agency met.",
            "The mill agency",
            ("organisation", "mill agency"),
        ),
        (
            "France's foreign ministry said so. The German Foreign Ministry met.",
            "France's foreign ministry",
            ("organisation", "France's foreign ministry"),
        ),
        (
            "The Chinese Foreign Ministry met. China's foreign ministry said so.",
            "China's foreign ministry",
            ("organisation", "Chinese Foreign Ministry"),
        ),
        (
            "The Federal Reserve met. China's central bank said so.",
            "China's central bank",
            ("organisation", "China's central bank"),
        ),
        (
            "Commissioner Rico Plaza said so.",
            "Commissioner Rico Plaza",
            ("named person", "Rico Plaza"),
        ),
        (
            "An earlier version of this story said so.",
            "An earlier version of this story",
            ("document", "earlier version"),
        ),
        (
            "The Vell Mill Agency met, Reuters said. The federal agency said so.",
            "The federal agency",
            ("organisation", "Vell Mill Agency"),
        ),
        (
            "Mary Accord left.",
            "Mary Accord",
            ("named person", "Mary Accord"),
        ),
        (
            "Angeles Arevo said so.",
            "Angeles Arevo",
            ("named person", "Angeles Arevo"),
        ),
        (
            "The BBC met. Britain's national broadcaster said so.",
            "Britain's national broadcaster",
            ("media", "BBC"),
        ),
        (
            "The Free Syrian Army met. The Syrian army said so.",
            "The Syrian army",
            ("organisation", "Syrian army"),
        ),
        (
            "One of the firms said so.",
            "One of the firms",
            ("organisation", "firms"),
        ),
        (
            "For Ann Lee, a majority of voters, 56%, said so.",
            "a majority of voters, 56%,",
            ("group", "voters"),
        ),
        (
            "On Vell Radio, a former colonel, Bo Oru, said so.",
            "a former colonel, Bo Oru,",
            ("named person", "Bo Oru"),
        ),
        (
            "Gil Oru, one of the founders, said so.",
            "one of the founders,",
            ("named person", "Gil Oru"),
        ),
        (
            "Beijing, a permanent member, said so.",
            "a permanent member,",
            ("organisation", "Beijing"),
        ),
        (
            "Mr. Bloomberg said so.",
            "Mr. Bloomberg",
            ("named person", "Bloomberg"),
        ),
        (
            "The militias, many of which said so, left.",
            "which",
            ("group", "militias"),
        ),
        # several, things and nobody
        ("Countries agreed to it.", "Countries", ("group", "countries")),
        ("The mayors met. Most of them said so.", "Most of them", ("group", "mayors")),
        (
            "Democratic delegates met. They said so.",
            "They",
            ("group", "Democratic delegates"),
        ),
        ("The mill closed, all of which shows it.", "all of which", ("unknown", "")),
        ("(Who knows?) Bo Oru left.", "Who", ("unknown", "")),
        ("Memorial Day shows it.", "Memorial Day", ("unknown", "Memorial Day")),
        (
            "Vell Inc closed. The alert warns of more. It said so.",
            "It",
            ("document", "alert"),
        ),
        # what is only part of a name, or a name that a word too few makes another's
        (
            "The head of another rebel group, who asked for help, said so.",
            "who",
            ("unknown", "head"),
        ),
        (
            "Five million people agreed.",
            "Five million people",
            ("group", "million people"),
        ),
        ("Tarrant's draft says it will.", "Tarrant's", ("document", "Tarrant's draft")),
        ("The Orus' family agreed to it.", "The Orus", ("group", "Orus' family")),
        (
            "Polls by the firm Oru & Hart were out. Tavo Inc paid. The Oru firm said so.",
            "The Oru firm",
            ("organisation", "Oru & Hart"),
        ),
        (
            "PRL Legislative Research left. It rained. PRL said so.",
            "PRL",
            ("organisation", "PRL Legislative Research"),
        ),
        (
            "The NHQ Sports Center closed. The NHQ said so.",
            "The NHQ",
            ("organisation", "NHQ"),
        ),
        (
            "It rained. Syrian state TV said so.",
            "Syrian state TV",
            ("media", "Syrian state tv"),
        ),
        (
            "Senate Republicans said so.",
            "Senate Republicans",
            ("group", "Senate Republicans"),
        ),
        (
            "Bo Oru left. The trip ends in the city of Vell Harrow. On Saturday he said so.",
            "he",
            ("named person", "Bo Oru"),
        ),
        (
            "Most Ohio voters agreed. Mr. Oru's opponents left him. They said so.",
            "They",
            ("group", "opponents"),
        ),
        # names of a list that begin as a title does
        (
            "But General Motors Co said so.",
            "General Motors Co",
            ("organisation", "General Motors Co"),
        ),
        ("But Mother Jones said so.", "Mother Jones", ("media", "Mother Jones")),
        (
            "Planned Parenthood President Ann Lee left. Lee said so.",
            "Lee",
            ("named person", "Ann Lee"),
        ),
        ("New Yorkers agreed.", "New Yorkers", ("group", "New Yorkers")),
        # what is only alike
        ("Angola said it would cut oil.", "Angola", ("organisation", "Angola")),
        (
            "Lumeo spokesman Bo Oru left. A Vell spokesman called. The spokesman said so.",
            "The spokesman",
            ("organisation", "spokesman"),
        ),
        ("The nation of Oru is divided. Oru said so.", "Oru", ("named person", "Oru")),
        ("On Monday Oru's police came. Oru said so.", "Oru", ("named person", "Oru")),
        ("Judge Lima left. Lima said so.", "Lima", ("named person", "Lima")),
        ("Kobe Oru left. Oru said so.", "Oru", ("named person", "Kobe Oru")),
        ("Ann Bakers left. Bakers said so.", "Bakers", ("named person", "Ann Bakers")),
        (
            "But the Council of Muslims said so.",
            "the Council of Muslims",
            ("organisation", "Council of Muslims"),
        ),
        ("But Ohio Brewers said so.", "Ohio Brewers", ("organisation", "Ohio Brewers")),
        (
            "Hong Kong Airlines left. Hong Kong said so.",
            "Hong Kong",
            ("organisation", "Hong Kong"),
        ),
        ("VTB Capital left. VTB said so.", "VTB", ("organisation", "VTB")),
        ("On Monday MaryAnn left.", "MaryAnn", ("named person", "MaryAnn")),
        (
            "NHK reported it. Lumeo Inc ran it. The lender said so.",
            "The lender",
            ("organisation", "Lumeo Inc"),
        ),
        # surnames that are common words, days, outlets
        (
            "On Monday Robert Young left. Young said so.",
            "Young",
            ("named person", "Robert Young"),
        ),
        ("On Monday the Young left. Young said so.", "Young", ("unknown", "young")),
        ("But Theresa May said so.", "Theresa May", ("named person", "Theresa May")),
        ("But Robert Fox said so.", "Robert Fox", ("named person", "Robert Fox")),
        ("But Fox said so.", "Fox", ("media", "Fox")),
        (
            "Spokesman Bo Oru left. Through a spokesman, Mr. Tavo declined. The spokesman left.",
            "The spokesman",
            ("organisation", "spokesman"),
        ),
        (
            "Judge Lima left. It rained in Lima. Lima said it would close schools.",
            "Lima",
            ("organisation", "Lima"),
        ),
        (
            "But Virginia Students said so.",
            "Virginia Students",
            ("group", "Virginia Students"),
        ),
        ("But Ohio Officials said so.", "Ohio Officials", ("group", "Ohio Officials")),
        ("On Monday McCONNELL left.", "McCONNELL", ("named person", "McCONNELL")),
        (
            "Li Vell, a maker of shoes, said so.",
            "Li Vell, a maker of shoes,",
            ("organisation", "Li Vell"),
        ),
        # names of families before the first name
        (
            "On Monday Xi Qiang left. Xi said it would be wrong.",
            "Xi",
            ("named person", "Xi Qiang"),
        ),
        (
            "On Monday Ban Ji-moon left. Ban said so.",
            "Ban",
            ("named person", "Ban Ji-moon"),
        ),
        # names of a list that open a sentence with a word of everyday language
        ("Daily Mail reported it.", "Daily Mail", ("media", "Daily Mail")),
        ("Fast Company reported it.", "Fast Company", ("media", "Fast Company")),
        ("Visa said so.", "Visa", ("organisation", "Visa")),
        ("Visa rules changed.", "Visa rules", ("document", "visa rules")),
        # by a brand's capitals, a list of towns, what towns have
        (
            "On Monday the magazine SoundVell left. Then SoundVell said so.",
            "SoundVell",
            ("media", "SoundVell"),
        ),
        ("On Monday DirecVell left.", "DirecVell", ("organisation", "DirecVell")),
        ("On Monday MacVell left.", "MacVell", ("named person", "MacVell")),
        ("Copenhagen agreed to it.", "Copenhagen", ("organisation", "Copenhagen")),
        (
            "It binds Quorrin's mayor to the deal. The city agreed to it.",
            "The city",
            ("organisation", "Quorrin"),
        ),
        (
            "Vell Corp makes the VellPod. Nobody bought the VellPod. The company said so.",
            "The company",
            ("organisation", "Vell Corp"),
        ),
        # by more of a name, or of a description, than the word said
        (
            "T Rowe Price Associates Inc lost. T Rowe Price said so.",
            "T Rowe Price",
            ("organisation", "T Rowe Price Associates Inc"),
        ),
        (
            "Spokesman Igor Konov left. It is bad, the spokesman said.",
            "the spokesman",
            ("named person", "Igor Konov"),
        ),
        (
            "But Rolling Stone apologised. Nothing was changed, the magazine said.",
            "the magazine",
            ("media", "Rolling Stone"),
        ),
        (
            "The mill closed, said a 23-year-old from Harrow. She said so.",
            "a 23-year-old from Harrow",
            ("anonymous", "23-year-old"),
        ),
    ],
)
def test_sources_are_led_to_whom_the_post_names(
    text: str, source: str, wanted: tuple[str, str]
) -> None:
    assert _who(text, source) == wanted


@pytest.mark.parametrize(
    ("text", "sources", "wanted"),
    [
        (
            "The Duesseldorf district court left. The court said so.",
            ["The Duesseldorf district court", "The court"],
            ("organisation", "Duesseldorf district court"),
        ),
        (
            "A law the government knows is old. The government said so.",
            ["A law the government", "The government"],
            ("organisation", "government"),
        ),
        (
            "The German court said so. In Athens, the court said so.",
            ["The German court", "the court"],
            ("organisation", "court"),
        ),
        (
            "The German court said so. Athens has a court. It rained, the court said.",
            ["The German court", "the court"],
            ("organisation", "court"),
        ),
        (
            "Officials who asked not to be named said so. The Iranian officials said so.",
            ["Officials who asked not to be named", "The Iranian officials"],
            ("group", "Iranian officials"),
        ),
        (
            "Most Ohio voters agreed. Mr. Oru's opponents left Bo Tavo. They said so.",
            ["Most Ohio voters", "They"],
            ("group", "opponents"),
        ),
        (
            "Spokesman Bo Oru said so. Later the spokesman said so. The spokesman said no.",
            ["Spokesman Bo Oru", "the spokesman", "The spokesman"],
            ("named person", "Bo Oru"),
        ),
        (
            "Ohio voters said so. It rained. The voters said so.",
            ["Ohio voters", "The voters"],
            ("group", "voters"),
        ),
        (
            "It rained. Today, according to Oru Inc, Vell Inc lost. The company said so.",
            ["Oru Inc", "The company"],
            ("organisation", "Oru Inc"),
        ),
        (
            "Voters in Harrow said so. It rained. The voters said so.",
            ["Voters in Harrow", "The voters"],
            ("group", "voters"),
        ),
        (
            "People familiar with the talks said so. It rained. The people said so.",
            ["People familiar with the talks", "The people"],
            ("anonymous", "people"),
        ),
    ],
)
def test_who_spoke_before_is_called_by_a_word(
    text: str, sources: list[str], wanted: tuple[str, str]
) -> None:
    *_, last = _read(text, *sources)
    assert (last.type, " ".join(last.words)) == wanted


def test_countries_are_places() -> None:
    """Those of CLDR in one word; Chad, Dominica and Sark are people's first, or seldom told."""
    territories = Locale("en").territories.items()
    names = {name for code, name in territories if code.isalpha() and name.isalpha()}
    rules = rules_of(PACKAGED)
    missing = {name for name in names if not rules.listed(name, "place")}
    assert missing <= {"Chad", "Dominica", "Sark"}


@pytest.mark.parametrize("cue", ["seems", "means", "sounds"])
def test_it_that_seems_is_nobody(cue: str) -> None:
    tokens = read_tokens(f"Vell Inc left. It {cue} that it rained.", load_model())
    found = [Attribution([(4, 5)], [(5, 6)], [(7, 9)])]
    (who,) = name_sources(tokens, 0, len(tokens.start), found, PACKAGED)
    assert not who.words


@pytest.mark.parametrize(
    ("again", "wanted"),
    [("Bell said so.", "Nan Bell"), ("President Bell said so.", "Bell")],
)
def test_who_speaks_is_not_meant_by_the_title_of_another(
    again: str, wanted: str
) -> None:
    text = f"Nan Bell wed Tom Bell. Nan Bell said no. {again}"
    tokens = read_tokens(text, load_model())
    last = len(tokens.start)
    found = [Attribution([(6, 8)], [(8, 9)], [(9, 10)])]
    found.append(Attribution([(11, last - 3)], [(last - 3, last - 2)], []))
    who = name_sources(tokens, 0, last, found, PACKAGED)[1]
    assert " ".join(who.words) == wanted
