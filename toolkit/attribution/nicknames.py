"""Names with a nickname between quotation marks: Joaquin “El Chapo” Guzman."""

from itertools import pairwise

from toolkit.attribution.columns import Ints

LONGEST = 3  # words of a nickname
MARKS = '“”"‘’'
PLAIN = ord("C")  # the letter of a word with a capital (`names.NAME`)
NAMED = (PLAIN, ord("c"))


def join_nicknames(
    words: list[str], marks: list[int], letter: Ints, joined: set[int]
) -> None:
    """Make the nickname and its marks parts of the name around it, by their letters.

    `marks` are the places of quotation marks; `joined` gains the tokens behind which no blank
    stands.
    """
    for first, last in pairwise(marks):
        inside = range(first + 1, last)
        if not 0 < len(inside) <= LONGEST or not 0 < first <= last < len(words) - 1:
            continue
        around = letter[first - 1] == PLAIN and letter[last + 1] in NAMED
        if around and all(words[n][0].isupper() for n in inside):
            letter[first : last + 1] = PLAIN
            joined.update((first, last - 1))


def nickname_of(words: tuple[str, ...]) -> list[str]:
    """The words between quotation marks of a name, in lower case; none if it has no nickname."""
    opening = [n for n, word in enumerate(words) if word[0] in MARKS]
    closing = [n for n, word in enumerate(words) if word[-1] in MARKS]
    if not opening or not closing:
        return []
    return [word.strip(MARKS).lower() for word in words[opening[0] : closing[-1] + 1]]
