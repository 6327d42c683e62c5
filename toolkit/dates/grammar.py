"""Finding time expressions: the lexicon gives words a kind, its shapes say which rows of kinds are an expression."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from toolkit.lexicons import PACKAGED


class Token(NamedTuple):
    start: int
    end: int
    kind: str  # what the lexicon says of it, and its value there
    value: Any


Parts = dict[str, list[Token]]  # the tokens of an expression by kind
WORDS = PACKAGED.tables("dates.toml")
# A number, a mark, a gap between paragraphs. Prices, shares, scores and parts of names are no numbers of a time.
WORD = r"fy(?=['’‘]?\d)|['’‘]?\d+(?:[.,:/]\d+)*\w*|[ap]\.m\.?(?!\w)|['’]s\b|[^\W\d_]\w*|\n\s*\n|[^\w\s]"
NUMBER = "|".join(
    f"(?P<{kind}>{''.join(form.split())})" for kind, form in WORDS["numbers"].items()
)
NUMBER_ENDS = r"(?=(?<!\d{3})[ap]\.?m\b|(?!\w|%|/\d(?!\d(?![\w/]))|(?<!\d{4})/\d|[.,:]\d|-\d\d-\d))"
TOKEN = re.compile(
    rf"(?=['’‘]?\d)(?<![$£€#])(?:{NUMBER}){NUMBER_ENDS}|{WORD}", re.IGNORECASE
)
PLAIN = str.maketrans("\n’‘", " ''")


def _spell(shape: str) -> str:
    """A shape of the lexicon as a regular expression over letters; as its repeats are bounded it takes linear time."""
    while re.search(r"[A-Z]", shape):
        shape = re.sub(r"[A-Z]+", lambda piece: f"({WORDS['pieces'][piece[0]]})", shape)
    return re.sub(
        r"\((?!\?)", "(?:", re.sub(r"[a-z_]+", lambda kind: LETTERS[kind[0]], shape)
    )


ROWS = [
    (phrase, kind, value)
    for kind, table in WORDS["kinds"].items()
    for phrase, value in table.items()
]
PHRASES: dict[
    str, list[tuple[str, str, Any]]
] = {}  # those that begin with a word, the longest first
for row in sorted(ROWS, key=lambda row: -len(row[0])):
    PHRASES.setdefault(re.findall(WORD, row[0])[0], []).append(row)
KINDS = {*WORDS["kinds"], *WORDS["numbers"], "unknown", "amount", "end"}
LETTERS = {kind: chr(ord("À") + place) for place, kind in enumerate(sorted(KINDS))}
SHAPES = re.compile(
    "|".join(f"(?P<{name}>{_spell(shape)})" for name, shape in WORDS["shapes"].items()),
    re.VERBOSE,
)


def _read_tokens(text: str) -> list[Token]:
    tokens = [Token(0, 0, "unknown", None)]
    for match in TOKEN.finditer(text):
        start, end = match.span()
        if start < tokens[-1].end:
            continue
        word, kind = match[0].lower().translate(PLAIN), match.lastgroup
        value = (
            int(re.sub(r"\D", "", word))
            if kind in ("number", "year", "decade", "short", "nth")
            else word
        )
        known = (
            ()
            if text[start].islower() and word in WORDS["capital"]
            else PHRASES.get(word, ())
        )
        for phrase, phrase_kind, phrase_value in known:
            stop = start + len(phrase)
            longer = (
                text[start:stop].lower().translate(PLAIN) == phrase
                and not text[stop : stop + 1].isalnum()
            )
            if phrase == word or longer:
                kind, value, end = phrase_kind, phrase_value, stop
                break
        tokens.append(
            Token(
                start,
                end,
                kind or ("amount" if word[0].isdigit() else "unknown"),
                value,
            )
        )
    return [*tokens, Token(len(text), len(text), "end", None)]


def find_expressions(text: str) -> Iterator[tuple[str, int, int, Parts]]:
    """The time expressions of a text: shape, start, end, tokens by kind (and "after of" or what else stands before)."""
    tokens = _read_tokens(text)
    for match in SHAPES.finditer("".join([LETTERS[token.kind] for token in tokens])):
        shape, (first, stop) = str(match.lastgroup), match.span()
        stopped = (
            tokens[stop - 1].kind == "stop"
        )  # a point that may be the end of the sentence
        stop -= stopped
        parts: Parts = {f"after {tokens[first - 1].kind}": []}
        for token in tokens[
            first : stop + 4 * shape.endswith("_start")
        ]:  # "10-12 March": its month is that of the end
            parts.setdefault(token.kind, []).append(token)
        start, end = tokens[first].start, tokens[stop - 1].end
        preceding, following = (
            text[token.start : token.end] for token in (tokens[first - 1], tokens[stop])
        )
        if not _means_otherwise(
            text[start:end], tokens[stop - 1].kind, stopped, preceding, following
        ):
            yield shape, start, end, parts


def _means_otherwise(
    expression: str, kind: str, stopped: bool, preceding: str, following: str
) -> bool:
    """Whether the words are a name, a verb or vague: Sun Microsystems, April Brown, to fall, "This Week", one day."""
    word, *more = expression.removeprefix("the ").split()
    usual = preceding.lower() in WORDS["before"] or (
        kind == "month" and preceding.islower()
    )
    if more and expression.lower() != "one day":
        verb = more[-1] in WORDS["verbs"] and (
            kind == "month" or preceding.endswith("s")
        )  # "stocks that fall"
        return (verb and word == "that") or (
            kind in ("unit", "part") and word.istitle() and more[-1].istitle()
        )
    if word.lower() not in WORDS["doubtful"]:
        bare = (
            preceding.lower() not in WORDS["lasting"]
            and following not in WORDS["lasted"]
        )
        named = word.istitle() and (
            following.istitle() or preceding.istitle() or preceding in ("'s", "’s")
        )
        names = {
            "month": following.istitle() and not usual,
            "part": named,
            "often": named,
        }
        return {"unit": bare and bool(more), "units": bare, **names}.get(kind, False)
    glued = len(word) == 3 and word != "May" and not stopped  # the Sun, Jan Jambon
    title = kind == "season" and (word[0].isupper() or preceding == "to")
    return glued or title or not usual
