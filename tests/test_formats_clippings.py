"""Press archives, TDM Studio, Factiva's texts, and bylines above plain text."""

import warnings
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import toolkit as tk
from toolkit.formats import find_format, read_records

BODY = "The council voted on Monday to close the bridge. Residents had not been asked."
FACTIVA = """Business
A bridge closes for good

By ANN LEE
652 words
3 March 2014
19:05
The Daily Planet
DPLN
12
English
Copyright 2014 The Daily Planet.

The council voted on Monday to close the bridge,
and nobody had been asked.

A second paragraph.

Document DPLN000020140303ea330002x

Zwei Brücken

1.400 Wörter
2 März 2014
Die Zeitung
DZEI
Deutsch
(c) 2014 Die Zeitung

Der Text.

Dokument DZEI000020140302ea320004y

Search Summary
Text	bridge
"""
NEWSBANK = f"""A bridge closes
March 5, 2016 | Daily Planet, The (MA)
Author: Ann Lee; Staff | Section: Metro | 340 Words
Page: B1
OpenURL Link

{BODY}

Copyright, 2016, The Daily Planet, All Rights Reserved.

A second one
March 6, 2016 | Daily Planet, The (MA)

{BODY}
"""
RETRIEVER = f"""A bridge closes
Avisen, 05.03.2024 17:30
Publisert på nett.

{BODY}

© Avisen

Se webartikkelen på http://ret.example/abc

==========================================

A second one
Bladet, 04.03.2024

{BODY}
"""
GENIOS = f"""Die Zeitung vom 05.03.2024, Nr. 55, S. 3

Eine Brücke schließt

{BODY}

Quelle: Die Zeitung, 05.03.2024, Nr. 55, S. 3
ISSN: 1234-5678
Dokumentnummer: DZEI-1

Dauerhafte Adresse des Dokuments: https://archive.example/DZEI-1
Alle Rechte vorbehalten: (c) Die Zeitung
"""
TDM = f"""<?xml version="1.0" encoding="UTF-8"?>
<RECORD><GOID>1785</GOID><DFS><PubFrosting><Title>Daily Planet</Title></PubFrosting></DFS>
<Obj><ObjectTypes><mstar>News</mstar></ObjectTypes><TitleAtt><Title>A bridge closes</Title>
</TitleAtt><NumericDate>2016-05-03</NumericDate><Contributors><Contributor>
<OriginalForm>Lee, Ann</OriginalForm></Contributor></Contributors>
<Language><ISOCode>ENG</ISOCode></Language></Obj>
<TextInfo><Text WordCount="27">&lt;p&gt;{BODY}&lt;/p&gt;</Text></TextInfo></RECORD>"""
SAMPLES = {
    "factiva.txt": FACTIVA,
    "newsbank.txt": NEWSBANK,
    "retriever.txt": RETRIEVER,
    "genios.txt": GENIOS,
    "tdm.xml": TDM,
}


def read(tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    reading = tk.read_source(path, on_problem="ignore")
    return reading.posts, reading.problems


def test_factivas_text_is_as_many_posts_as_documents(tmp_path):
    posts, problems = read(tmp_path, "a.txt", FACTIVA)
    assert list(posts.index) == [
        "DPLN000020140303ea330002x",
        "DZEI000020140302ea320004y",
    ]
    first, second = posts.itertuples()
    assert first.title == "A bridge closes for good"
    assert first.categories == ["Business"]
    assert first.author == "ANN LEE"
    assert str(first.published) == "2014-03-03 19:05:00+00:00"
    assert first.outlet == "The Daily Planet"
    assert first.text == (
        "The council voted on Monday to close the bridge, and nobody had been asked.\n\n"
        "A second paragraph."
    )
    assert (second.title, second.text, second.language) == (
        "Zwei Brücken",
        "Der Text.",
        "de",
    )
    assert problems.empty


def test_a_code_that_is_not_known_is_a_field_of_its_own(tmp_path):
    cell = '<tr><td class="index"><b>{}</b>&nbsp;</td><td>{}</td></tr>'
    rows = {"HD": "Title", "PD": "29 December 2011", "SN": "Planet", "NGC": "Group"}
    cells = "".join(cell.format(code, value) for code, value in rows.items())
    body = (
        '<tr><td class="index"><b>LP</b></td><td><p class="articleParagraph '
        'enarticleParagraph">The text of it.</p></td></tr>'
    )
    page = (
        f'<html><body><div class="article enArticle"><table>{cells}{body}</table></div>'
    )
    [post] = read(tmp_path, "a.html", page)[0].itertuples()
    assert (post.outlet, post.NGC, post.text) == ("Planet", "Group", "The text of it.")


@pytest.mark.parametrize("name", ["newsbank.txt", "retriever.txt"])
def test_press_archives_are_parted(tmp_path, name):
    posts, _ = read(tmp_path, name, SAMPLES[name])
    assert posts["title"].tolist() == ["A bridge closes", "A second one"]
    assert posts["text"].tolist() == [BODY, BODY]
    assert posts["format"].unique().tolist() == ["clippings"]


def test_fields_of_press_archives(tmp_path):
    [one, _] = read(tmp_path, "a.txt", NEWSBANK)[0].itertuples()
    assert (one.outlet, one.author) == ("Daily Planet, The (MA)", "Ann Lee; Staff")
    assert (one.categories, str(one.published)[:10]) == (["Metro"], "2016-03-05")
    [one, other] = read(tmp_path, "b.txt", RETRIEVER)[0].itertuples()
    assert (one.outlet, other.outlet) == ("Avisen", "Bladet")
    assert str(one.published)[:16] == "2024-03-05 17:30"
    assert one.url == "http://ret.example/abc"
    [one] = read(tmp_path, "c.txt", GENIOS)[0].itertuples()
    assert (one.Index, one.title, one.outlet) == (
        "DZEI-1",
        "Eine Brücke schließt",
        "Die Zeitung",
    )
    assert (one.text, str(one.published)[:10]) == (BODY, "2024-03-05")


def test_tdm_studio(tmp_path):
    [one] = read(tmp_path, "a.xml", TDM)[0].itertuples()
    assert (one.Index, one.title, one.outlet) == (
        "1785",
        "A bridge closes",
        "Daily Planet",
    )
    assert (one.author, one.text, one.language) == ("Lee, Ann", BODY, "en")


@pytest.mark.parametrize(
    ("head", "author", "day"),
    [
        ("*By Ann Lee — March 5, 2024*\n\n", "Ann Lee", "2024-03-05"),
        ("By Ann Lee\nMarch 5, 2024\n\n", "Ann Lee", "2024-03-05"),
        ("Tuesday, 5 March 2024\n\n", None, "2024-03-05"),
        ("By Ann Lee, 5 March 2024\n\n", "Ann Lee", "2024-03-05"),
        ("Von Ann Lee\n\n", "Ann Lee", None),
        (
            "By noon on March 5, 2024 the bridge had been closed to all cars.\n\n",
            None,
            None,
        ),
        ("It rained.\n\nBy Ann Lee\n\n", None, None),
    ],
)
def test_a_byline_above_plain_text(tmp_path, head, author, day):
    [post] = read(tmp_path, "a.md", f"# A bridge closes\n\n{head}{BODY}\n")[
        0
    ].itertuples()
    assert post.title == "A bridge closes"
    assert (post.author if isinstance(post.author, str) else None) == author
    assert (str(post.published)[:10] if day else None) == day
    assert post.text.endswith(BODY)


@given(st.sampled_from(sorted(SAMPLES)), st.integers(0, 2_000), st.integers(0, 255))
@settings(max_examples=60, deadline=None)
def test_cut_or_changed_files_are_read_as_far_as_they_go(name, at, byte):
    whole = SAMPLES[name].encode()
    changed = bytearray(whole)
    changed[at % len(whole)] = byte
    for data in (whole[: at % len(whole)], bytes(changed)):
        format = find_format(data, name)
        if format not in (None, "archive"):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                with suppress(ValueError):  # all that a reader may raise
                    list(read_records(data, format, name))
