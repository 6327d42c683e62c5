"""Names that titles, acronyms, signs, figures and the beginning of a sentence hide."""

import numpy as np
import pytest

from toolkit.attribution.joining import Attribution
from toolkit.attribution.labels import load_model, read_tokens
from toolkit.attribution.names import Name
from toolkit.attribution.sources import name_sources

LEAD = "The old mill in Harrow burned down on Friday and two people were hurt. "


def _read(text: str, *sources: str) -> list[Name]:
    """What the rules make of sources, whatever the model finds; each from the last on."""
    tokens = read_tokens(text, load_model())
    found = []
    at = 0
    for source in sources:
        at = text.index(source, at)
        edges = [at, at + len(source)]
        first, stop = np.searchsorted(tokens.start, edges).tolist()
        found.append(Attribution([(first, stop)], [(stop, stop + 1)], []))
        at += len(source)
    return name_sources(tokens, 0, len(tokens.start), found)


def _who(text: str, source: str) -> tuple[str, str]:
    (found,) = _read(text, source)
    return " ".join(found.words), found.type


@pytest.mark.parametrize(
    ("source", "speaker", "type_"),
    [
        ("UN Secretary-General Tove Aalto", "Tove Aalto", "named person"),
        ("U.N. Secretary-General Tove Aalto", "Tove Aalto", "named person"),
        ("the U.N. Under-Secretary-General Tove Aalto", "Tove Aalto", "named person"),
        ("Solicitor-General Tove Aalto", "Tove Aalto", "named person"),
        ("Major-General Tove Aalto", "Tove Aalto", "named person"),
        ("Vice-Admiral Tove Aalto", "Tove Aalto", "named person"),
        ("Deputy-Mayor Tove Aalto", "Tove Aalto", "named person"),
        ("Ex-Senator Tove Aalto", "Tove Aalto", "named person"),
        ("Mayor-elect Tove Aalto", "Tove Aalto", "named person"),
        ("Editor-in-chief Tove Aalto", "Tove Aalto", "named person"),
        ("NATO Secretary-General Tove Aalto", "Tove Aalto", "named person"),
        # No titles.
        ("Tove Aalto-Lee", "Tove Aalto-Lee", "named person"),
        ("Jean-Pierre Moreau", "Jean-Pierre Moreau", "named person"),
        ("Bo Major-Hart", "Bo Major-Hart", "named person"),
        ("the Wal-Mart Corp", "Wal-Mart Corp", "organisation"),
    ],
)
def test_titles_with_a_hyphen(source: str, speaker: str, type_: str) -> None:
    for text in (f"{LEAD}{source} said", f"{LEAD}On Monday {source} said"):
        assert _who(f"{text} that the plan had failed.", source) == (speaker, type_)


def test_titles_with_a_hyphen_mean_who_bears_them() -> None:
    text = (
        "U.N. Secretary-General Tove Aalto and Vice-Chancellor Bo Hart met on Monday. "
        "The secretary-general said it failed. The vice-chancellor said nothing."
    )
    found = _read(text, "The secretary-general", "The vice-chancellor")
    assert [" ".join(one.words) for one in found] == ["Tove Aalto", "Bo Hart"]


@pytest.mark.parametrize(
    ("source", "speaker", "type_"),
    [
        ("WHO", "WHO", "organisation"),
        ("The WHO", "WHO", "organisation"),
        ("WHO officials", "WHO officials", "group"),
        ("a WHO spokesman", "WHO", "organisation"),
        ("WHO spokesman Bo Hart", "Bo Hart", "named person"),
        ("WHO Director-General Tove Aalto", "Tove Aalto", "named person"),
        ("WHO's Bo Hart", "Bo Hart", "named person"),
        ("WHO regional director Bo Hart", "Bo Hart", "named person"),
        ("Kim Jong Un", "Kim Jong Un", "named person"),
        ("President Kim Jong Un", "Kim Jong Un", "named person"),
        ("Eu Chen", "Eu Chen", "named person"),
        ("Nato Sakura", "Nato Sakura", "named person"),
        ("Ice Larsen", "Ice Larsen", "named person"),
        ("Ira Glass", "Ira Glass", "named person"),
        ("KIM JONG UN", "KIM JONG UN", "named person"),
        # Bodies all the same.
        ("Nato", "Nato", "organisation"),
        ("the UN", "UN", "organisation"),
        ("The EU", "EU", "organisation"),
        ("Unicef", "Unicef", "organisation"),
        ("UN Security Council", "UN Security Council", "organisation"),
        ("NATO", "NATO", "organisation"),
    ],
)
def test_acronyms_are_told_by_their_capitals(
    source: str, speaker: str, type_: str
) -> None:
    assert _who(f"{LEAD}On Monday {source} said that it failed.", source) == (
        speaker,
        type_,
    )


def test_the_relative_stays_one() -> None:
    text = "The mill belonged to Tove Aalto, who said that it had been empty for years."
    assert _who(text, "who") == ("Tove Aalto", "named person")


@pytest.mark.parametrize(
    ("name", "type_"),
    [
        ("AT&T", "organisation"),
        ("AT&T Inc", "organisation"),
        ("H&M", "organisation"),
        ("P&G", "organisation"),
        ("PG&E", "organisation"),
        ("Texas A&M", "organisation"),
        ("Marks & Spencer", "organisation"),
        ("Harrow & Sons", "organisation"),
        ("Johnson & Johnson", "organisation"),
        ("Ben & Jerry's", "organisation"),
        ("3M", "organisation"),
        ("7-Eleven", "organisation"),
        ("23andMe", "organisation"),
        ("Forever 21", "organisation"),
        ("21st Century Fox", "media"),
        ("1-800-Flowers", "organisation"),
        ("G4S", "organisation"),
        # No firms.
        ("Ann & Bo Lee", "named person"),
        ("Tove Aalto", "named person"),
    ],
)
def test_names_with_signs_and_figures(name: str, type_: str) -> None:
    for text in (f"{LEAD}{name} said", f"{LEAD}On Monday {name} said"):
        assert _who(f"{text} it would cut jobs.", name) == (name, type_)


@pytest.mark.parametrize(
    "text",
    [
        "On May 5th Tove Aalto said it failed.",
        "On Friday the 13th Tove Aalto said it failed.",
        "The plan cost $3M, Tove Aalto said.",
        "In the 30-Year War, Tove Aalto said, it failed.",
        "It won 4-3. Tove Aalto said it was late.",
        "At 7 - Tove Aalto said - it failed.",
    ],
)
def test_figures_before_a_name_are_no_part_of_it(text: str) -> None:
    assert _who(text, "Tove Aalto") == ("Tove Aalto", "named person")


@pytest.mark.parametrize(
    ("name", "type_"),
    [
        ("Ursula von der Leyen", "named person"),
        ("Okko de la Cruz", "named person"),
        ("Ludwig van Aalto", "named person"),
        ("Bill Moreno", "named person"),
        ("Will Hart", "named person"),
        ("Hope Lund", "named person"),
        ("Grace Okafor", "named person"),
        ("Ban Ki-moon", "named person"),
        ("Moon Jae-in", "named person"),
        ("Park Geun-hye", "named person"),
        ("Amnesty International", "organisation"),
        ("Transparency International", "organisation"),
        ("Martin Luther King Jr", "named person"),
        ("Aino Bishop Jr", "named person"),
    ],
)
def test_first_namings_at_the_start_of_a_sentence(name: str, type_: str) -> None:
    assert _who(f"{LEAD}{name} said the mill was empty.", name) == (name, type_)


@pytest.mark.parametrize(
    ("text", "source", "expected"),
    [
        ("Will Moreno resign? Moreno said no.", "Moreno said", "Moreno"),
        ("Former President Aino Hart said no.", "Aino Hart", "Aino Hart"),
        ("On Monday Russian Moscow-led forces met.", "forces", "forces"),
        ("Businessman Aino Hart said no.", "Businessman Aino Hart", "Aino Hart"),
        ("Bill sponsors said no.", "Bill sponsors", "bill sponsors"),
        ("Grace said Tove Aalto was late.", "Tove Aalto", "Tove Aalto"),
        (
            "Staffan de Mistura met the press. De Mistura said no.",
            "De Mistura",
            "Staffan de Mistura",
        ),
        (
            "Chris Christie met the press. Christie said no.",
            "Christie said",
            "Chris Christie",
        ),
    ],
)
def test_other_first_words(text: str, source: str, expected: str) -> None:
    assert _who(LEAD + text, source.removesuffix(" said"))[0] == expected
