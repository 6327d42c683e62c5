import json
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.cleaning import Dropped, body_rules, clean, split_names
from toolkit.lexicons import PACKAGED


def words_of(body: str) -> str:
    return clean(body).text


def test_self_closed_tags_lose_no_text() -> None:
    assert (
        words_of('<p>One <span id="a"/>two</p><iframe/><p>three<i/> four</p>')
        == "One two\n\nthree four"
    )


def test_blocks_part_and_inline_tags_do_not() -> None:
    assert (
        words_of("<div>A<p>b<b>c</b></p>d</div>e<br>f<br><br>g")
        == "A\n\nbc\n\nd\n\ne f\n\ng"
    )


def test_text_between_the_marks_only() -> None:
    assert (
        words_of(" [ad_1]\n<br><p>Body.</p>\n<br>[ad_2]\n<br><a href='x'>Source </a>")
        == "Body."
    )


@pytest.mark.parametrize(
    ("html", "dateline", "text"),
    [
        (
            '<p><span class="articleLocation">BEIRUT/GENEVA</span> The envoy</p>',
            "BEIRUT/GENEVA",
            "The envoy",
        ),
        (
            '<p><span class="articleLocatio</span>n">WASHINGTON</span> He</p>',
            "WASHINGTON",
            "He",
        ),
        (
            '<p><span class="articleLocation">The whole first paragraph of it.</span></p>',
            None,
            "The whole first paragraph of it.",
        ),
        (
            '<p><span class="articleLocation">CAMBRIDGE, Mass.</span> Jim</p>',
            "CAMBRIDGE, Mass.",
            "Jim",
        ),
        ("<p>LOS ANGELES - The winners</p>", "LOS ANGELES", "The winners"),
        ("<p>ANNAPOLIS — Maryland’s</p>", "ANNAPOLIS", "Maryland’s"),
        ("<p>ROME—Police</p>", "ROME", "Police"),
        ("<p>KANSAS CITY, Mo. (AP) A man</p>", "KANSAS CITY, Mo.", "A man"),
        ("<p>LOS ANGELES, April 8 (UPI) -- A fire</p>", "LOS ANGELES", "A fire"),
        ("<p>NASA said it would</p>", None, "NASA said it would"),
        ("<p>U.S. stocks rose</p>", None, "U.S. stocks rose"),
        ("<p>A man - a dog</p>", None, "A man - a dog"),
    ],
)
def test_dateline(html: str, dateline: str | None, text: str) -> None:
    cleaned = clean(html)
    assert cleaned.text == text
    assert (cleaned.dateline if isinstance(cleaned.dateline, str) else None) == dateline


@pytest.mark.parametrize(
    ("line", "reporters", "editors"),
    [
        (
            "(Reporting by Ann Lee; Editing by Bob Roy and Cy Poe)",
            ["Ann Lee"],
            ["Bob Roy", "Cy Poe"],
        ),
        (
            "(Roporting by Ann Lee in OSLO, Di Fox in Rome and Ed Kay; editing by Bob Roy)",
            ["Ann Lee", "Di Fox", "Ed Kay"],
            ["Bob Roy"],
        ),
        (
            "(Additional reporting by John Irish in Geneva; writing by Pete Mill; "
            "editing by Al Graff)",
            ["John Irish", "Pete Mill"],
            ["Al Graff"],
        ),
        ("(Reporting by Ann Lee, editing by Bob Roy)", ["Ann Lee"], ["Bob Roy"]),
        ("(By Ann Lee)", ["Ann Lee"], []),
        (
            "(Writing by Ann Lee; Additional reporting by Jim Fox in Cambridge, Mass.; "
            "Editing by Bob Roy/Cy Poe)",
            ["Ann Lee", "Jim Fox"],
            ["Bob Roy", "Cy Poe"],
        ),
    ],
)
def test_credit_lines_name_people(
    line: str, reporters: list[str], editors: list[str]
) -> None:
    cleaned = clean(f"<p>Text.</p><p>{line}</p>")
    assert (cleaned.text, cleaned.reporters, cleaned.editors) == (
        "Text.",
        reporters,
        editors,
    )


def test_places_are_no_people() -> None:
    line = "Ann Lee in New York, New Jersey and the Beijing Newsroom"
    assert split_names(line, body_rules(PACKAGED)) == ["Ann Lee"]


@pytest.mark.parametrize(
    ("block", "reason"),
    [
        ("WASHINGTON CONCERNED BY RUSSIAN MOVES", "crosshead"),
        ("(This version of the story corrects paragraph 3)", "notice"),
        ("Go Back to Top. Skip To: Start of Article.", "navigation"),
        ("[Interstitial link]", "navigation"),
        ("Continue reading the main story", "navigation"),
        ("Copyright 2016 The Associated Press. All rights reserved.", "copyright"),
        ("Read or Share this story: http://usat.ly/1", "related"),
        ("———", "rule"),
        ("($1 = 0.9164 euros)", "currency note"),
        (
            "Karen Poe is a national political correspondent for The Post.",
            "author's line",
        ),
    ],
)
def test_furniture_is_named(block: str, reason: str) -> None:
    cleaned = clean(f"<p>First.</p><p>{block}</p>")
    assert cleaned.text == "First."
    assert [dropped.reason for dropped in cleaned.dropped] == [reason]


@pytest.mark.parametrize(
    "block",
    [
        "“I AM HERE.” he said.",
        "He said the police is a national force.",
        "The post appeared on Tuesday.",
        "Follow the money, they say.",
        "Copyright law must change, the minister told parliament.",
        "Use of ad blockers rose by 41 percent last year.",
        "The essay originally appeared in The New Yorker in 1998, she recalled.",
        "Related charges against two officers were dropped on Monday.",
        "Recommended doses vary widely, the agency said.",
        "Bob Smith is a national hero to many in this town, she said.",
        "(She paused.) Then she went on.",
        "Reporting by satellite has its limits, the agency said in a long statement on Monday.",
    ],
)
def test_running_text_stays(block: str) -> None:
    assert (
        words_of(f"<p>First of all.</p><p>{block}</p><p>And more.</p>").split("\n\n")[1]
        == block
    )


def test_a_first_sentence_about_publishing_stays() -> None:
    assert words_of(
        "<p>Published in 1998, the book sold 3 million copies.</p><p>More.</p>"
    ).startswith("Published in")
    assert (
        words_of("<p>Posted: Friday, April 5, 2024 6:10 am</p><p>More.</p>") == "More."
    )


def test_kinds() -> None:
    article = "<p>" + "word " * 80 + ".</p>"
    assert clean(article).kind == "article"
    assert clean("<p>Short.</p>").kind == "stub"
    assert (
        clean(article + "<p>kAm%96 @E96C A2C28C2A9D 2C6 96C6 :? 4:A96C]k^Am</p>").kind
        == "partial"
    )
    assert (
        clean(
            "".join(f"<p>{hour}:15 p.m.</p><p>Item.</p>" for hour in range(1, 10))
        ).kind
        == "live blog"
    )
    assert clean("<figure><figcaption>One</figcaption></figure>" * 3).kind == "gallery"
    assert (
        clean(
            '<table border="0" cellpadding="2"><tr><td>Title all 84 news articles »</td>'
            "</tr></table>"
        ).kind
        == "snippet"
    )


def test_nothing_is_lost() -> None:
    body = (
        "<p>Kept one.</p><figcaption>A caption</figcaption><h2>Head</h2>"
        "<p>Kept two.</p><p>(Reporting by A Bo)</p>"
    )
    cleaned = clean(body)
    everything = cleaned.text + " ".join(dropped.text for dropped in cleaned.dropped)
    for part in ("Kept one.", "A caption", "Head", "Kept two.", "(Reporting by A Bo)"):
        assert part in everything
    assert cleaned.captions == ["A caption"]


def test_every_rule_is_one_group() -> None:
    rules = body_rules(PACKAGED).wording(True, True, "")
    assert rules.pattern.groups == len(rules.reasons)
    assert all(
        word == word.lower() and not pattern.groups
        for word, pattern, _ in rules.on_words
    )


@given(st.text())
def test_any_text_is_cleaned(body: str) -> None:
    assert isinstance(clean(body).text, str)


@pytest.mark.parametrize(
    "body",
    [
        "<" * 50_000,
        "<p>" * 20_000,
        "(" * 100_000,
        '"' * 100_000,
        "A " * 100_000,
        "&#0;&#xD800;",
        "\0<p>\x01a",
    ],
)
def test_hostile_bodies_end(body: str) -> None:
    assert isinstance(clean(body).text, str)


def test_articles_cleaned_by_hand(shared: Path) -> None:
    folder = shared / "evaluation/posts/clean_text"
    matched = wanted = found = 0
    for article in json.loads((folder / "meta.json").read_text()):
        body = (
            (shared / "posts" / article["file"])
            .read_text(encoding="utf-8")
            .split("\n---\n", 1)[1]
        )
        by_hand = (folder / article["text"]).read_text(encoding="utf-8").split()
        cleaned = clean(body, article["outlet"])
        words = cleaned.text.split()
        matched += sum(
            block.size
            for block in SequenceMatcher(
                None, by_hand, words, autojunk=False
            ).get_matching_blocks()
        )
        wanted, found = wanted + len(by_hand), found + len(words)
        assert cleaned.editors == article["editors"]
    assert matched / found >= 0.99
    assert matched / wanted >= 0.99


FIRST = [
    "By Ann Lee @annlee 06/18/2016 AT 04:10 PM EDT",
    "By Ann Lee - 05/16/16 10:39 AM EDT",
    "Slide: 1 / of 7 .",
    "Updated May 26, 2016 2:21 p.m. ET",
    "Image copyright Getty Images",
    "44.726235 -110.704281",
    "Story highlights",
    "1 of 12",
    "(Photo: Ann Lee, THE LEDGER)",
    "Skip Article Header. Skip to: Start of Article.",
]
LAST = [
    "Roporting by Ann Lee",
    "(Edited by Bob Roy)",
    "The Ledger's Ann Lee contributed.",
    "Information from the Ledger's Ann Lee was used in this report.",
    "Copyright 2016 The Agency. All rights reserved.",
    "Read or Share this story: http://l.example/1abc",
    "5:12 p.m.: This article was updated with comment.",
    "Story Continued Below",
    "Tags: politics , congress",
    "(bit.ly/21ClRuq)",
    "Current print subscribers can",
    "———",
    "(Corrects name in second paragraph)",
    "($1 = 0.9164 euros)",
    "The post Rain appeared first on The Ledger.",
]


@pytest.mark.parametrize(
    ("before", "after"),
    [*((line, "") for line in FIRST), *(("", line) for line in LAST)],
)
def test_furniture_goes_and_is_listed(before: str, after: str) -> None:
    text = [
        "The governor signed the bill on Monday, she said.",
        "A second paragraph follows.",
        "A third.",
        "A fourth.",
    ]
    cleaned = clean("".join(f"<p>{line}</p>" for line in [before, *text, after]))
    assert cleaned.text == "\n\n".join(text)
    assert [line.text.strip() for line in cleaned.dropped] == [before or after]


def test_short_links_go_from_within_a_sentence() -> None:
    cleaned = clean(
        "<p>He wrote it himself (bit.ly/21ClRuq). She (and he/she) stayed.</p>"
    )
    assert cleaned.text == "He wrote it himself. She (and he/she) stayed."
    assert [(line.reason, line.text) for line in cleaned.dropped] == [
        ("short link", " (bit.ly/21ClRuq)")
    ]


def test_shortcodes_of_wordpress() -> None:
    cleaned = clean(
        'One.\n\n[caption id="a"]<img src="x"/> The pier.[/caption]\n\n'
        '[gallery ids="1,2"]\n\nTwo [sic].'
    )
    assert (cleaned.text, cleaned.captions) == ("One.\n\nTwo [sic].", ["The pier."])


def test_rules_of_one_outlet_hold_there_only() -> None:
    body = "<p>It works well enough for the price.</p><p>Tired</p><p>It is heavy.</p>"
    assert "Tired" in clean(body, "ledger.example").text
    assert "Tired" not in clean(body, "wired.com").text


SENTENCES = [
    "NASA — the space agency — said it would go.",
    "This story has been a long time coming.",
    "Ann Lee is a former reporter who was killed on Monday, police said.",
    "By Monday, the mayor had gone.",
    "Related News Corp shares fell 10 percent on Monday",
    "Copyright by law belongs to authors.",
]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_sentences_that_look_like_furniture_stay(sentence: str) -> None:
    texts = [
        sentence,
        "A second paragraph.",
        "A third.",
        "A fourth.",
        "A fifth.",
        sentence.replace("e", "e", 1),
    ]
    assert clean("".join(f"<p>{text}</p>" for text in texts[:5])).text == "\n\n".join(
        texts[:5]
    )
    assert clean("".join(f"<p>{text}</p>" for text in texts[1:])).text.endswith(
        sentence
    )


@pytest.mark.parametrize(
    ("start", "dateline"),
    [
        ("<p>Ann Lee, USA TODAY 2:03 p.m. EDT March 22, 2016</p><p>OSLO — It", "OSLO"),
        ("<p>A dog that drives.</p><p>MANKATO, Minn. — It", "MANKATO, Minn."),
        ("<p>NEW DELHI: It", "NEW DELHI"),
        ("<p>OSLO, Norway (AP) _ It", "OSLO, Norway"),
        ("<p>Washington (CNN)It", "Washington"),
        ("<p>(Reuters) – It", None),
        ("<p>PELLA, Iowa/ANKENY, Iowa — It", "PELLA, Iowa/ANKENY, Iowa"),
    ],
)
def test_datelines_in_many_forms(start: str, dateline: str | None) -> None:
    cleaned = clean(f"{start} rained on Friday.</p><p>It stopped.</p>")
    assert cleaned.text == "It rained on Friday.\n\nIt stopped."
    assert (cleaned.dateline if isinstance(cleaned.dateline, str) else None) == dateline


def test_names_behind_what_they_are() -> None:
    line = (
        "Associated Press writer Ann Lee in Oslo and AP Television Writer Bob Roy "
        "contributed to this report."
    )
    cleaned = clean(f"<p>It rained.</p><p>{line}</p>")
    assert (cleaned.text, cleaned.reporters) == ("It rained.", ["Ann Lee", "Bob Roy"])


@pytest.mark.parametrize(
    "body",
    [
        "<p>BY CONGRESSIONAL CORRESPONDENT WASHINGTON (AP)</p>",
        "By " + "ABCDEFGHIJ" * 9 + "!",
        "\n" * 20_000 + "x",
        "[caption]" * 20_000,
        "[ad_1]" * 20_000,
        "[gallery " * 20_000,
        "/".join(["MCABC"] * 300) + " said",
        "<p " + " ".join(f"a{n}=1" for n in range(50_000)) + ">x</p>",
    ],
    ids=str.__len__,
)
def test_hostile_bodies_take_no_time(body: str) -> None:
    assert isinstance(clean(body).text, str)  # a minute and more before, an instant now


@pytest.mark.parametrize(
    ("body", "dateline", "text"),
    [
        (
            '<span class="articleLocation"><p>OSLO</p></span><p>It rained.</p>',
            "OSLO",
            "It rained.",
        ),
        (
            '<span class="articleLocation"><p></p>OSLO</span> It rained.',
            "OSLO",
            "It rained.",
        ),
        (
            '<div class="dateline"><p>It rained all day.</p><p>It snowed.</p></div>',
            None,
            "It rained all day.\n\nIt snowed.",
        ),
        (
            "<p>Wait\x85</p><p>\x85no.</p>",
            None,
            "Wait…\n\n…no.",
        ),  # of Windows-1252, and a blank to Python
        (
            "It rained.<br>\u200b<br>It snowed.<br>&nbsp;<br>It hailed.",
            None,
            "It rained.\n\nIt snowed.\n\nIt hailed.",
        ),
    ],
)
def test_blocks_within_datelines_and_odd_marks_at_edges(
    body: str, dateline: str | None, text: str
) -> None:
    cleaned = clean(body)
    assert cleaned.text == text
    assert (
        cleaned.dateline == dateline
        if dateline
        else cleaned.dateline != cleaned.dateline
    )


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def reasons(body: str, **told: object) -> list[str]:
    return [dropped.reason for dropped in clean(body, **told).dropped]


def words(n: int) -> str:
    return " ".join(["word"] * n)


@pytest.mark.parametrize(("length", "dropped"), [(60, []), (61, ["said twice"])])
def test_what_is_said_twice_goes_if_it_is_long(length: int, dropped: list[str]) -> None:
    text = "It rained and rained, and then it rained again all night long".ljust(
        length, "x"
    )[:length]
    body = paragraphs(text, "It snowed.", text)
    assert len(text) == length
    assert reasons(body) == dropped
    assert clean(body).text.count(text) == 2 - len(dropped)


@pytest.mark.parametrize(
    ("n", "more", "kind"),
    [
        (59, [], "stub"),
        (60, [], "article"),
        (24, ["(Reporting by Ann Lee)"], "stub"),
        (25, ["(Reporting by Ann Lee)"], "article"),
        (59, ["Failed to render it"], "notice"),
        (60, ["Failed to render it"], "article"),
    ],
)
def test_how_many_words_make_an_article(n: int, more: list[str], kind: str) -> None:
    assert clean(paragraphs(words(n), *more)).kind == kind


@pytest.mark.parametrize(("n", "kind"), [(24, "stub"), (25, "article")])
def test_a_dateline_is_a_sign_of_an_article(n: int, kind: str) -> None:
    cleaned = clean(f'<p><span class="articleLocation">OSLO</span> {words(n)}</p>')
    assert (cleaned.dateline, cleaned.kind) == ("OSLO", kind)


@pytest.mark.parametrize(("length", "kind"), [(1_999, "stub"), (2_000, "article")])
def test_a_long_text_is_no_stub_however_few_its_words(length: int, kind: str) -> None:
    assert clean(paragraphs("x" * length)).kind == kind


@pytest.mark.parametrize(("length", "dropped"), [(2_000, ["rule"]), (2_001, [])])
def test_furniture_is_not_sought_in_long_blocks(
    length: int, dropped: list[str]
) -> None:
    assert reasons(paragraphs("It rained.", "*" * length)) == dropped


@pytest.mark.parametrize(("place", "dropped"), [(3, ["byline"]), (4, [])])
def test_the_first_four_blocks_may_be_a_byline(place: int, dropped: list[str]) -> None:
    texts = [f"Paragraph {n}, it rained." for n in range(12)]
    texts[place] = "By Ann Lee"
    assert reasons(paragraphs(*texts)) == dropped


@pytest.mark.parametrize(("place", "dropped"), [(-4, ["credit"]), (-5, [])])
def test_the_last_four_blocks_may_be_a_credit(place: int, dropped: list[str]) -> None:
    texts = [f"Paragraph {n}, it rained." for n in range(12)]
    texts[place] = "(Edited by Bob Roy)"
    assert reasons(paragraphs(*texts)) == dropped


@pytest.mark.parametrize(("n", "kind"), [(7, "article"), (8, "live blog")])
def test_how_many_time_stamps_make_a_live_blog(n: int, kind: str) -> None:
    stamps = [f"{hour}:15 p.m." for hour in range(1, n + 1)]
    assert clean(paragraphs(words(80), *stamps)).kind == kind


@pytest.mark.parametrize(
    ("captions", "n", "kind"),
    [(2, 24, "stub"), (3, 24, "gallery"), (3, 25, "stub")],
)
def test_how_many_captions_make_a_gallery(captions: int, n: int, kind: str) -> None:
    pictures = "".join(
        f"<figcaption>No. {i} of it</figcaption>" for i in range(captions)
    )
    assert clean(paragraphs(words(n)) + pictures).kind == kind


@pytest.mark.parametrize(("length", "found"), [(59, True), (60, False)])
def test_a_dateline_in_an_element_is_short(length: int, found: bool) -> None:
    place = "OSLO".ljust(length - 1, "O") + "H"
    cleaned = clean(f'<span class="articleLocation">{place}</span><p>It rained.</p>')
    assert (cleaned.dateline == place) == found
    assert (Dropped("dateline", place) in cleaned.dropped) == found


@pytest.mark.parametrize(("length", "found"), [(60, True), (61, False)])
def test_a_dateline_in_the_text_is_short(length: int, found: bool) -> None:
    place = "OSLO".ljust(length, "O")
    assert (clean(paragraphs(f"{place} — It rained.")).dateline == place) == found


@pytest.mark.parametrize(
    ("ahead", "found"),
    [
        (["x" * 200], True),
        (["x" * 201], False),
        (["A dog.", "A cat."], True),
        (["A dog.", "A cat.", "A cow."], False),
    ],
)
def test_what_may_stand_ahead_of_a_dateline(ahead: list[str], found: bool) -> None:
    cleaned = clean(paragraphs(*ahead, "OSLO — It rained."))
    assert (cleaned.dateline == "OSLO") == found


@pytest.mark.parametrize(("pieces", "found"), [(8, True), (9, False)])
def test_a_dateline_is_of_few_pieces(pieces: int, found: bool) -> None:
    letters = "".join(f"<i>{letter}</i>" for letter in "ABCDEFGHI"[:pieces])
    cleaned = clean(f'<span class="articleLocation">{letters}</span> It rained.')
    assert (cleaned.text == "It rained.") == found


def lexicon(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_own_rules_on_wording_and_elements_are_added(tmp_path: Path) -> None:
    own = lexicon(
        tmp_path,
        "furniture.toml",
        '[[block]]\nreason = "weather"\npattern = "Tides: .*"\n'
        '[[element]]\nreason = "advice"\nclasses = "advice"\n',
    )
    body = '<p>It rained.</p><p>Tides: 4 a.m.</p><p class="advice">Stay in.</p><h2>Head</h2>'
    assert reasons(body, lexicons=own) == ["weather", "advice", "sub-heading"]
    assert reasons(body) == ["sub-heading"]


def test_own_patterns_replace_those_of_their_name(tmp_path: Path) -> None:
    own = lexicon(tmp_path, "furniture.toml", "[patterns]\ncity = '[A-Z][a-z]+'\n")
    body = paragraphs("Oslo — It rained.")
    assert clean(body, lexicons=own).dateline == "Oslo"
    assert clean(body).text == "Oslo — It rained."


def test_own_places_are_no_people(tmp_path: Path) -> None:
    own = lexicon(tmp_path, "places.csv", "place\nPort Calder\n")
    body = paragraphs("It rained.", "(Reporting by Ann Lee, Port Calder, New York)")
    assert clean(body, lexicons=own).reporters == ["Ann Lee"]
    assert clean(body).reporters == ["Ann Lee", "Port Calder"]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ('[[block]]\nreason = "tides"\npattern = "("', "no regular expression"),
        ('[[block]]\nreason = "tides"\npattern = "(a|b)"', "write"),
        ('[[block]]\nreason = "tides"\npattern = "a"\nwhere = "top"', "where is one"),
        ('[[element]]\nreason = "tides"\nclasses = "["', "no regular expression"),
        ('[[element]]\nclasses = "tides"', "a rule has no reason"),
        ('[[block]]\nreason = "tides"', "a rule has no pattern"),
        ("[patterns]\nrole = 'by'", "it needs the groups"),
        ("[patterns]\nname = '('", "no regular expression"),
    ],
)
def test_broken_rules_are_named(text: str, wrong: str, tmp_path: Path) -> None:
    own = lexicon(tmp_path, "furniture.toml", text)
    with pytest.raises(ValueError, match=rf"furniture\.toml: (?:\w+: )?{wrong}"):
        clean("<p>It rained.</p>", lexicons=own)


@pytest.mark.parametrize(
    ("text", "squeezed"),
    [
        ("One\ntwo  three", "One two three"),
        ("One\xa0two\u202fthree", "One two three"),
        ("One\x85\ntwo", "One… two"),  # a line break to Python, an ellipsis to Windows
        ("One\x1ftwo\nthree", "One two three"),
        ("So\u200bft\xad\nly", "Soft ly"),
        ("One \x92s\ntwo", "One ’s two"),
    ],
)
def test_odd_marks_beside_line_breaks(text: str, squeezed: str) -> None:
    assert words_of(f"<p>{text}</p>") == squeezed
