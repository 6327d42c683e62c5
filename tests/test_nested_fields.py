"""Fields inside others to flat ones: the short way and the long one agree."""

from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from toolkit.formats.nested_fields import flatten

NAMES = st.text(alphabet="ab. ", max_size=3)
TEXTS = st.text(alphabet="ab\0é\ud800 ", max_size=3)
VALUES = st.one_of(TEXTS, st.lists(TEXTS, max_size=3), st.integers(0, 3), st.none())


@given(st.dictionaries(NAMES, VALUES, max_size=4))
@example({"a": "", "b": ["", "\0"], "c": ["\0", "d"]})
@example({"a": "x", ".a": "y"})
@example({"a": "x", "b": []})
def test_plain_fields_are_read_as_beside_others(fields: dict[str, Any]) -> None:
    beside = {
        **fields,
        "inner": {"most": 1},
    }  # which the short way leaves to the long one
    flat = flatten(beside)
    assert flat.pop("inner.most") == "1"
    assert list(flatten(fields).items()) == list(flat.items())


def test_texts_and_lists_of_texts_are_cleaned_and_the_empty_left_out() -> None:
    fields = {"title": "R\0ain", "tags": ["", "a\ud800"], ".cats.": ["b", "c"], "x": ""}
    assert flatten(fields) == {"title": "Rain", "tags": "a", "cats": ["b", "c"]}


def test_one_of_very_many_texts_is_read_like_all() -> None:
    many = [str(number) for number in range(300)]
    assert flatten({"tags": many}) == {"tags": many}
    assert flatten({name: name for name in many}) == {name: name for name in many}
