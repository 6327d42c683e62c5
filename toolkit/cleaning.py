"""An HTML body -> the article's own text, and beside it all that was taken out, each with its reason.

The rules stand in ``lexicons/furniture.toml``: elements that are no running text (captions, embeds, navigation), and
blocks known by their wording (credits, notices, copyright, "read more"). General rules come first; a rule may name
the outlet it is for. Nothing is lost silently: what is not text is a column of the posts or stands in `dropped`.
"""

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

import lxml.etree

from toolkit.words import read_lexicon

# Controls U+0080..U+009F in the wild are Windows-1252 read as Latin-1; soft hyphens and zero-width marks go; what XML
# forbids, and the blanks that keep words together, become blanks.
ODD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x80-\xa0\xad\u200b-\u200d\u202f\ufeff\ufffe\uffff\ud800-\udfff]")
LONG_TAG = re.compile("<[^<>]{5000,}>")  # pictures written into the page, and worse
UNSEEN = frozenset("\xad\u200b\u200c\u200d\ufeff")

PARSER = lxml.etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
PLACES = {row["place"] for row in read_lexicon("places.csv")}


class Dropped(NamedTuple):
    """A block that is no running text, and why it was taken out."""

    reason: str
    text: str


class Cleaned(NamedTuple):
    """What a body holds: the running text (paragraphs split by a blank line) and what stood around it."""

    text: str
    kind: str
    dateline: str | float
    reporters: list[str]
    editors: list[str]
    notices: list[str]
    captions: list[str]
    credits: list[str]
    dropped: list[Dropped]


@cache
def _rules() -> dict[str, Any]:
    return tomllib.loads(files("toolkit").joinpath("lexicons", "furniture.toml").read_text(encoding="utf-8"))


@cache
def _block_tags() -> frozenset[str]:
    return frozenset(_rules()["block_tags"].split())


@cache
def _pattern(name: str) -> re.Pattern[str]:
    patterns = _rules()["patterns"]
    return re.compile(patterns[name].replace("CITY", patterns["city"]))


@lru_cache(maxsize=20_000)
def _element_reason(tag: str, marks: str) -> str:
    """Why an element with these classes is no running text, or ''."""
    return next((reason for reason, classes in _element_rules(tag) if classes is None or classes.search(marks)), "")


@cache
def _element_rules(tag: str) -> list[tuple[str, re.Pattern[str] | None]]:
    rules = [rule for rule in _rules()["element"] if tag in rule.get("tags", (tag,))]
    return [(rule["reason"], re.compile(rule["classes"]) if "classes" in rule else None) for rule in rules]


class _Rules(NamedTuple):
    """Rules on the wording of blocks: those tried on each, as one pattern, and those tried where a word stands."""

    pattern: re.Pattern[str]
    reasons: list[str]
    on_words: list[tuple[str, re.Pattern[str], str]]


@lru_cache(maxsize=1_000)
def _block_rules(near_start: bool, near_end: bool, outlet: str) -> _Rules:
    """The rules that hold for a block of this place and outlet."""
    places = {"any", *["first"] * near_start, *["last"] * near_end}
    rules = [rule for rule in _rules()["block"] if rule.get("where", "any") in places]
    rules = [rule for rule in rules if rule.get("outlet", outlet) == outlet]
    always = [rule for rule in rules if "words" not in rule]
    on_words = [
        (word, re.compile(rule["pattern"], re.S), rule["reason"]) for rule in rules for word in rule.get("words", ())
    ]
    pattern = re.compile("|".join(f"({rule['pattern']})" for rule in always), re.S)
    return _Rules(pattern, [rule["reason"] for rule in always], on_words)


def clean(body: str, outlet: object = "") -> Cleaned:
    """The running text of an article's body, and what was taken out of it.

    Returns text (paragraphs split by a blank line), kind (article, partial, stub, snippet, live blog, gallery,
    notice), dateline, reporters, editors, notices, captions, credits (lines that say who wrote or owns the text)
    and dropped (reason and text of each block taken out, in order). Sub-headings are dropped; the paragraphs an
    outlet enciphers for those who do not pay are dropped, never deciphered, and make the post `partial`.

    >>> cleaned = clean('<p><span class="articleLocation">OSLO</span> It rained.</p><p>(Reporting by Al Bo)</p>')
    >>> cleaned.text, cleaned.dateline, cleaned.reporters
    ('It rained.', 'OSLO', ['Al Bo'])
    """
    kept, dropped = _part(body, str(outlet))
    dateline: str | float = next((text for reason, text in dropped if reason == "dateline"), float("nan"))
    for i, text in enumerate(kept[:3] if dateline != dateline else []):
        if split := _split_dateline(text):
            dateline, mark, kept[i] = split
            dropped += [*(Dropped("ahead of the dateline", text) for text in kept[:i]), Dropped("dateline", mark)]
            del kept[:i]
        if split or len(text) > 200:  # a caption or summary may stand ahead, but no paragraph
            break

    def taken(*reasons: str) -> list[str]:
        return [text for reason, text in dropped if reason in reasons]

    kind = _kind(kept, dropped, body)
    text = "\n\n".join(taken("caption") if kind == "gallery" and not kept else kept)
    credits = taken("credit", "byline", "copyright", "dateline")
    return Cleaned(text, kind, dateline, *_people(dropped), taken("notice"), taken("caption"), credits, dropped)


def _part(body: str, outlet: str) -> tuple[list[str], list[Dropped]]:
    """The blocks of running text, and the others."""
    start, end = body.find("[ad_1]"), body.rfind("[ad_2]")  # the marks of a syndicating plug-in
    body = LONG_TAG.sub(" ", body[start + 6 : end] if 0 <= start < end else body)
    body = _pattern("caption").sub(r"<figcaption>\1</figcaption>", body)
    blocks = _blocks(_pattern("shortcode").sub(" ", body))
    kept: list[str] = []
    said: set[str] = set()
    dropped: list[Dropped] = []
    for i, (reason, text) in enumerate(blocks):
        reason = reason or _furniture(text, i, len(blocks), outlet) or ("said twice" if text in said else "")
        if not reason and "/" in text:
            dropped += [Dropped("short link", link) for link in _pattern("short_link").findall(text)]
            text = _pattern("short_link").sub("", text).strip()
        if reason:
            dropped.append(Dropped(reason, text))
        elif text:
            kept.append(text)
            said.update([text] if len(text) > 60 else [])  # shorter ones may well recur: "No," he said.
    return kept, dropped


def _blocks(body: str) -> list[tuple[str, str]]:
    """(reason or '', text) of each block in order; an element that a rule names is one block, with its reason."""
    data = f"<div>{ODD.sub(_repair, body)}</div>".encode()  # as bytes: a declared encoding would be an error in a str
    root = lxml.etree.fromstring(data, PARSER)
    blocks: list[tuple[str, str]] = []
    gathered: list[str] = []
    block_tags = _block_tags()
    walker = lxml.etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        tag = str(element.tag)
        if event == "start":
            named = element.get
            reason = _element_reason(tag, f"{named('class', '')} {named('id', '')} {named('itemprop', '')}")
            text = _squeeze("".join(element.itertext())) if reason else ""
            if reason and not (reason == "dateline" and not (len(text) < 60 and _pattern("dateline").fullmatch(text))):
                walker.skip_subtree()
                if text:
                    if reason != "dateline":
                        _flush(gathered, blocks)
                    blocks.append((reason, text))
                continue
        if gathered and tag in block_tags:
            _flush(gathered, blocks)
        if beside := (element.text if event == "start" else element.tail):
            gathered.append(beside)
        elif event == "start" and tag == "br":
            gathered.append("\n")
    _flush(gathered, blocks)
    return blocks


def _repair(odd: re.Match[str]) -> str:
    mark = odd.group()
    if "\x80" <= mark <= "\x9f":
        return mark.encode("latin-1").decode("cp1252", "replace").replace("\ufffd", " ")
    return "" if mark in UNSEEN else " "


def _flush(gathered: list[str], blocks: list[tuple[str, str]]) -> None:
    """Move the gathered text to the blocks: only two line breaks in a row (from <br>) part it."""
    text = "".join(gathered)
    gathered.clear()
    pieces = re.split(r"\n[ \t\r]*\n\s*", text) if text.count("\n") > 1 else [text]
    blocks += [("", piece) for piece in map(_squeeze, pieces) if piece]


def _squeeze(text: str) -> str:
    return " ".join((text if text.isascii() else ODD.sub(_repair, text)).split())  # ODD again: it may be an entity


def _furniture(text: str, i: int, total: int, outlet: str) -> str:
    """The reason why a block is no running text, or ''."""
    if len(text) > 2_000:  # no furniture is that long, and patterns need not run over a hostile block
        return ""
    rules = _block_rules(i < 4, i >= total - 4, outlet)
    if (match := rules.pattern.fullmatch(text)) and match.lastindex:
        return rules.reasons[match.lastindex - 1]
    lower = text.lower()
    for word, pattern, reason in rules.on_words:
        if word in lower and pattern.fullmatch(text):
            return reason
    return ""


def _split_dateline(text: str) -> tuple[str | float, str, str] | None:
    """Dateline, the whole mark it stands in (with date or agency), and the text behind it."""
    match = _pattern("dateline_in_text").match(text) or _pattern("agency_in_text").match(text)
    if match is None or len(match["place"] or "") > 60:
        return None
    place = _pattern("date_behind").sub("", (match["place"] or "").strip())
    return place or float("nan"), match.group().strip(), text[match.end() :]


def _kind(kept: list[str], dropped: list[Dropped], body: str) -> str:
    """What a body is, in the terms of the design."""
    reasons = [reason for reason, _ in dropped]
    words = len(" ".join(kept).split()) if sum(map(len, kept)) < 2_000 else 100  # it matters whether they are few
    if _pattern("snippet").match(body):
        return "snippet"
    if "enciphered" in reasons or "paywall" in reasons:
        return "partial"
    if sum(reason == "time stamp" for reason in reasons) >= 8:
        return "live blog"
    if words < 25 and reasons.count("caption") >= 3:
        return "gallery"
    if words < 60 and ("site notice" in reasons or not kept):
        return "notice" if "site notice" in reasons else "stub"
    if words < (25 if "credit" in reasons or "dateline" in reasons else 60):
        return "stub"
    return "article"


def _people(dropped: list[Dropped]) -> tuple[list[str], list[str]]:
    """Reporters and editors named in credit lines and bylines, in order, each once."""
    reporters: dict[str, None] = {}
    editors: dict[str, None] = {}
    for reason, text in dropped:
        if reason == "byline":
            reporters.update(dict.fromkeys(split_names(re.split(r"\b[Bb]y\s", text)[-1])))
        if reason == "credit":
            line = text.strip("() .")
            # (role, where its names begin); a line without any role word names reporters only
            marks = [(m["role"].lower(), m.start(), m.end()) for m in _pattern("role").finditer(line)] or [("", 0, 0)]
            ends = [start for _, start, _ in marks[1:]] + [len(line)]
            for (role, _, start), end in zip(marks, ends, strict=True):
                (editors if "edit" in role else reporters).update(dict.fromkeys(split_names(line[start:end])))
    return list(reporters), list(editors)


def split_names(text: str) -> list[str]:
    """The names in a list of people; where each was reporting from is left out.

    >>> split_names("Jim Finkle in Cambridge, Mass., Ben Wu in Beijing and Alister Doyle/Ruth Pitchford")
    ['Jim Finkle', 'Ben Wu', 'Alister Doyle', 'Ruth Pitchford']
    """
    names = []
    for piece in re.split(r",|;|/|\band\b|&", text):
        piece = re.sub(r"^(?:by|from|with|the)\s+", "", piece.strip(), flags=re.I)
        piece = _pattern("before_name").sub("", piece, count=1)
        piece = re.split(
            r"\s+(?:in|at|for|of|from|on|also|contributed|reported)\b|\s+\d|\s*\(|\s+@", piece, maxsplit=1
        )[0].strip(" .")
        if _pattern("name").fullmatch(piece) and piece not in PLACES:
            names.append(piece)
    return names
