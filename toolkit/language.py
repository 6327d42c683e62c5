"""The language of a text: English or another, told by the commonest English words."""

from toolkit.lexicons import PACKAGED

COMMON_WORDS = frozenset(
    row["word"].encode() for row in PACKAGED.rows("common_words.csv")
)
TOO_FEW = 20  # words that tell no language
READ = 2000  # characters that are looked at


def language_of(text: str, stated: str = "") -> str | float:
    """en where the commonest English words make up an eighth of the text, else other.

    A text of under 20 words is what `stated` says of it, or NaN.

    >>> language_of("It was the worst of times and it was the best of times, "
    ...             "and so it went on for the rest of them.")
    'en'
    """
    words = text[:READ].encode("utf-8", "replace").lower().split()
    if len(words) >= TOO_FEW:
        common = sum(map(COMMON_WORDS.__contains__, words))
        return "en" if common >= len(words) / 8 else "other"
    if not stated:
        return float("nan")
    return "en" if stated.lower().startswith("en") else "other"
