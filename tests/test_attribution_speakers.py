"""Who a description, a pronoun or a short form means: bodies by kind, offices, spokesmen."""

import pandas as pd
import pytest

from toolkit.attribution import find_attributions


def _last(text: str) -> tuple[str, str]:
    """Speaker and type of the last attribution."""
    found = find_attributions([text]).iloc[-1]
    return ("" if pd.isna(found["speaker"]) else found["speaker"], found["source_type"])


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        # By a word of its name.
        (
            "Harrow County Court sat on Monday. The court said the mill must close.",
            "Harrow County Court",
        ),
        (
            "The Harrow Bureau of Rivers met. The agency said the mill must close.",
            "Harrow Bureau of Rivers",
        ),
        # The words before the kind have to be in the name, too.
        (
            "The Transport Ministry met the Justice Ministry. "
            "The justice ministry said the mill must close.",
            "Justice Ministry",
        ),
        (
            "The Transport Ministry met. The justice ministry said the mill must close.",
            "justice ministry",
        ),
        # Two are named at once.
        (
            "The Port Department met the Health Department. "
            "The department said the mill must close.",
            "department",
        ),
        # Behind, if just one is named.
        (
            "The ministry said the mill must close. The Justice Ministry sat on Monday.",
            "Justice Ministry",
        ),
        # Any body that is no public one is a company.
        (
            "Lumeo Inc makes lamps. Harrow County Court sat. "
            "The company said the mill must close.",
            "Lumeo Inc",
        ),
        # The most salient: named often, near, first in its sentence.
        (
            "Lumeo Inc makes lamps. Lumeo beat Velto Corp. "
            "The company said the mill must close.",
            "Lumeo Inc",
        ),
        # A word that nothing but its use tells of.
        (
            "He liked Lumeo. She liked Lumeo. The company said the mill must close.",
            "Lumeo",
        ),
        # Places.
        (
            "The mill in Harrow is old. The city said the mill must close.",
            "Harrow",
        ),
        (
            "The mill in France is old. The city said the mill must close.",
            "city",
        ),
        (
            "The mill in France is old. The country said the mill must close.",
            "France",
        ),
        # Not any one.
        ("Lumeo Inc makes lamps. A company said the mill must close.", "company"),
    ],
)
def test_a_body_is_meant_by_its_kind(text: str, speaker: str) -> None:
    assert _last(text) == (speaker, "organisation")


@pytest.mark.parametrize(
    ("source", "speaker"),
    [
        ("A spokesman for Lumeo Inc", "Lumeo Inc"),
        ("A Lumeo Inc spokesman", "Lumeo Inc"),
        ("A spokeswoman for the company", "Lumeo Inc"),
        ("A company spokeswoman", "Lumeo Inc"),
        ("A police spokesman", "police"),
        ("A spokesman", "spokesman"),
        ("A spokesman for Tove Aalto", "spokesman"),
    ],
)
def test_a_spokesman_is_the_body_he_speaks_for(source: str, speaker: str) -> None:
    text = f"Lumeo Inc makes lamps. {source} said the mill must close."
    assert _last(text) == (speaker, "organisation")
    assert find_attributions([text])["role"].iloc[-1:].str.contains("spokes").all() == (
        speaker != "spokesman"
    )


def test_she_is_the_spokeswoman_who_spoke() -> None:
    text = (
        "Tavo Belk left. A spokeswoman for Lumeo Inc said the mill must close. "
        "She said it was late."
    )
    assert _last(text) == ("Lumeo Inc", "organisation")


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        # No place, heading or single word that nothing tells to be a person's.
        ("Tove Aalto went to Quorra. She said the mill must close.", "Tove Aalto"),
        (
            "Tavo Belk spoke. The mill is at the Quorra Sea Bridge. He said it was late.",
            "Tavo Belk",
        ),
        (
            "Tove Aalto draws. She began Lantern a Day. She said the mill must close.",
            "Tove Aalto",
        ),
        # A description that spoke is nearer than a name that did not.
        (
            "Tavo Belk left. The judge said the mill must close. He said it was late.",
            "judge",
        ),
        (
            "It rained. Her husband said the mill must close. She said it was late.",
            "",
        ),
        # Named in what he says only.
        ("Tavo Belk will leave on Monday, he said.", "Tavo Belk"),
    ],
)
def test_he_and_she_are_people(text: str, speaker: str) -> None:
    assert _last(text)[0] == speaker


@pytest.mark.parametrize(
    ("text", "row"),
    [
        (
            "Lumeo Inc will close the mill on Monday, it said.",
            ("Lumeo Inc", "organisation"),
        ),
        (
            "Voters left early. They said the mill must close.",
            ("voters", "group"),
        ),
        (
            "The mill's tinkerers left early. They said the mill must close.",
            ("tinkerers", "group"),
        ),
        ("Nobody said the mill must close.", ("", "unknown")),
        ("No one said the mill must close.", ("", "unknown")),
        ("Tinkerers said the mill must close.", ("tinkerers", "group")),
        ("The towers said the mill must close.", ("towers", "unknown")),
        (
            "U.S. and European officials said the mill must close.",
            ("U.S. and European officials", "group"),
        ),
        (
            "Lumeo Inc and Velto Corp said the mill must close.",
            ("Lumeo Inc", "organisation"),
        ),
    ],
)
def test_bodies_and_groups(text: str, row: tuple[str, str]) -> None:
    assert _last(text) == row


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "Tove Aalto spoke. The Lumeo co-founder said the mill must close.",
            "Tove Aalto",
        ),
        (
            "Tove Aalto spoke. The former secretary of state said it was late.",
            "Tove Aalto",
        ),
        (
            "Tove Aalto met Tavo Belk. Belk's former aide said the mill must close.",
            "Tove Aalto",
        ),
        ("Tove Aalto spoke. His co-founder said the mill must close.", "co-founder"),
        (
            "Harrow's river minister, Tove Aalto, left. Tavo Belk spoke. "
            "The river minister said the mill must close.",
            "Tove Aalto",
        ),
        ("Tavo Belk's wife, Tove, said the mill must close.", "Tove"),
        # His brother is not somebody's who is told of elsewhere.
        (
            "Tavo Belk's brother, Ivo Belk, left. It rained. It was late. It was cold. "
            "Nobody came. The mill stood. Odo Marsh left. His brother said it was late.",
            "brother",
        ),
    ],
)
def test_descriptions_of_people(text: str, speaker: str) -> None:
    assert _last(text)[0] == speaker


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "It was Tove Aalto, head of a mill in Harrow, who said it must close.",
            "Tove Aalto",
        ),
        (
            "It rained, wrote Tove Aalto, chief executive officer of Lumeo, "
            "a Quorra-based tinker who said the mill must close.",
            "Tove Aalto",
        ),
        (
            "There were voters in Quorra who said the mill must close.",
            "voters",
        ),
        (
            "It was late, said Tove Aalto, who argued that the mill must close.",
            "Tove Aalto",
        ),
    ],
)
def test_whom_who_means(text: str, speaker: str) -> None:
    assert _last(text)[0] == speaker


@pytest.mark.parametrize(
    ("text", "row"),
    [
        # Initials.
        (
            "The Harrow River Trust met on Monday. The HRT said the mill must close.",
            ("Harrow River Trust", "organisation"),
        ),
        (
            "The Harrow Daily Courier came. The Courier said the mill must close.",
            ("Harrow Daily Courier", "media"),
        ),
        # No unit of it, no product.
        (
            "Google Home Lamps opened. Google said the mill must close.",
            ("Google", "organisation"),
        ),
        # Two surnames, a calendar's name, a body that leads to a name.
        (
            "Quillon Marsh Aalto left. Mr. Marsh Aalto said the mill must close.",
            ("Quillon Marsh Aalto", "named person"),
        ),
        (
            "Jan Okafor, 36, left. Okafor said the mill must close.",
            ("Jan Okafor", "named person"),
        ),
        ("In Jan Okafor left. Okafor said it was late.", ("Okafor", "named person")),
        (
            "Harrow County Tinkers' Board Anna Quill said the mill must close.",
            ("Anna Quill", "named person"),
        ),
        (
            "The Quorra County Sheriff's Office came. "
            "The sheriff's office said the mill must close.",
            ("Quorra County Sheriff's Office", "organisation"),
        ),
        # Companies and outlets by what stands before them, or by a list.
        (
            "The mill is old. The venue Lumeo said the mill must close.",
            ("Lumeo", "organisation"),
        ),
        ("The Daily Mail said the mill must close.", ("Daily Mail", "media")),
        ("Barber Anna Quill said the mill must close.", ("Anna Quill", "named person")),
        (
            "Lumeo Inc last week said the mill must close.",
            ("Lumeo Inc", "organisation"),
        ),
        (
            "The city of Quorra said the mill must close.",
            ("Quorra", "organisation"),
        ),
        (
            "The mill is old. Quorra-based Lumeo said the mill must close.",
            ("Lumeo", "organisation"),
        ),
        (
            "Lumeo Logistics opened. Lumeo said the mill must close.",
            ("Lumeo Logistics", "organisation"),
        ),
    ],
)
def test_short_forms_and_names(text: str, row: tuple[str, str]) -> None:
    assert _last(text) == row


MUST = "said the mill must close."


@pytest.mark.parametrize(
    ("text", "row"),
    [
        # The name with its affix, article or address; a company that has a common word's name.
        (
            f"Corvane Mills Inc makes lamps. Corvane Mills {MUST}",
            ("Corvane Mills Inc", "organisation"),
        ),
        (
            "Home Depot Inc Mill Litigation began. Home Depot Inc makes lamps. "
            f"Home Depot {MUST}",
            ("Home Depot Inc", "organisation"),
        ),
        (
            f"Lumeo.com Inc makes lamps. On Monday, Lumeo {MUST}",
            ("Lumeo.com Inc", "organisation"),
        ),
        (
            f"President Tavo al-Oru met them. On Monday, Oru {MUST}",
            ("Tavo al-Oru", "named person"),
        ),
        (f"Sharp Corp makes lamps. Sharp {MUST}", ("Sharp Corp", "organisation")),
        (
            f"Lumeo Inc makes lamps. Lumeo Technologies Inc makes mills. Lumeo {MUST}",
            ("Lumeo Inc", "organisation"),
        ),
        # Small words and signs in the names of bodies.
        (
            f"The International Committee of the Red Cross met. The Red Cross {MUST}",
            ("International Committee of the Red Cross", "organisation"),
        ),
        (
            f"The Institute for Mill Analysis of Conflict {MUST}",
            ("Institute for Mill Analysis of Conflict", "organisation"),
        ),
        (
            f"The Centers for Mill Control and Prevention {MUST}",
            ("Centers for Mill Control and Prevention", "organisation"),
        ),
        (
            f"The Food and Mill Administration {MUST}",
            ("Food and Mill Administration", "organisation"),
        ),
        # Two bodies.
        (
            f"The Department of Rivers and Lumeo Inc {MUST}",
            ("Department of Rivers", "organisation"),
        ),
        (
            "Profit was five cents, according to Thomson Reuters I/B/E/S.",
            ("Thomson Reuters I/B/E/S", "organisation"),
        ),
        (
            f"On Monday, Moody's Mill Service {MUST}",
            ("Moody's Mill Service", "organisation"),
        ),
        # By initials, behind an affix or told in brackets; an office at the end of a name.
        (
            f"The U.S. National Mill Bureau met. The NMB {MUST}",
            ("U.S. National Mill Bureau", "organisation"),
        ),
        (
            f"The Federal Mill Office (BSX) met. The BSX {MUST}",
            ("Federal Mill Office", "organisation"),
        ),
        (f"Lumeo Inc (LXQ.N) makes lamps. LXQ {MUST}", ("Lumeo Inc", "organisation")),
        (
            f"The Office of the Attorney General {MUST}",
            ("Office of the Attorney General", "organisation"),
        ),
        # Other kinds of bodies.
        (
            "Reporters Without Borders met the U.S. State Department. "
            f"The group {MUST}",
            ("Reporters Without Borders", "organisation"),
        ),
        (
            f"Internet use fell. Velto Inc makes lamps. The company {MUST}",
            ("Velto Inc", "organisation"),
        ),
    ],
)
def test_bodies_are_named_whole(text: str, row: tuple[str, str]) -> None:
    assert _last(text) == row


@pytest.mark.parametrize(
    ("text", "row"),
    [
        (f"Some news reports {MUST}", ("news reports", "media")),
        (
            f"The semiofficial Quorra news agency {MUST}",
            ("Quorra news agency", "media"),
        ),
        (f"The social media site {MUST}", ("social media site", "document")),
        (f"The Daily Harrovian {MUST}", ("Daily Harrovian", "media")),
        (
            f"The news site Recode met them. Yahoo makes lamps. The website {MUST}",
            ("Recode", "media"),
        ),
        (
            f"The news site Recode met them. The company website {MUST}",
            ("company website", "document"),
        ),
        # A medium's word as a surname.
        (
            f"Former Harrow Mayor Michael Bloomberg met them. Bloomberg {MUST}",
            ("Michael Bloomberg", "named person"),
        ),
    ],
)
def test_media_by_what_they_bring(text: str, row: tuple[str, str]) -> None:
    assert _last(text) == row


@pytest.mark.parametrize(
    ("text", "row"),
    [
        # Titles that are no part of a name, or are one's surname.
        (f"Lumeo General Counsel Bo Oru {MUST}", ("Bo Oru", "named person")),
        (f"Begum Tavi Oru {MUST}", ("Tavi Oru", "named person")),
        (f"The Rev. Anna King {MUST}", ("Anna King", "named person")),
        (f"Amy Pope met them. On Monday, Pope {MUST}", ("Amy Pope", "named person")),
        (
            f"Deputy Secretary Jan Oru met them. On Monday, Oru {MUST}",
            ("Jan Oru", "named person"),
        ),
        # An office and more before the name; an office by its initials.
        (f"Lumeo owner and founder Ann Oru {MUST}", ("Ann Oru", "named person")),
        (f"Harrow chief of staff Ann Oru {MUST}", ("Ann Oru", "named person")),
        (f"A friend of writer Ann Oru {MUST}", ("friend", "anonymous")),
        (
            f"Lumeo CEO Ann Oru met them. The chief executive {MUST}",
            ("Ann Oru", "named person"),
        ),
        # Of whom "who" is said.
        (
            f"There was Hutch Oru, his frame barely clearing the podium, who {MUST}",
            ("Hutch Oru", "named person"),
        ),
        (
            "There were Republicans in the U.S. Senate who said the mill must close.",
            ("Republicans", "group"),
        ),
        # Heads of descriptions.
        (f"Some industry watchers {MUST}", ("industry watchers", "group")),
        (f"Two police mushers {MUST}", ("police mushers", "group")),
        ("Decades of research show the mill must close.", ("research", "document")),
    ],
)
def test_people_by_their_offices(text: str, row: tuple[str, str]) -> None:
    assert _last(text) == row


def test_thousands_of_linked_names_are_read() -> None:
    linked = (
        "The Office of Mills and Lamps of Rivers and Lamps I/B/E/S/ Lumeo.com met. "
        * 2000
    )
    found = find_attributions([f"{linked}The office {MUST}"])
    assert len(found) == 1


def test_thousands_of_bodies_and_descriptions_are_read() -> None:
    named = " ".join(f"Lumeo{'x' * (n % 40)} Inc makes lamps." for n in range(1500))
    said = "\n\nThe company said it was late. She said she was glad." * 500
    found = find_attributions([named + said])
    assert found["speaker"].str.startswith("Lumeo").sum() >= 500
