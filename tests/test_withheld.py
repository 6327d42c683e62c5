"""Who is named after all, who only acts, and plain sources that the model does not find."""

import pytest
from test_anonymity import _name, _type

from toolkit.attribution import find_attributions
from toolkit.attribution.joining import Attribution
from toolkit.attribution.labels import load_model, read_tokens
from toolkit.attribution.vocabulary import rules_of
from toolkit.attribution.withheld import add_withheld
from toolkit.lexicons import PACKAGED

RAIN = "It rained. "


@pytest.mark.parametrize(
    ("first", "second", "named"),
    [
        # an office that fits, further on behind the first sentence of a post
        ("A lawmaker said no.", f"{RAIN}{RAIN}Rep. Ann Lee said more.", True),
        ("A commander said no.", f"{RAIN}Admiral Ann Lee said more.", True),
        ("A lawmaker said no.", f"{RAIN}{RAIN}Professor Ann Lee said more.", False),
        ("A lawmaker said no.", f"{RAIN * 6}Rep. Ann Lee said more.", False),
        # elsewhere only in the next sentence
        ("It is late. An official said no.", "Chief Ann Lee said more.", True),
        ("It is late. An official said no.", f"{RAIN}Chief Ann Lee said more.", False),
        # not if a quotation of his own says all
        ('It is late. "No," an official said.', "Chief Ann Lee said more.", False),
        # somebody of whom nothing is said, as if it had been before
        ("It is late. An official said no.", "Ann Lee said more.", True),
        # an office of the past
        ("It is late. An official said no.", "Former Chief Ann Lee said more.", False),
    ],
)
def test_who_is_named_by_another_word(first: str, second: str, named: bool) -> None:
    head = next(w for w in ("lawmaker", "commander", "official") if w in first)
    found = _name(f"{first} {second}", (head, "said", ""), ("Ann Lee", "said", ""))
    assert (found[0].type == "named person") == named


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("Two officers said no. It rained. Captain Ann Lee said more.", "group"),
        ("Two officers said no. It rained. Professor Ann Lee said more.", "anonymous"),
    ],
)
def test_two_of_whom_one_is_named_are_not_anonymous(text: str, type_: str) -> None:
    found = _name(text, ("Two officers", "said", ""), ("Ann Lee", "said more", ""))
    assert found[0].type == type_


@pytest.mark.parametrize(
    ("text", "source", "cue"),
    [
        ("An officer responded to a call.", "An officer", "responded"),
        ("A woman observed a minute of silence.", "A woman", "observed"),
        ("A researcher unveiled a flaw.", "A researcher", "unveiled"),
        ("A man described himself as lucky.", "A man", "described"),
        ("A staffer took the stage and said no.", "A staffer", "said"),
        ("Bo worked as a painter, described scenes.", "a painter,", "described"),
        ("One user joked that it was late.", "One user", "joked"),
        ("A pilot boat said no.", "A pilot boat", "said"),
        ("A testing engineer job said no.", "A testing engineer job", "said"),
        ("The source of the beam said no.", "The source", "said"),
        ("She told a dispatcher so. The dispatcher said no.", "The dispatcher", "said"),
    ],
)
def test_who_acts_or_is_nobody_is_not_anonymous(
    text: str, source: str, cue: str
) -> None:
    assert _type(text, source, cue) != "anonymous"


@pytest.mark.parametrize(
    ("text", "source", "cue"),
    [
        ("An officer responded that it was late.", "An officer", "responded"),
        ("An official confirmed it and said no.", "An official", "confirmed"),
        ("As one official put it, he said, no.", "one official", "said"),
        ("A pilot standing by said no.", "A pilot standing by", "said"),
        ("The source for it said no.", "The source", "said"),
        (
            "A watchmaker, who declined to give his name, said no.",
            "A watchmaker",
            "said",
        ),
        (
            "Ann Lee is an attorney. It was, said the attorney who spoke on condition of "
            "anonymity, late.",
            "the attorney who",
            "said",
        ),
        ("In Harrow City, a supervisor said no.", "a supervisor", "said"),
    ],
)
def test_who_speaks_all_the_same_is_anonymous(text: str, source: str, cue: str) -> None:
    assert _type(text, source, cue) == "anonymous"


def test_he_of_whom_only_a_pronoun_speaks_is_told_of() -> None:
    text = "An officer fired. He said no."
    found = _name(text, ("An officer", "fired", ""), ("He", "said", ""))
    assert all(one.type != "anonymous" for one in found)


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        (
            "The port will close, a source familiar with the talks told Reuters.",
            "a source familiar with the talks",
            "The port will close",
        ),
        (
            "The port will close, said several sources close to it.",
            "several sources close to it",
            "The port will close",
        ),
        (
            "A tallyman who asked not to be named said that the port will close.",
            None,
            "",
        ),
        (
            "A witness who requested anonymity said that the port will close.",
            "A witness who requested anonymity",
            "that the port will close",
        ),
        (
            "The port will close, according to a person briefed on it.",
            "a person briefed on it",
            "The port will close",
        ),
        (
            "The port will close, an official told Reuters.",
            "an official",
            "The port will close",
        ),
        ("The port will close, an official told police.", None, ""),
        ("Residents of the port said that it will close.", None, ""),
        ("According to a report the port will close.", None, ""),
    ],
)
def test_plain_sources_are_added(text: str, source: str | None, content: str) -> None:
    tokens = read_tokens(text, load_model())
    ends = zip(tokens.start.tolist(), tokens.end.tolist(), strict=True)
    words = [text[start:end] for start, end in ends]
    found = add_withheld([], tokens, words, rules_of(PACKAGED))

    def shown(first: int, stop: int) -> str:
        return text[tokens.start[first] : tokens.end[stop - 1]]

    assert [shown(*one.source[0]) for one in found] == ([source] if source else [])
    assert [shown(*one.content[0]) for one in found] == ([content] if source else [])


def test_a_source_that_was_found_is_left_as_it_is() -> None:
    text = "Sources said no."
    tokens = read_tokens(text, load_model())
    found = [Attribution([(0, 1)], [(1, 2)], [(2, 3)])]
    words = ["Sources", "said", "no", "."]
    assert add_withheld(found, tokens, words, rules_of(PACKAGED)) == found


@pytest.mark.parametrize(
    ("text", "anonymous"),
    [
        ("The Ledger said the port would close, citing industry sources.", True),
        ("Without citing its sources, the Ledger said the port would close.", False),
        ("The Ledger said the port would close, citing the ministry.", False),
    ],
)
def test_who_is_cited(text: str, anonymous: bool) -> None:
    found = find_attributions([text])
    assert ("anonymous" in found["source_type"].tolist()) == anonymous
