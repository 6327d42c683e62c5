"""Typographic marks and those of a typewriter: ’ and ', “ and ", … and ..., – and -.

Outlets differ in them, and so would scores: the libraries that count words know only the second.
"""

APOSTROPHES = "'’‘‚‛`´ʼʹ′＇"  # and single quotation marks, which look alike
QUOTATION_MARKS = '"“”„‟″＂'
HYPHENS = "-‐‑‒–−﹣－"
DASHES = "—―"
COMBINING = "\u0300-\u036f"  # accents written after their letter
STRAIGHT = (
    dict.fromkeys(APOSTROPHES[1:], "'")
    | dict.fromkeys("‹›", "'")
    | dict.fromkeys(QUOTATION_MARKS[1:] + "«»", '"')
)
STRAIGHT.pop("`")  # it stands on a typewriter
TYPEWRITER = STRAIGHT | dict.fromkeys(HYPHENS[1:] + DASHES, "-") | {"…": "..."}


def straighten(text: str) -> str:
    """The text with straight apostrophes and quotation marks; no offset changes.

    >>> straighten("“I don’t,” she said… ‘café’ – no")
    '"I don\\'t," she said… \\'café\\' – no'
    """
    return _replace(text, STRAIGHT)


def as_typewritten(text: str) -> str:
    """The text with the marks of a typewriter; letters stay as they are.

    >>> as_typewritten("“I don’t,” she said… ‘café’ – no")
    '"I don\\'t," she said... \\'café\\' - no'
    """
    return _replace(text, TYPEWRITER)


def _replace(text: str, marks: dict[str, str]) -> str:
    if text.isascii():
        return text
    for mark, plain in marks.items():
        text = text.replace(mark, plain)
    return text
