"""Quotations as the words around them tell, behind the model.

`ending` says where one ends, `announced` and `introduced` who speaks beside one that the model left
out, `headings` who speaks in a heading. What the layout says comes later (`layout`), and last
those that go on from the one before (`continuing`).
"""

from toolkit.attribution.announced import add_announced
from toolkit.attribution.ending import end_quotations
from toolkit.attribution.headings import read_headings
from toolkit.attribution.introduced import add_introduced
from toolkit.attribution.joining import Attribution
from toolkit.attribution.labels import Tokens
from toolkit.attribution.vocabulary import Rules


def read_quotations(
    found: list[Attribution], tokens: Tokens, words: list[str], rules: Rules
) -> list[Attribution]:
    """The attributions found, with the quotations that have their speaker beside them."""
    found = end_quotations(found, tokens)
    for add in (add_announced, add_introduced, read_headings):
        found = add(found, tokens, words, rules)
    return found
