"""Which sources are anonymous: who speaks to the outlet, and whom the text does not name."""

from pathlib import Path

import numpy as np
import pytest

from toolkit.attribution import find_attributions
from toolkit.attribution.joining import Attribution
from toolkit.attribution.labels import load_model, read_tokens
from toolkit.attribution.names import Name
from toolkit.attribution.sources import name_sources
from toolkit.lexicons import PACKAGED, Lexicons, read_lexicons


def _name(
    text: str, *triples: tuple[str, str, str], lexicons: Lexicons = PACKAGED
) -> list[Name]:
    """What the rules make of (source, cue, content), whatever the model finds."""
    tokens = read_tokens(text, load_model())
    after = 0

    def span(part: str) -> list[tuple[int, int]]:
        if not part:
            return []
        at = text.index(part, after)
        first, stop = np.searchsorted(tokens.start, [at, at + len(part)]).tolist()
        return [(first, stop)]

    found = []
    for source, cue, content in triples:
        found.append(Attribution(span(source), span(cue), span(content)))
        after = text.index(source, after) + 1
    return name_sources(tokens, 0, len(tokens.start), found, lexicons)


def _type(text: str, source: str, cue: str = "said", content: str = "") -> str:
    (found,) = _name(text, (source, cue, content))
    return found.type


@pytest.mark.parametrize(
    ("text", "source", "cue"),
    [
        (
            "On Monday a senior official said the bridge was shut.",
            "a senior official",
            "said",
        ),
        ("Later one trader told the Ledger prices fell.", "one trader", "told"),
        ("The port is for sale, according to a banker.", "a banker", "according to"),
        ("Sources said the deal was near.", "Sources", "said"),
        ("The harbour will close, two officials said.", "two officials", "said"),
        (
            "It was, one of the executives said, too late.",
            "one of the executives",
            "said",
        ),
        (
            "People familiar with the talks said no.",
            "People familiar with the talks",
            "said",
        ),
        (
            "Officials with knowledge of the plan said no.",
            "Officials with knowledge of the plan",
            "said",
        ),
        ("Aides close to the minister said no.", "Aides close to the minister", "said"),
        (
            "A woman who answered the phone said nobody was in.",
            "A woman who answered the phone",
            "said",
        ),
        (
            "Officials said no. They spoke on condition of anonymity.",
            "Officials",
            "said",
        ),
        ("Diplomats said no. The diplomats declined to be named.", "Diplomats", "said"),
        (
            "A spokesman, who asked not to be named, said no.",
            "A spokesman, who asked not to be named,",
            "said",
        ),
        ("One witness said the boat had no lights.", "One witness", "said"),
        ("A lawyer said such contracts were rare.", "A lawyer", "said"),
    ],
)
def test_who_is_described_and_speaks_is_anonymous(
    text: str, source: str, cue: str
) -> None:
    assert _type(text, source, cue) == "anonymous"


@pytest.mark.parametrize(
    ("text", "source", "cue"),
    [
        ("A judge said the order stands.", "A judge", "said"),
        (
            "On Monday a federal judge ordered a new trial.",
            "a federal judge",
            "ordered",
        ),
        ("A spokesman said no.", "A spokesman", "said"),
        ("A spokeswoman for the port said no.", "A spokeswoman for the port", "said"),
        ("His lawyer said no.", "His lawyer", "said"),
        ("A lawyer for the family said no.", "A lawyer for the family", "said"),
        ("A woman told police that she ran.", "A woman", "told"),
        ("A man shouted that it was late.", "A man", "shouted"),
        ("An officer saw that the door was open.", "An officer", "saw"),
        ("A psychologist testified that he was ill.", "A psychologist", "testified"),
        ("Two officials were told to leave.", "Two officials", "were told"),
        ("Any official said so at the time.", "Any official", "said"),
        ("The average user said yes.", "The average user", "said"),
        ("The official said no.", "The official", "said"),
        ("A Reuters reporter said the road was shut.", "A Reuters reporter", "said"),
        ("A hacker named Falcon said it was easy.", "A hacker", "said"),
        ("Police said no.", "Police", "said"),
        ("Officials said no.", "Officials", "said"),
        (
            "Residents close to the harbour said no.",
            "Residents close to the harbour",
            "said",
        ),
        ("The Ledger said no.", "The Ledger", "said"),
        ("A report said no.", "A report", "said"),
        (
            "Officials said no. Another aide spoke on condition of anonymity.",
            "Officials",
            "said",
        ),
        ("Officials said they were familiar with the plan.", "Officials", "said"),
    ],
)
def test_who_only_acts_or_speaks_for_a_body_is_not(
    text: str, source: str, cue: str
) -> None:
    assert _type(text, source, cue) != "anonymous"


def test_phrases_of_anonymity_are_sought_outside_of_what_is_said() -> None:
    said = "an aide had spoken on condition of anonymity"
    text = f"Officials said {said}."
    assert _type(text, "Officials", content=said) == "group"
    assert _type(text, "Officials") == "anonymous"


@pytest.mark.parametrize(
    "text",
    [
        "A senior lawmaker said the banks failed. Ann Lee, chair of the committee, said more.",
        "On Monday it rained. A migration official said he may stay. "
        "Ann Lee, a migration official in Harrow, said more.",
    ],
)
def test_who_is_named_in_the_next_sentence_is_that_person(text: str) -> None:
    first = "A senior lawmaker" if "lawmaker" in text else "A migration official"
    found = _name(text, (first, "said", ""), ("Ann Lee", "said", ""))
    assert [" ".join(one.words) for one in found] == ["Ann Lee", "Ann Lee"]
    assert found[0].type == "named person"


@pytest.mark.parametrize(
    "text",
    [
        # another person, who is called something else
        "On Monday it rained. An official said he may stay. Ann Lee, a farmer, said more.",
        # a spokesman is named, not the official of the first sentence
        "An official said he may stay. Navy spokeswoman Ann Lee said more.",
        # two sentences later
        "An official said he may stay. It rained. It rained. Ann Lee said more.",
        # who does not speak
        "An official said he may stay. Ann Lee slept.",
    ],
)
def test_who_is_named_next_is_not_always_the_one_described(text: str) -> None:
    cue = "slept" if "slept" in text else "said more"
    found = _name(text, ("official", "said", ""), ("Ann Lee", cue.split()[0], ""))
    assert found[0].type == "anonymous"


def test_an_apposition_is_the_person_before_it() -> None:
    text = "Ann Lee, a member of the council, said no."
    (found,) = _name(text, ("a member of the council,", "said", "no"))
    assert found[:2] == (("Ann", "Lee"), "named person")


def test_a_name_that_ends_what_is_said_is_no_apposition() -> None:
    text = "It is the first since the fall of Ann Lee, a diplomat said."
    content = "It is the first since the fall of Ann Lee"
    (found,) = _name(text, ("a diplomat", "said", content))
    assert found.type == "anonymous"


def test_the_official_is_the_one_who_was_introduced() -> None:
    text = "An official said it failed. The official said no more."
    found = _name(text, ("An official", "said", ""), ("The official", "said", ""))
    assert [one.type for one in found] == ["anonymous", "anonymous"]


@pytest.mark.parametrize(
    ("text", "source", "types"),
    [
        (
            "The Harrow Ledger said on Friday that the port would close, citing people familiar "
            "with the talks.",
            "people familiar with the talks",
            "anonymous",
        ),
        (
            "The Harrow Ledger quoted a senior official as saying the port would close.",
            "a senior official",
            "anonymous",
        ),
    ],
)
def test_unnamed_people_who_are_cited_are_sources(
    text: str, source: str, types: str
) -> None:
    found = find_attributions([text])
    row = found[found["source"].eq(source)]
    assert row["source_type"].tolist() == [types]
    assert "the port would close" in row["content"].iloc[0]


@pytest.mark.parametrize(
    "text",
    [
        "The Harrow Ledger said that the port would close, citing a report.",
        "She said that the port would close, citing the rising costs.",
        "The plan was cited as a success by Ann Lee.",
    ],
)
def test_what_is_cited_otherwise_adds_no_source(text: str) -> None:
    assert "anonymous" not in find_attributions([text])["source_type"].tolist()


@pytest.mark.parametrize(
    ("name", "row", "text", "source"),
    [
        (
            "anonymity.csv",
            "phrase\noff the record",
            "Officials said no, off the record.",
            "Officials",
        ),
        (
            "function_words.csv",
            "word,type\nwise,insight",
            "Officials wise to the plan said no.",
            "Officials wise to the plan",
        ),
        (
            "source_types.csv",
            "word,type\nresidents,counted",
            "Two residents said no.",
            "Two residents",
        ),
    ],
)
def test_own_words_make_a_source_anonymous(
    tmp_path: Path, name: str, row: str, text: str, source: str
) -> None:
    (tmp_path / name).write_text(row, encoding="utf-8")
    own = read_lexicons(tmp_path)
    assert _type(text, source) == "group"
    (found,) = _name(text, (source, "said", ""), lexicons=own)
    assert found.type == "anonymous"


def test_the_two_are_those_who_were_introduced() -> None:
    named = (
        "Two officers said it was unsafe. Capt. Ann Lee said it would close on Monday."
    )
    unnamed = "Two officers said it was unsafe. It would close on Monday."
    again = " The two officers said that it was old."
    for text, type_ in ((named, "group"), (unnamed, "anonymous")):
        found = find_attributions([text + again])
        officers = found[found["speaker"].eq("officers")]
        assert officers["source_type"].tolist() == [type_, type_]
