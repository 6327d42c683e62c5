"""UTF-8 that was written as if each of its bytes were a character, as Meta's archives have it."""

from typing import Any

# Latin-1's range: what was not broken so has a character beyond it, or is no UTF-8.


def mend(value: Any) -> Any:
    """A text with its characters put right; in lists and dicts each; all else as it is.

    >>> mend("BrÃ¼cke"), mend("Brücke")
    ('Brücke', 'Brücke')
    """
    if isinstance(value, dict):
        return {name: mend(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [mend(inner) for inner in value]
    if not isinstance(value, str) or value.isascii():
        return value
    try:
        return value.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return value
