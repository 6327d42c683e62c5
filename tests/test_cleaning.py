import json
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.cleaning import body_rules, clean, split_names
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
            "(Additional reporting by John Irish in Geneva; writing by Pete Mill; editing by Al Graff)",
            ["John Irish", "Pete Mill"],
            ["Al Graff"],
        ),
        ("(Reporting by Ann Lee, editing by Bob Roy)", ["Ann Lee"], ["Bob Roy"]),
        ("(By Ann Lee)", ["Ann Lee"], []),
        (
            "(Writing by Ann Lee; Additional reporting by Jim Fox in Cambridge, Mass.; Editing by Bob Roy/Cy Poe)",
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
            '<table border="0" cellpadding="2"><tr><td>Title all 84 news articles »</td></tr></table>'
        ).kind
        == "snippet"
    )


def test_nothing_is_lost() -> None:
    body = "<p>Kept one.</p><figcaption>A caption</figcaption><h2>Head</h2><p>Kept two.</p><p>(Reporting by A Bo)</p>"
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
    "By Ann Lee @annlee 06/18/2016 AT 04:10 PM EDT", "By Ann Lee - 05/16/16 10:39 AM EDT", "Slide: 1 / of 7 .",
    "Updated May 26, 2016 2:21 p.m. ET",
    "Image copyright Getty Images", "44.726235 -110.704281", "Story highlights", "1 of 12",
    "(Photo: Ann Lee, THE LEDGER)",
    "Skip Article Header. Skip to: Start of Article.",
]  # fmt: skip
LAST = [
    "Roporting by Ann Lee", "(Edited by Bob Roy)", "The Ledger's Ann Lee contributed.",
    "Information from the Ledger's Ann Lee was used in this report.", "Copyright 2016 The Agency. All rights reserved.",
    "Read or Share this story: http://l.example/1abc", "5:12 p.m.: This article was updated with comment.",
    "Story Continued Below", "Tags: politics , congress", "(bit.ly/21ClRuq)", "Current print subscribers can", "———",
    "(Corrects name in second paragraph)", "($1 = 0.9164 euros)", "The post Rain appeared first on The Ledger.",
]  # fmt: skip


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
        'One.\n\n[caption id="a"]<img src="x"/> The pier.[/caption]\n\n[gallery ids="1,2"]\n\nTwo [sic].'
    )
    assert (cleaned.text, cleaned.captions) == ("One.\n\nTwo [sic].", ["The pier."])


def test_rules_of_one_outlet_hold_there_only() -> None:
    body = "<p>It works well enough for the price.</p><p>Tired</p><p>It is heavy.</p>"
    assert "Tired" in clean(body, "ledger.example").text
    assert "Tired" not in clean(body, "wired.com").text


SENTENCES = [
    "NASA — the space agency — said it would go.", "This story has been a long time coming.",
    "Ann Lee is a former reporter who was killed on Monday, police said.", "By Monday, the mayor had gone.",
    "Related News Corp shares fell 10 percent on Monday", "Copyright by law belongs to authors.",
]  # fmt: skip


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
        ("<p>NEW DELHI: It", "NEW DELHI"), ("<p>OSLO, Norway (AP) _ It", "OSLO, Norway"),
        ("<p>Washington (CNN)It", "Washington"), ("<p>(Reuters) – It", None),
        ("<p>PELLA, Iowa/ANKENY, Iowa — It", "PELLA, Iowa/ANKENY, Iowa"),
    ],
)  # fmt: skip
def test_datelines_in_many_forms(start: str, dateline: str | None) -> None:
    cleaned = clean(f"{start} rained on Friday.</p><p>It stopped.</p>")
    assert cleaned.text == "It rained on Friday.\n\nIt stopped."
    assert (cleaned.dateline if isinstance(cleaned.dateline, str) else None) == dateline


def test_names_behind_what_they_are() -> None:
    line = "Associated Press writer Ann Lee in Oslo and AP Television Writer Bob Roy contributed to this report."
    cleaned = clean(f"<p>It rained.</p><p>{line}</p>")
    assert (cleaned.text, cleaned.reporters) == ("It rained.", ["Ann Lee", "Bob Roy"])


@pytest.mark.parametrize(
    "body",
    [
        "<p>BY CONGRESSIONAL CORRESPONDENT WASHINGTON (AP)</p>", "By " + "ABCDEFGHIJ" * 9 + "!", "\n" * 20_000 + "x",
        "[caption]" * 20_000, "[ad_1]" * 20_000, "[gallery " * 20_000, "/".join(["MCABC"] * 300) + " said",
        "<p " + " ".join(f"a{n}=1" for n in range(50_000)) + ">x</p>",
    ],
    ids=str.__len__,
)  # fmt: skip
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
