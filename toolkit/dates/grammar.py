"""Finding time expressions: each token has a kind, and shapes of kinds are an expression."""

from collections.abc import Iterator
from typing import NamedTuple

from toolkit.dates.rules import Rules
from toolkit.dates.tokens import Token, read_line

GENITIVE = ("'s", "’s")


Parts = dict[str, list[Token]]  # the tokens of an expression by kind


class Expression(NamedTuple):
    """A time expression: its shape, its place and its tokens, with what stands before them.

    ``after of``, without tokens, is among `parts` where a token of the kind ``of`` precedes;
    `ahead` are the tokens behind it that are read with it: "10-12 March" has its month there.
    """

    shape: str
    start: int
    end: int
    parts: Parts
    ahead: Parts


def find_expressions(text: str, rules: Rules) -> Iterator[Expression]:
    """The time expressions of a text."""
    line = read_line(text, rules)
    for match in rules.shapes.finditer(line.letters):
        shape = str(match.lastgroup)
        first, stop = match.span()
        tokens = line.tokens(first, stop)
        # A point that may be the end of the sentence.
        stopped = tokens[-1].kind == "stop"
        if stopped:
            tokens.pop()
        start = tokens[0].start
        end = tokens[-1].end
        before = line.token(first - 1)
        after = line.token(first + len(tokens))
        if _means_otherwise(
            text[start:end],
            tokens[-1].kind,
            stopped,
            text[before.start : before.end],
            text[after.start : after.end],
            rules.words,
        ):
            continue
        parts: Parts = {f"after {before.kind}": []}
        _sort_tokens(tokens, parts)
        ahead: Parts = {}
        if shape in rules.ahead:
            stop_ahead = match.end(rules.ahead[shape])
            _sort_tokens(line.tokens(first + len(tokens), stop_ahead), ahead)
        yield Expression(shape, start, end, parts, ahead)


def _sort_tokens(tokens: list[Token], parts: Parts) -> None:
    """Add tokens to `parts` by their kind."""
    for token in tokens:
        parts.setdefault(token.kind, []).append(token)


def _means_otherwise(
    expression: str,
    kind: str,
    stopped: bool,
    preceding: str,
    following: str,
    words: dict[str, frozenset[str]],
) -> bool:
    """Whether the words are a name, a verb or vague.

    Sun Microsystems, April Brown, to fall, "This Week", one day. `kind` is that of the last word,
    `stopped` whether a point follows it.
    """
    word, *more = expression.removeprefix("the ").split()
    if more and expression.lower() != "one day":
        return _is_clause_or_title(word, more[-1], kind, preceding, words["verbs"])
    usual = _is_usual(preceding, following, kind, words)
    if word.lower() in words["doubtful"]:
        return not usual or _is_glued_or_title(word, kind, stopped, preceding)
    if kind == "month":
        return following.istitle() and not usual
    if kind in ("part", "often"):
        return word.istitle() and _is_titled(preceding, following)
    if kind == "units" or more:  # "one day"
        return _is_vague(preceding, following, words)
    return False


def _is_usual(
    preceding: str, following: str, kind: str, words: dict[str, frozenset[str]]
) -> bool:
    """Whether a word precedes that a time may follow: "in March", "the March vote".

    Not of "the March for Life", "the march on Rome".
    """
    if preceding.lower() in words["before"]:
        return True
    if kind != "month" or following.lower() in words["marched"]:
        return False
    return preceding.islower() or (
        preceding in words["openers"] and following.islower()
    )


def _is_titled(preceding: str, following: str) -> bool:
    return following.istitle() or preceding.istitle() or preceding in GENITIVE


def _is_vague(preceding: str, following: str, words: dict[str, frozenset[str]]) -> bool:
    """Whether "years" or "one day" has no word beside it that makes it a length of time."""
    if preceding.lower() in words["lasting"]:
        return False
    return following not in words["lasted"]


def _is_glued_or_title(word: str, kind: str, stopped: bool, preceding: str) -> bool:
    """Whether a doubtful word is a name or verb: the Sun, Jan Jambon, the Spring, to fall."""
    if kind == "season" and (word[0].isupper() or preceding == "to"):
        return True
    return len(word) == 3 and word != "May" and not stopped


def _is_clause_or_title(
    first: str, last: str, kind: str, preceding: str, verbs: frozenset[str]
) -> bool:
    """Whether several words are "that May" or "stocks that fall", or a title, "This Week"."""
    if kind in ("unit", "part") and first.istitle() and last.istitle():
        return True
    if first != "that" or last not in verbs:
        return False
    return kind == "month" or preceding.endswith("s")
