"""Who speaks where it is not who stands before the verb; found by the whole way from text."""

import pandas as pd
import pytest

from toolkit.attribution import find_attributions

LEAD = "Mayor Tove Aalto and council member Bo Hart met in Harrow on Tuesday. "


def _speakers(text: str) -> list[str]:
    found = find_attributions([LEAD + text])
    return ["" if pd.isna(name) else name for name in found["speaker"]]


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("The Courier quoted Aalto as saying that the mill was safe.", ["Tove Aalto"]),
        ("The agency quoted Hart as saying the mill was empty.", ["Bo Hart"]),
        ("“The mill is safe,” the Courier quoted Aalto as saying.", ["Tove Aalto"]),
        ("The Courier quoted him as saying “the mill was safe.”", ["Bo Hart"]),
        ("The Courier quoted Ms. Aalto as having said it was safe.", ["Tove Aalto"]),
        ("Tass cited Hart as telling reporters that it was over.", ["Bo Hart"]),
        ("Radio Harrow cites Hart as saying that it was over.", ["Bo Hart"]),
        ("The paper quoted residents as saying they had no water.", ["residents"]),
        (
            "The agency quoted the mayor, Tove Aalto, as saying it failed.",
            ["Tove Aalto"],
        ),
        # Who was quoted is the subject already.
        ("Hart was quoted as saying that the mill was safe.", ["Bo Hart"]),
        ("Aalto is quoted as saying that the mill is safe.", ["Tove Aalto"]),
        ("Hart has been quoted as saying that the mill was safe.", ["Bo Hart"]),
        ("Hart said that the mill was as good as new.", ["Bo Hart"]),
    ],
)
def test_who_is_quoted_as_saying(text: str, speakers: list[str]) -> None:
    assert _speakers(text) == speakers


def test_of_a_quoted_speaker_one_row_is_left_with_what_is_said() -> None:
    text = LEAD + "The Courier quoted Aalto as saying that the mill was safe."
    (row,) = find_attributions([text]).itertuples()
    assert (row.source, row.cue, row.content) == (
        "Aalto",
        "quoted … as saying",
        "that the mill was safe",
    )


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("Hart was called a coward by Aalto.", ["Tove Aalto"]),
        ("Hart was told by Aalto that the mill was safe.", ["Tove Aalto"]),
        ("Hart was warned by doctors that he should rest.", ["doctors"]),
        ("Hart was asked by Aalto whether the mill was safe.", ["Tove Aalto"]),
        ("The mill was described as unsafe by Aalto.", ["Tove Aalto"]),
        ("The plan was criticized by Aalto as too dear.", ["Tove Aalto"]),
        ("It was claimed by Aalto that the mill was safe.", ["Tove Aalto"]),
        ("It was announced by the company that it would close.", ["company"]),
        ("Hart was described by friends as a quiet man.", ["friends"]),
        ("“The mill is rotten,” Hart was told by Aalto.", ["Tove Aalto"]),
        ("Hart was told by an aide of Aalto's that it was safe.", ["aide"]),
        # Nobody is named.
        ("Hart was told that the mill was safe.", [""]),
        ("Hart was asked whether the mill was safe.", [""]),
        # The subject thinks so, or no agent follows "by".
        ("Hart was convinced by Aalto that the mill was safe.", ["Bo Hart"]),
        ("Hart said that the mill would close by Friday.", ["Bo Hart"]),
        ("Hart said he would be replaced by Aalto.", ["Bo Hart"]),
        ("Hart said that the mill had been sold by Aalto.", ["Bo Hart"]),
        ("Hart said by phone that the mill was safe.", ["Bo Hart"]),
    ],
)
def test_passives(text: str, speakers: list[str]) -> None:
    assert _speakers(text) == speakers


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ('Said Aalto: "We will not close the mill."', ["Tove Aalto"]),
        ('Says Hart: "We will not close the mill."', ["Bo Hart"]),
        ('Wrote Aalto: "It rained for days."', ["Tove Aalto"]),
        ('Added Hart: "It rained for days."', ["Bo Hart"]),
        ('Said Aalto, "We will not close the mill."', ["Tove Aalto"]),
        ('Said the mayor, Tove Aalto: "We will not close it."', ["Tove Aalto"]),
        ('Said Bo Hart, a farmer: "We will not close it."', ["Bo Hart"]),
        ('Said one resident: "We will not close it."', ["resident"]),
        # The first verb is no "said"; who asked is not said.
        ('Asked of the fire, Hart said: "We will not close it."', ["", "Bo Hart"]),
    ],
)
def test_names_behind_an_inverted_verb(text: str, speakers: list[str]) -> None:
    assert _speakers(text) == speakers


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("Hart was accused of lying by Aalto.", ["Tove Aalto"]),
        ("The claim was denied by Aalto.", ["Tove Aalto"]),
        ("The Courier reported Hart as saying that it was safe.", ["Bo Hart"]),
        ('More from Aalto: "We will not close it."', ["Tove Aalto"]),
        ('And this from Hart: "We will not close it."', ["Bo Hart"]),
        ("And from columnist Ivo Lund:\n\n“It is too late for that.”", ["Ivo Lund"]),
        ("AT&T said it would cut jobs.", ["AT&T"]),
        # What comes is from nobody, or somebody else speaks.
        ('It was a line from 1984: "We will not close it."', []),
        ('Asked where he was from, Hart said: "We will not."', ["", "Bo Hart"]),
    ],
)
def test_agents_quoted_and_names_behind_from(text: str, speakers: list[str]) -> None:
    assert _speakers(text) == speakers
