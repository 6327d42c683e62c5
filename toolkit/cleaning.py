"""An HTML body -> the article's own text, and beside it all that was taken out, with reasons.

The rules on elements (captions, embeds, navigation) and on the wording of blocks (credits,
notices, "read more") stand in ``lexicons/furniture.toml``. No block is lost: what is not text
is a column of the posts or stands in `dropped`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any, NamedTuple

from toolkit.blocks import Blocks, make_parser, read_blocks
from toolkit.lexicons import PACKAGED, Lexicons, compile_pattern, open_lexicons

LONG = 5_000  # characters of a tag: of a picture written into the page, and worse
LONG_TAG = re.compile(f"<[^<>]{{{LONG},}}>")
BY = re.compile(r"\b[Bb]y\s")
BETWEEN_NAMES = re.compile(r",|;|/|\band\b|&")
AHEAD_OF_NAME = re.compile(r"^(?:by|from|with|the)\s+", re.I)

FILE = "furniture.toml"
WHERE = ("any", "first", "last")  # where a rule on wording may hold
CUT_OFF = re.compile(r"\s?\[\+\d+ chars\](?=\s*(?:</\w+>\s*)*$)")  # as NewsAPI says it
NEAR_EDGE = 4  # blocks from either end that are first or last
LONGEST_FURNITURE = 2_000  # characters; patterns need not run over a hostile block
LONGEST_REPEATED = 60  # characters that may well recur: "No," he said.
LONGEST_PLACE = 60  # characters of a dateline within a text
LONGEST_LEAD_IN = 200  # characters ahead of a dateline: no paragraph
UNSEEN = ("not text", "not shown", "struck out")  # elements that no reader sees
# A text of which nothing would be left stays, unless it is what was put in its place.
NEVER_TEXT = {"enciphered", "paywall", "site notice"}
STAMPS_OF_LIVE_BLOG = 8
CAPTIONS_OF_GALLERY = 3
STUB = 60  # an article has as many words
SIGNED_STUB = 25  # one with a credit line or a dateline needs only these


class Dropped(NamedTuple):
    """A block that is no running text, and why it was taken out."""

    reason: str
    text: str


class Cleaned(NamedTuple):
    """What a body holds: the running text, and what stood around it; `clean` tells of each."""

    text: str
    kind: str
    dateline: str | float
    reporters: list[str]
    editors: list[str]
    notices: list[str]
    captions: list[str]
    credits: list[str]
    dropped: list[Dropped]


class WordingRules(NamedTuple):
    """Rules on the wording of blocks: one pattern of all, and those tried where a word stands.

    Which alternative of the one pattern fitted, tells the number of the empty group at its end.
    """

    pattern: re.Pattern[str]
    reasons: list[str]
    on_words: list[tuple[str, re.Pattern[str], str]]


@dataclass(frozen=True, eq=False)
class BodyRules:
    """What the lexicons say of bodies, made ready.

    Parameters
    ----------
    patterns
        The patterns of ``furniture.toml`` by name.
    places
        Names that are no people.
    wording
        The rules for a block: near the start, near the end, outlet. Remembers its answers.
    outlets
        Those for which rules on wording stand; one answer of `wording` is for all others.
    parser
        Gives the blocks of a body: (reason or '', text).
    """

    patterns: dict[str, re.Pattern[str]]
    places: frozenset[str]
    wording: Callable[[bool, bool, str], WordingRules]
    outlets: frozenset[str]
    parser: Any


@cache
def body_rules(lexicons: Lexicons) -> BodyRules:
    """The rules on bodies of these lexicons; raises ValueError for a rule that cannot work."""
    tables = lexicons.tables(FILE)
    patterns = _compile_patterns(tables["patterns"])
    for rule in tables["block"]:
        _check_keys(rule, "reason", "pattern")
        _check_block_rule(rule)
    for rule in tables["element"]:
        _check_keys(rule, "reason")
    elements = [
        (
            rule["reason"],
            rule.get("tags"),
            compile_pattern(rule.get("classes", ""), f"{FILE}: {rule['reason']}"),
        )
        for rule in tables["element"]
    ]
    target = Blocks(
        partial(_element_reason, elements),
        frozenset(tables["block_tags"].split()),
        patterns["dateline"],
    )
    return BodyRules(
        patterns,
        frozenset(row["place"] for row in lexicons.rows("places.csv")),
        lru_cache(maxsize=1_000)(partial(_select_wording, tables["block"])),
        frozenset(rule.get("outlet", "") for rule in tables["block"]),
        make_parser(target),
    )


def _compile_patterns(stated: Mapping[str, str]) -> dict[str, re.Pattern[str]]:
    """The patterns by name; CITY in one stands for that of the city."""
    patterns = {}
    for name, packaged in PACKAGED.tables(FILE)["patterns"].items():
        pattern = stated[name].replace("CITY", stated["city"])
        patterns[name] = compile_pattern(pattern, f"{FILE}: {name}")
        found = patterns[name]
        wanted = re.compile(packaged)
        if found.groups != wanted.groups or found.groupindex != wanted.groupindex:
            raise ValueError(f"{FILE}: {name}: it needs the groups of {packaged!r}")
    return patterns


def _check_keys(rule: Mapping[str, Any], *keys: str) -> None:
    for key in keys:
        if key not in rule:
            raise ValueError(f"{FILE}: a rule has no {key}: {dict(rule)}")


def _check_block_rule(rule: Mapping[str, Any]) -> None:
    place = f"{FILE}: {rule['reason']}"
    # All rules become one pattern, in which the number of a group tells the rule.
    if compile_pattern(rule["pattern"], place, re.S).groups:
        raise ValueError(f"{place}: write (?: for ( in {rule['pattern']!r}")
    if rule.get("where", "any") not in WHERE:
        raise ValueError(f"{place}: where is one of {', '.join(WHERE)}")


def _element_reason(
    elements: list[tuple[str, list[str] | None, re.Pattern[str]]], tag: str, marks: str
) -> str:
    """Why an element with these classes is no running text, or ''."""
    for reason, tags, classes in elements:
        if (not tags or tag in tags) and classes.search(marks):
            return reason
    return ""


def _select_wording(
    rules: list[dict[str, Any]], near_start: bool, near_end: bool, outlet: str
) -> WordingRules:
    """The rules that hold for a block of this place and outlet."""
    holds = dict(zip(WHERE, (True, near_start, near_end), strict=True))
    rules = [
        rule
        for rule in rules
        if holds[rule.get("where", "any")] and rule.get("outlet", outlet) == outlet
    ]
    always = [rule for rule in rules if "words" not in rule]
    # The group stands behind: ahead, `re` would no longer see by an alternative's first letter
    # that it cannot fit.
    pattern = "|".join(f"(?:{rule['pattern']})()" for rule in always)
    on_words = [
        (word, re.compile(rule["pattern"], re.S), rule["reason"])
        for rule in rules
        for word in rule.get("words", ())
    ]
    reasons = [rule["reason"] for rule in always]
    return WordingRules(compile_pattern(pattern, FILE, re.S), reasons, on_words)


def clean(
    body: str, outlet: object = "", lexicons: Lexicons | str | Path | None = None
) -> Cleaned:
    """The running text of an article's body, and what was taken out of it.

    Parameters
    ----------
    body
        HTML.
    outlet
        Who published it: some rules hold for one outlet only.
    lexicons
        A folder of your own lexicons, or lexicons already read; None: the package's.

    Returns
    -------
    Cleaned
        `text` (paragraphs split by a blank line) · `kind` (article, partial, stub, snippet,
        live blog, gallery, notice) · `dateline` (NaN where none) · `reporters`, `editors`,
        `notices`, `captions` · `credits` (lines that say who wrote or owns the text) ·
        `dropped` (reason and text of each block taken out, in order).

        Sub-headings are dropped. So are the paragraphs that an outlet enciphers for those who
        do not pay, never deciphered: they make the post `partial`.

    Raises
    ------
    ValueError
        A lexicon is broken; the message names the file.

    >>> cleaned = clean('<p><span class="articleLocation">OSLO</span> It rained.</p>'
    ...                 '<p>(Reporting by Al Bo)</p>')
    >>> cleaned.text, cleaned.dateline, cleaned.reporters
    ('It rained.', 'OSLO', ['Al Bo'])
    """
    rules = body_rules(open_lexicons(lexicons))
    dateline: str | float = float("nan")
    cut = CUT_OFF.search(body) if "chars]" in body else None
    if cut:
        body = CUT_OFF.sub("", body)
    kept, dropped = _sort_blocks(body, str(outlet), rules)
    if not kept and NEVER_TEXT.isdisjoint(reason for reason, _ in dropped):
        kept, dropped = _keep_something(body, dropped, rules)
    else:
        dateline, kept = _take_dateline(kept, dropped, rules.patterns)

    def taken(*reasons: str) -> list[str]:
        return [text for reason, text in dropped if reason in reasons]

    kind = "snippet"
    if not rules.patterns["snippet"].match(body):
        kind = _kind(kept, [reason for reason, _ in dropped])
    if cut:
        kind = "partial"
        dropped.append(Dropped("cut off", cut[0].strip()))
    captions = taken("caption")
    paragraphs = captions if kind == "gallery" and not kept else kept
    reporters, editors = _people(dropped, rules)
    return Cleaned(
        "\n\n".join(paragraphs),
        kind,
        dateline,
        reporters,
        editors,
        taken("notice"),
        captions,
        taken("credit", "byline", "copyright", "dateline"),
        dropped,
    )


def keep_text(body: str, lexicons: Lexicons = PACKAGED) -> Cleaned:
    """The whole text of a short post (HTML), of kind post: no rule made for articles holds."""
    blocks = read_blocks(LONG_TAG.sub(" ", body), body_rules(lexicons).parser)
    texts = [text for reason, text in blocks if reason not in UNSEEN]
    text = "\n\n".join(texts)
    return Cleaned(text, "post", float("nan"), [], [], [], [], [], [])


def _sort_blocks(
    body: str, outlet: str, rules: BodyRules
) -> tuple[list[str], list[Dropped]]:
    """The blocks of running text, and the others."""
    blocks = read_blocks(_strip_marks(body, rules.patterns), rules.parser)
    short_link = rules.patterns["short_link"]
    outlet = outlet if outlet in rules.outlets else ""
    end = len(blocks) - NEAR_EDGE
    kept = list[str]()
    said = set[str]()
    dropped = list[Dropped]()
    for i, (reason, text) in enumerate(blocks):
        if not reason and len(text) <= LONGEST_FURNITURE:
            wording = rules.wording(i < NEAR_EDGE, i >= end, outlet)
            reason = _furniture(text, wording)
        if not reason and text in said:
            reason = "said twice"
        if reason:
            dropped.append(Dropped(reason, text))
            continue
        if "/" in text:
            links = short_link.findall(text)
            dropped += [Dropped("short link", link) for link in links]
            text = short_link.sub("", text).strip()
        if text:
            kept.append(text)
        if len(text) > LONGEST_REPEATED:
            said.add(text)
    return kept, dropped


def _keep_something(
    body: str, dropped: list[Dropped], rules: BodyRules
) -> tuple[list[str], list[Dropped]]:
    """All blocks but those of elements that are no text, where rules on wording left none."""
    blocks = read_blocks(_strip_marks(body, rules.patterns), rules.parser)
    kept = [text for reason, text in blocks if not reason]
    return kept, [block for block in dropped if block.text not in kept]


def _strip_marks(body: str, patterns: Mapping[str, re.Pattern[str]]) -> str:
    """The body without what is no HTML: marks of plug-ins, shortcodes."""
    start = body.find("[ad_1]")  # the marks of a syndicating plug-in
    end = body.rfind("[ad_2]")
    if 0 <= start < end:
        body = body[start + 6 : end]
    if len(body) > LONG:  # else there is no such tag: about half of all bodies
        body = LONG_TAG.sub(" ", body)
    if "[" not in body:  # as most have none; both patterns begin with it
        return body
    body = patterns["caption"].sub(r"<figcaption>\1</figcaption>", body)
    return patterns["shortcode"].sub(" ", body)


def _furniture(text: str, wording: WordingRules) -> str:
    """The reason why a block is no running text, or ''."""
    match = wording.pattern.fullmatch(text)
    if match and match.lastindex:
        return wording.reasons[match.lastindex - 1]
    lower = text.lower()
    for word, pattern, reason in wording.on_words:
        if word in lower and pattern.fullmatch(text):
            return reason
    return ""


def _take_dateline(
    kept: list[str], dropped: list[Dropped], patterns: Mapping[str, re.Pattern[str]]
) -> tuple[str | float, list[str]]:
    """The dateline, and the text behind it; what goes is added to `dropped`."""
    for reason, text in dropped:
        if reason == "dateline":
            return text, kept
    for i, text in enumerate(kept[:3]):
        mark = _match_dateline(text, patterns)
        if mark:
            dropped += [Dropped("ahead of the dateline", text) for text in kept[:i]]
            dropped.append(Dropped("dateline", mark[0].strip()))
            place = patterns["date_behind"].sub("", (mark["place"] or "").strip())
            return place or float("nan"), [text[mark.end() :], *kept[i + 1 :]]
        if len(text) > LONGEST_LEAD_IN:
            break
    return float("nan"), kept


def _match_dateline(
    text: str, patterns: Mapping[str, re.Pattern[str]]
) -> re.Match[str] | None:
    for form in ("dateline_in_text", "agency_in_text"):
        mark = patterns[form].match(text)
        if mark:
            return mark if len(mark["place"] or "") <= LONGEST_PLACE else None
    return None


def _kind(kept: list[str], reasons: list[str]) -> str:
    """What sort of text it is, from its length and from what was taken out."""
    words = STUB  # of a long text it matters only that they are not few
    if sum(map(len, kept)) < 2_000:
        words = len(" ".join(kept).split())
    if "enciphered" in reasons or "paywall" in reasons:
        return "partial"
    if reasons.count("time stamp") >= STAMPS_OF_LIVE_BLOG:
        return "live blog"
    if words < SIGNED_STUB and reasons.count("caption") >= CAPTIONS_OF_GALLERY:
        return "gallery"
    if words < STUB and "site notice" in reasons:
        return "notice"
    signed = "credit" in reasons or "dateline" in reasons
    enough = SIGNED_STUB if signed else STUB
    return "stub" if words < enough else "article"


def _people(dropped: list[Dropped], rules: BodyRules) -> tuple[list[str], list[str]]:
    """Reporters and editors named in credit lines and bylines, in order, each once."""
    reporters = list[str]()
    editors = list[str]()
    for reason, text in dropped:
        if reason == "byline":
            reporters += split_names(BY.split(text)[-1], rules)
        elif reason == "credit":
            for role, names in _read_roles(text, rules.patterns["role"]):
                people = editors if "edit" in role.lower() else reporters
                people += split_names(names, rules)
    return list(dict.fromkeys(reporters)), list(dict.fromkeys(editors))


def _read_roles(line: str, role: re.Pattern[str]) -> list[tuple[str, str]]:
    """Each role in a credit line with the names behind it; names without any have the role ''."""
    parts = role.split(line.strip("() ."))
    if len(parts) == 1:
        return [("", parts[0])]
    return list(zip(parts[1::2], parts[2::2], strict=True))


def split_names(text: str, rules: BodyRules) -> list[str]:
    """The names in a list of people; where each was reporting from is left out.

    >>> line = "Jim Finkle in Cambridge, Mass., Ben Wu in Beijing and Alister Doyle/Ruth Pitchford"
    >>> split_names(line, body_rules(PACKAGED))
    ['Jim Finkle', 'Ben Wu', 'Alister Doyle', 'Ruth Pitchford']
    """
    names = []
    for piece in BETWEEN_NAMES.split(text):
        piece = AHEAD_OF_NAME.sub("", piece.strip())
        piece = rules.patterns["before_name"].sub("", piece)
        piece = rules.patterns["behind_name"].split(piece, maxsplit=1)[0].strip(" .")
        if rules.patterns["name"].fullmatch(piece) and piece not in rules.places:
            names.append(piece)
    return names
