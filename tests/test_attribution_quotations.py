"""Direct quotations by class: who says what, found by the whole way from text."""

import pandas as pd
import pytest

from toolkit.attribution import find_attributions

LEAD = "Mayor Tove Aalto and council member Bo Hart met in Harrow on Tuesday.\n\n"
END = "\n\nThe council votes in May."
Said = list[tuple[str, str]]


def _found(text: str) -> Said:
    """The speaker and the content of each attribution behind the lead."""
    found = find_attributions([LEAD + text])
    return [
        ("" if pd.isna(row.speaker) else row.speaker, row.content)
        for row in found.itertuples()
        if row.content_spans[0][0] >= len(LEAD)
    ]


QUOTATIONS: dict[str, list[tuple[str, Said]]] = {
    "put it": [
        (
            "As Hart put it, “Nobody wants a mill that leaks.”",
            [("Bo Hart", "“Nobody wants a mill that leaks.”")],
        ),
        (
            "“Nobody wants a mill that leaks,” as Hart put it.",
            [("Bo Hart", "“Nobody wants a mill that leaks,”")],
        ),
        (
            "“Nobody wants a mill that leaks,” is how Hart put it.",
            [("Bo Hart", "“Nobody wants a mill that leaks,”")],
        ),
        (
            "Aalto put it this way: “We are out of money and out of time.”",
            [("Tove Aalto", "“We are out of money and out of time.”")],
        ),
        (
            "As the mill's owner, Ivo Lund, put it in his memo to the staff, “We are broke.”",
            [("Ivo Lund", "“We are broke.”")],
        ),
    ],
    "saying and chanting": [
        (
            "Hart left the room, saying, “I will not listen to this.”",
            [("Bo Hart", "“I will not listen to this.”")],
        ),
        (
            "The Harrow Courier quoted Hart as saying, “I will go home.”",
            [("Bo Hart", "“I will go home.”")],
        ),
        (
            "Workers marched through Harrow, chanting “Save our mill!”",
            [("workers", "“Save our mill!”")],
        ),
        (
            "Workers chanted “Save our mill!” as the mayor left.",
            [("workers", "“Save our mill!”")],
        ),
    ],
    "what reads": [
        (
            "The tweet read, “@bohart The mill leaks.”",
            [("tweet", "“@bohart The mill leaks.”")],
        ),
        (
            "Published in the Harrow Courier, the advert read: “A mill is for sale.”",
            [("advert", "“A mill is for sale.”")],
        ),
    ],
    "addressees": [
        (
            "Aalto told a crowd of some 200 outside the gate: “The mill will stay open.”",
            [("Tove Aalto", "“The mill will stay open.”")],
        ),
        (
            "“The mill will stay open,” Aalto told the Harrow Courier in an interview.",
            [("Tove Aalto", "“The mill will stay open,”")],
        ),
        (
            "“The mill,” Aalto told reporters in Harrow, “will stay open.”",
            [("Tove Aalto", "“The mill,” … “will stay open.”")],
        ),
    ],
    "two halves": [
        (
            "“The mill leaks,” Hart said. “We should have sold it years ago.”",
            [("Bo Hart", "“The mill leaks,” … “We should have sold it years ago.”")],
        ),
        (
            "“The mill leaks,” Hart said, “and we should sell it.”",
            [("Bo Hart", "“The mill leaks,” … “and we should sell it.”")],
        ),
        (
            "“The mill leaks,” Hart said."
            + "\n\n“We should have sold it years ago.”"
            + END,
            [("Bo Hart", "“The mill leaks,” … “We should have sold it years ago.”")],
        ),
        (
            "“That word is going to follow him around for the rest of his life,” said a former "
            "colleague, "
            "who spoke on condition of anonymity to describe private conversations, "
            "“and he's a decent man, and it isn't only his word.”",
            [
                (
                    "former colleague",
                    "“That word is going to follow him around for the rest of his life,” … "
                    "“and he's a decent man, and it isn't only his word.”",
                )
            ],
        ),
        (
            "“It has helped with life lessons in general,” Hart said last summer. “He is old "
            "for his age.\n\n“That is not due to me at all.”" + END,
            [
                (
                    "Bo Hart",
                    "“It has helped with life lessons in general,” … “He is old for his "
                    "age. … “That is not due to me at all.”",
                )
            ],
        ),
        (
            "“The mill leaks,” Hart said.\n\n“We should have sold it years ago.”"
            "\n\n“Nobody listened to me then.”" + END,
            [
                (
                    "Bo Hart",
                    "“The mill leaks,” … “We should have sold it years ago.” … "
                    "“Nobody listened to me then.”",
                )
            ],
        ),
        (
            "Hart said the mill was a danger to the town.\n\n“We should have sold it long ago.”"
            + END,
            [
                (
                    "Bo Hart",
                    "the mill was a danger to the town … “We should have sold it long ago.”",
                )
            ],
        ),
    ],
    "two verbs": [
        (
            "Aalto said “the mill is safe” and warned that “nobody may enter it.”",
            [
                ("Tove Aalto", "“the mill is safe”"),
                ("Tove Aalto", "that “nobody may enter it.”"),
            ],
        ),
        (
            "Hart said that the mill was rotten and urged the mayor to sell it.",
            [
                ("Bo Hart", "that the mill was rotten"),
                ("Bo Hart", "the mayor to sell it"),
            ],
        ),
    ],
    "headings": [
        (
            "Mayor: “We will not pay for the mill”" + END,
            [("Tove Aalto", "“We will not pay for the mill”")],
        ),
        (
            "“We will not pay for the mill”, says mayor" + END,
            [("Tove Aalto", "“We will not pay for the mill”")],
        ),
        (
            "Mill is ‘rotten’, says Hart" + END,
            [("Bo Hart", "Mill is ‘rotten’")],
        ),
        (
            "‘We will not pay’: mayor hits back at workers" + END,
            [("Tove Aalto", "‘We will not pay’")],
        ),
        (
            "Mill ‘will be closed by May’ – mayor" + END,
            [("Tove Aalto", "Mill ‘will be closed by May’")],
        ),
    ],
    "transcripts": [
        (
            "AALTO (mayor): Who wants the mill?\n\nHART (farmer): I do. It leaks.",
            [("Tove Aalto", "Who wants the mill?"), ("Bo Hart", "I do. It leaks.")],
        ),
        (
            "Tove Aalto: Who wants it?\n\nBo Hart (farmer): I do.\n\nTove Aalto: Then vote.",
            [
                ("Tove Aalto", "Who wants it?"),
                ("Bo Hart", "I do."),
                ("Tove Aalto", "Then vote."),
            ],
        ),
        (
            "Q: Why sell it?\n\nA: It leaks.\n\nIt has leaked for years.\n\nQ: And now?",
            [
                ("", "Why sell it?"),
                ("", "It leaks. … It has leaked for years."),
                ("", "And now?"),
            ],
        ),
        (
            "Q: Why sell it?\n\nA: It leaks.\n\n(Laughter from the hall.)\n\nQ: And now?",
            [("", "Why sell it?"), ("", "It leaks."), ("", "And now?")],
        ),
    ],
    "tweets": [
        (
            "Hart tweeted: “The mill leaks. Sad!”",
            [("Bo Hart", "“The mill leaks. Sad!”")],
        ),
        (
            "“The mill leaks. Sad!” Hart wrote on Twitter.",
            [("Bo Hart", "“The mill leaks. Sad!”")],
        ),
        (
            "The mill leaks. Sad! — Bo Hart (@bohart) May 4, 2016",
            [("Bo Hart", "The mill leaks. Sad!")],
        ),
        (
            "The mill leaks. Sad!\n\n— Bo Hart (@bohart) May 4, 2016" + END,
            [("Bo Hart", "The mill leaks. Sad!")],
        ),
    ],
    "epigraphs": [
        (
            "“The mill grinds slowly but fine.” — Ann Lee",
            [("Ann Lee", "“The mill grinds slowly but fine.”")],
        ),
        (
            "“The mill grinds slowly but fine.”\n\n— Ann Lee, farmer" + END,
            [("Ann Lee", "“The mill grinds slowly but fine.”")],
        ),
        (
            "“The mill grinds slowly but fine.”\n- Ann Lee, The Long River." + END,
            [("Ann Lee", "“The mill grinds slowly but fine.”")],
        ),
    ],
    "words and topics": [
        (
            "In Hart’s words, “the mill is a ruin and a danger.”",
            [("Bo Hart", "“the mill is a ruin and a danger.”")],
        ),
        (
            "In the words of Bo Hart, “the mill is a ruin and a danger.”",
            [("Bo Hart", "“the mill is a ruin and a danger.”")],
        ),
        (
            "It is “a ruin and a danger”, in the words of Bo Hart, and it leaks.",
            [("Bo Hart", "“a ruin and a danger”")],
        ),
        (
            "Ann Lee on old mills:\n\n“A mill is a ruin with a wheel.”" + END,
            [("Ann Lee", "“A mill is a ruin with a wheel.”")],
        ),
    ],
    "paragraphs": [
        (
            "Hart said: “The mill leaks.\n\n“It has leaked for years.\n\n“We should sell it.”"
            + END,
            [
                (
                    "Bo Hart",
                    "“The mill leaks. … “It has leaked for years. … “We should sell it.”",
                )
            ],
        ),
        (
            "“The mill leaks and it stinks.\n\n“We should sell it now,” Hart said."
            + END,
            [("Bo Hart", "“The mill leaks and it stinks. … “We should sell it now,”")],
        ),
        (
            "“It leaks,” Hart said. “It has leaked for years.\n\n“We should sell it now.”"
            + END,
            [
                (
                    "Bo Hart",
                    "“It leaks,” … “It has leaked for years. … “We should sell it now.”",
                )
            ],
        ),
    ],
}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param(text, said, id=f"{kind} {number}")
        for kind, cases in QUOTATIONS.items()
        for number, (text, said) in enumerate(cases, 1)
    ],
)
def test_who_says_what(text: str, said: Said) -> None:
    assert _found(text) == said


@pytest.mark.parametrize(
    "marks", ['""', "‘’", "''", "«»", "„“", "„”", "»«", ("``", "''"), "‹›", ("« ", " »")]
)  # fmt: skip
def test_marks_of_any_kind(marks: str) -> None:
    opening, closing = marks
    quotation = f"{opening}The mill leaks and nobody cares,{closing}"
    assert _found(f"{quotation} Hart said.") == [("Bo Hart", quotation.strip())]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        # Another answers, or the heading of a section follows.
        (
            "Aalto asked why Hart had sold the mill.\n\n“Because nobody wanted it.”" + END,
            [("Tove Aalto", "why Hart had sold the mill")],
        ),
        (
            "“Did you sell it,” Aalto asked him.\n\n“Because nobody wanted the mill.”" + END,
            [("Tove Aalto", "“Did you sell it,”")],
        ),
        (
            "“Why did you sell the mill?” Aalto asked.\n\n“Because nobody wanted it.”" + END,
            [("Tove Aalto", "“Why did you sell the mill?”")],
        ),
        (
            "“The mill leaks,” Hart said.\n\n“No, it does.”" + END,
            [("Bo Hart", "“The mill leaks,”")],
        ),
        (
            '"The mill leaks," Hart said.\n\n\'All bets are off now\'' + END,
            [("Bo Hart", '"The mill leaks,"')],
        ),
        # He speaks three sentences before.
        (
            "Hart said it leaked. The hall was cold. Snow fell outside. A dog barked."
            + "\n\n“Sell it all to us now.”" + END,
            [("Bo Hart", "it leaked")],
        ),
        # What Hart does meanwhile.
        (
            "“The scale of the work? The curve goes up like this,” she says, swooping her hand "
            "toward the ceiling.",
            [("Tove Aalto", "“The scale of the work? The curve goes up like this,”")],
        ),
        # A title of a work, behind speech, signed and in a heading; in capitals it may be shouted.
        (
            "Hart said he had written a book.\n\n“The Long Walk to the Mill”" + END,
            [("Bo Hart", "he had written a book")],
        ),
        ("“Gone Girl” — Gillian Flynn\n\n“No Mercy” – London" + END, []),
        ("‘Gone Girl’: Film Review\n\n“Lost”: Season 3 Recap" + END, []),
        ("“WE WILL WIN” — Bo Hart" + END, [("Bo Hart", "“WE WILL WIN”")]),
        # Nothing but marks.
        ("“…,” said Hart. “?” Aalto asked." + END, []),
        # A name of a work, a count of votes, a dash within a sentence.
        ("Her first album, “The Life of a Song,” was a hit in Harrow.", []),
        ("Tove Aalto: 1,769.\n\nBo Hart: 1,501.\n\nTove Aalto: 46." + END, []),
        ("The mill – the old one – is for sale in Harrow now" + END, []),
    ],
)  # fmt: skip
def test_what_does_not_go_on_or_is_nobodys(text: str, said: Said) -> None:
    assert _found(text) == said


def test_a_signature_ends_before_its_full_stop_and_date() -> None:
    texts = [
        "“It grinds slowly but fine.”\n\n- Ann Lee.",
        "No! — Ann Lee (@ann) May 4.",
    ]
    sources = find_attributions([LEAD + text for text in texts])["source"]
    assert sources.tolist() == ["Ann Lee", "Ann Lee (@ann)"]
