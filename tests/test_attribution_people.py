"""He and she by turns, interviews and transcripts, companies that their use tells."""

import pandas as pd
import pytest

from toolkit.attribution import find_attributions


def _rows(text: str) -> list[tuple[str, str]]:
    """Speaker and type of each attribution."""
    found = find_attributions([text])
    names = ["" if pd.isna(name) else name for name in found["speaker"]]
    return list(zip(names, found["source_type"], strict=True))


def _speakers(text: str) -> list[str]:
    return [name for name, _ in _rows(text)]


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        (
            "Nkemba Oru and Tavo Belk met on Tuesday. She said the mill was safe. "
            "He said it was not. She said it was closed.",
            ["Nkemba Oru", "Tavo Belk", "Nkemba Oru"],
        ),
        (
            'Nkemba Oru met Tavo Belk on Tuesday. "It is safe," she said. '
            '"It is not," he said. "It is," she said.',
            ["Nkemba Oru", "Tavo Belk", "Nkemba Oru"],
        ),
        (
            "Rahul Mehta and Priya Nair met on Tuesday. She said the mill was safe. "
            "He said it was not.",
            ["Priya Nair", "Rahul Mehta"],
        ),
        (
            "Tavo Belk and Nkemba Oru met on Tuesday. Ms. Oru left early. "
            "She said the mill was safe. He said it was not.",
            ["Nkemba Oru", "Tavo Belk"],
        ),
        (
            "Tavo Belk and the actress Nkemba Oru met on Tuesday. "
            "She said the mill was safe. He said it was not.",
            ["Nkemba Oru", "Tavo Belk"],
        ),
        (
            "Nkemba Oru and her husband Tavo Belk met on Tuesday. "
            "He said the mill was safe. She said it was not.",
            ["Tavo Belk", "Nkemba Oru"],
        ),
        # One person stays one.
        (
            "Nkemba Oru left on Tuesday. She said the mill was safe. "
            "She said it was closed.",
            ["Nkemba Oru", "Nkemba Oru"],
        ),
        # Nobody is left whom he can mean.
        (
            "Ms. Oru left on Tuesday. She said the mill was safe. He said it was not.",
            ["Oru", ""],
        ),
        # A surname that is a first name, too, says nothing.
        (
            "Chris Christie left on Tuesday. Christie said no. He said he was tired.",
            ["Chris Christie", "Chris Christie"],
        ),
        (
            "Hillary Clinton left on Tuesday. Clinton said no. She said it was late.",
            ["Hillary Clinton", "Hillary Clinton"],
        ),
    ],
)
def test_he_and_she_are_two(text: str, speakers: list[str]) -> None:
    assert _speakers(text) == speakers


TALK = "Mayor Tove Aalto spoke to the Courier about the mill on Friday.\n\n"


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        (
            "Q: Will the mill close?\n\nA: No. It will stay open.\n\n"
            "Q: Who pays for it?\n\nA: The town does.",
            ["", "Tove Aalto", "", "Tove Aalto"],
        ),
        (
            "Q. Will the mill close?\n\nA. No. It will stay open.",
            ["", "Tove Aalto"],
        ),
        (
            "Q: Will the mill close?\nA: No. It will stay open.\nQ: Why?\nA: We pay.",
            ["", "Tove Aalto", "", "Tove Aalto"],
        ),
        (
            "Question: Will the mill close?\n\nAalto: No. It will stay open.",
            ["", "Tove Aalto"],
        ),
        (
            "Courier: Will the mill close?\n\nAalto: No. It will stay open.\n\n"
            "Courier: Who pays for it?\n\nAalto: The town does.",
            ["Courier", "Tove Aalto", "Courier", "Tove Aalto"],
        ),
        (
            "REPORTER: Will the mill close?\n\nMAYOR AALTO: No. It will stay open.\n\n"
            "REPORTER: Who pays for it?\n\nMAYOR AALTO: The town does.",
            ["reporter", "Tove Aalto", "reporter", "Tove Aalto"],
        ),
        (
            "HOST: Will the mill close?\n\nAALTO: No. It will stay open.\n\n"
            "HOST: And who pays?\n\nOKAFOR: The town does.",
            ["host", "Tove Aalto", "host", "OKAFOR"],
        ),
        (
            "Moderator: Good evening.\n\nSen. Ortiz: Thank you.\n\n"
            "Moderator: Why so late?\n\nSen. Ortiz: It rained.",
            ["moderator", "Ortiz", "moderator", "Ortiz"],
        ),
    ],
)
def test_interviews(text: str, speakers: list[str]) -> None:
    assert _speakers(TALK + text)[-len(speakers) :] == speakers
    assert ("", "named person") not in _rows(TALK + text)


def test_the_lines_of_an_interview_hold_what_is_said() -> None:
    found = find_attributions([TALK + "Q: Why now?\n\nA: No. It was late.\n\nQ: So?"])
    assert found["content"].tolist()[-2:] == ["No. It was late.", "So?"]


@pytest.mark.parametrize(
    "text",
    [
        "Ingredients: Two eggs.\n\nMethod: Beat them.\n\nIngredients: Milk.",
        "Monday: It will rain.\n\nTuesday: It will be dry.\n\nMonday: Rain again.",
        "Related: Fire in Harrow\n\nUpdate: It is out.\n\nRelated: Mayor speaks",
        "A. The mill\n\nB. The pier\n\nA. The mill again",
        "Starters: Soup.\n\nMains: Fish.\n\nStarters: Bread.",
    ],
)
def test_lists_are_no_interviews(text: str) -> None:
    assert find_attributions([f"The mill burned down.\n\n{text}"]).empty


def test_lines_of_two_posts_are_no_interview() -> None:
    found = find_attributions(["Q: Will the mill close?", "Aalto: It will stay open."])
    assert found.empty


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("Lumeo said it would cut jobs.", ("Lumeo", "organisation")),
        ("Lumeo announced it had hired people.", ("Lumeo", "organisation")),
        (
            "Shares of Lumeo fell on Friday. Lumeo declined to comment.",
            ("Lumeo", "organisation"),
        ),
        (
            "Lumeo's shares fell on Friday. Lumeo declined to comment.",
            ("Lumeo", "organisation"),
        ),
        (
            "Velto Marsh, the search company, denied that it was late.",
            ("Velto Marsh", "organisation"),
        ),
        ("The chipmaker Lumeo said sales were low.", ("Lumeo", "organisation")),
        (
            "Lumeo reported a loss of $2 million. “It was bad,” Lumeo said.",
            ("Lumeo", "organisation"),
        ),
        (
            "Lumeo, which makes lamps, said sales were low.",
            ("Lumeo", "organisation"),
        ),
        (
            "Lumeo Systems, a startup, opened on Friday. Lumeo said sales were low.",
            ("Lumeo Systems", "organisation"),
        ),
        ("The magazine Dusk & Dawn said he was late.", ("Dusk & Dawn", "media")),
        # People.
        ("Tove Aalto said it would rain.", ("Tove Aalto", "named person")),
        (
            "Mayor Tove Aalto left on Friday. Aalto said it would close.",
            ("Tove Aalto", "named person"),
        ),
        ("Okafor said he would go.", ("Okafor", "named person")),
        ("Okafor, who makes lamps, said sales were low.", ("Okafor", "named person")),
        ("Okafor said it was raining.", ("Okafor", "named person")),
        (
            "Okafor, 43, left on Friday. Okafor said it would close.",
            ("Okafor", "named person"),
        ),
    ],
)
def test_companies_are_told_by_their_use(text: str, row: tuple[str, str]) -> None:
    lead = "The old mill in Harrow burned down. "
    assert _rows(lead + text)[-1] == row
