"""Values of another type than a file's, put in place of its own."""

from __future__ import annotations

from hypothesis import strategies as st

ODD = [None, 0, 1.5, True, "x", "…", [], {}, [[]], [None], {"": ""}, {"a": ["b", {}]}]


def replaced(value: object, draw: st.DataObject) -> object:
    """The value with any of what it holds exchanged for something of another type."""
    if draw.draw(st.integers(0, 7)) == 0:
        return draw.draw(st.sampled_from(ODD))
    if isinstance(value, dict):
        return {key: replaced(inner, draw) for key, inner in value.items()}
    if isinstance(value, list):
        return [replaced(inner, draw) for inner in value]
    return value
