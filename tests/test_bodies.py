"""What shows only when texts are compared, at each threshold."""

from itertools import product
from typing import Any

import pandas as pd
import pytest

from toolkit.bodies import find_wrong_bodies
from toolkit.furniture import drop_recurring

# Words of five letters, each a stem of its own.
WORDS = ["".join(letters) for letters in product("bdfgk", "aeiou", "lmnpr", "st", "ou")]
LINE = "Sign up for our letter"
SENTENCE = "The ferry sank in fog last March, and three of those on board died."


def row(n: int, text: str, outlet: Any = "a.example") -> dict[str, Any]:
    return {"outlet": outlet, "text": text, "words": 0, "file": f"{n}.md"}


def rows(n: int, holding: int, block: str) -> list[dict[str, Any]]:
    """Posts of one outlet, of which some hold a block behind their own text."""
    own = [
        f"Paragraph {i} is longer than any furniture of the page is, " + "x" * 60
        for i in range(n)
    ]
    return [row(i, f"{own[i]}\n\n{block}" if i < holding else own[i]) for i in range(n)]


@pytest.mark.parametrize(
    ("n", "holding", "block", "goes"),
    [
        (9, 3, LINE, False),
        (9, 4, LINE, True),
        (20, 9, SENTENCE, False),
        (20, 10, SENTENCE, True),
        (20, 4, SENTENCE, False),
        (20, 4, SENTENCE.replace(" on board", " aboard"), True),
        (20, 4, SENTENCE.removesuffix("."), True),
        (200, 4, LINE, True),
        (201, 4, LINE, False),
    ],
)
def test_how_often_furniture_recurs(
    n: int, holding: int, block: str, goes: bool
) -> None:
    posts = rows(n, holding, block)
    problems = drop_recurring(posts)
    assert any(block in post["text"] for post in posts) != goes
    assert bool(problems) == goes


@pytest.mark.parametrize(("before", "goes"), [(2, True), (3, False)])
def test_furniture_stands_within_three_blocks_of_an_edge(
    before: int, goes: bool
) -> None:
    own = [f"Paragraph {i} of some length" for i in range(100)]
    posts = []
    for n in range(4):
        blocks = own[10 * n : 10 * n + 10]
        blocks.insert(before, LINE)
        posts.append(row(n, "\n\n".join(blocks)))
    assert bool(drop_recurring(posts)) == goes


def test_outlets_are_apart_and_unknown_ones_are_one() -> None:
    texts = [f"Paragraph {i} is longer than that is\n\n{LINE}" for i in range(4)]
    assert not drop_recurring([row(i, texts[i], f"{i}.example") for i in range(4)])
    posts = [row(i, texts[i], float("nan")) for i in range(4)]
    (problem,) = drop_recurring(posts)
    assert (
        problem["reason"]
        == f"the same block stands in 4 posts of an unknown outlet: {LINE!r}"
    )
    assert posts[0]["words"] == 7


def accused(
    title: list[str],
    said: list[str],
    n: int = 100,
    kind: str = "article",
    other_title: list[str] | None = None,
) -> bool:
    """Whether the first post is: its text says some words, another's says those it does not.

    So every word of the title stands in one text, and all weigh the same. With another title the
    same text stands under that too.
    """
    text = " ".join(said + ["123"] * 200)
    unsaid = " ".join(word for word in title if word not in said)
    texts = [text, unsaid]
    titles = [" ".join(title), ""]
    if other_title is not None:
        texts.append(text)
        titles.append(" ".join(other_title))
        texts.append(unsaid)
        titles.append("")
    posts = pd.DataFrame(
        {"text": texts, "title": titles, "dateline": None, "kind": kind, "words": n}
    )
    return find_wrong_bodies(posts)[0]


@pytest.mark.parametrize(("words", "wrong"), [(99, False), (100, True)])
def test_short_texts_are_not_accused(words: int, wrong: bool) -> None:
    assert accused(WORDS[:10], [], words) == wrong


@pytest.mark.parametrize("apostrophe", ["'", "’"])
def test_what_a_title_denies_weighs_as_little_as_not(apostrophe: str) -> None:
    """As stems of its own, `can` and `isn`, one word in six would be too little."""
    denied = [f"can{apostrophe}t", f"isn{apostrophe}t"]
    assert not accused([*WORDS[:4], *denied], WORDS[:1])
    assert accused([*WORDS[:6], *denied], WORDS[:1])


@pytest.mark.parametrize(("title", "wrong"), [(2, False), (3, True)])
def test_short_titles_are_no_evidence(title: int, wrong: bool) -> None:
    assert accused(WORDS[:title], []) == wrong


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        ("article", True),
        ("gallery", True),
        ("live blog", True),
        ("stub", False),
        ("snippet", False),
    ],
)
def test_kinds_without_a_text_of_their_own_are_not_accused(
    kind: str, wrong: bool
) -> None:
    assert accused(WORDS[:10], [], kind=kind) == wrong


@pytest.mark.parametrize(("covered", "wrong"), [(19, True), (21, False)])
def test_a_text_covers_a_fifth_of_its_title(covered: int, wrong: bool) -> None:
    assert accused(WORDS[:100], WORDS[:covered]) == wrong


@pytest.mark.parametrize(("covered", "wrong"), [(49, True), (51, False)])
def test_a_text_of_two_titles_covers_half_of_its_own(covered: int, wrong: bool) -> None:
    assert accused(WORDS[:100], WORDS[:covered], other_title=WORDS[200:300]) == wrong


@pytest.mark.parametrize(("shared", "wrong"), [(9, True), (10, False)])
def test_titles_that_share_a_third_are_of_one_story(shared: int, wrong: bool) -> None:
    other = WORDS[:shared] + WORDS[200 : 230 - shared]
    assert accused(WORDS[:30], WORDS[:12], other_title=other) == wrong
