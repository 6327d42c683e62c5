"""An HTML body -> the article's own text, and beside it all that was taken out, each with its reason.

The rules on elements (captions, embeds, navigation) and on the wording of blocks (credits, notices, "read more") stand
in ``lexicons/furniture.toml``. No block is lost: what is not text is a column of the posts or stands in `dropped`.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

import lxml.etree

from toolkit.lexicons import PACKAGED

# Controls U+0080..U+009F in the wild are Windows-1252 read as Latin-1; soft hyphens and zero-width marks go; what XML
# forbids, and the blanks that keep words together, become blanks.
ODD = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x80-\xa0\xad\u200b-\u200d\u202f\ufeff\ufffe\uffff]"
)
REPAIRED = {
    chr(code): bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)
}
REPAIRED |= dict.fromkeys("\xad\u200b\u200c\u200d\ufeff", "")
ALLOWED = bytes(
    code if code > 31 or code in b"\t\n\r" else 32 for code in range(256)
)  # of bytes, by XML
LONG_TAG = re.compile("<[^<>]{5000,}>")  # pictures written into the page, and worse
PARTING = re.compile(
    "(?:\n[ \t\r\xa0\xad\u200b-\u200d\ufeff]*+){2,}"
)  # line breaks in a row

PLACES = {row["place"] for row in PACKAGED.rows("places.csv")}
RULES = PACKAGED.tables("furniture.toml")
BLOCK_TAGS = frozenset(RULES["block_tags"].split())
CITY = RULES["patterns"]["city"]
PATTERNS = {
    name: re.compile(pattern.replace("CITY", CITY))
    for name, pattern in RULES["patterns"].items()
}
ELEMENTS = [
    (rule["reason"], rule.get("tags"), re.compile(rule.get("classes", "")))
    for rule in RULES["element"]
]


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


@lru_cache(maxsize=20_000)
def _element_reason(tag: str, marks: str) -> str:
    """Why an element with these classes is no running text, or ''."""
    return next(
        (
            why
            for why, tags, classes in ELEMENTS
            if tag in (tags or (tag,)) and classes.search(marks)
        ),
        "",
    )


class _Rules(NamedTuple):
    """Rules on the wording of blocks: those tried on each, as one pattern, and those tried where a word stands."""

    pattern: re.Pattern[str]
    reasons: list[str]
    on_words: list[tuple[str, re.Pattern[str], str]]


@lru_cache(maxsize=1_000)
def _block_rules(near_start: bool, near_end: bool, outlet: str) -> _Rules:
    """The rules that hold for a block of this place and outlet."""
    places = {"any", *["first"] * near_start, *["last"] * near_end}
    rules = [rule for rule in RULES["block"] if rule.get("where", "any") in places]
    rules = [rule for rule in rules if rule.get("outlet", outlet) == outlet]
    always = [rule for rule in rules if "words" not in rule]
    pattern = re.compile("|".join(f"({rule['pattern']})" for rule in always), re.S)
    gated = [(word, rule) for rule in rules for word in rule.get("words", ())]
    on_words = [
        (word, re.compile(rule["pattern"], re.S), rule["reason"])
        for word, rule in gated
    ]
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
    dateline: str | float = next(
        (text for reason, text in dropped if reason == "dateline"), float("nan")
    )
    for i, text in enumerate(kept[:3] if dateline != dateline else []):
        mark = PATTERNS["dateline_in_text"].match(text) or PATTERNS[
            "agency_in_text"
        ].match(text)
        if mark and len(place := mark["place"] or "") <= 60:
            dateline = PATTERNS["date_behind"].sub("", place.strip()) or float("nan")
            dropped += [Dropped("ahead of the dateline", text) for text in kept[:i]]
            dropped.append(Dropped("dateline", mark[0].strip()))
            kept = [text[mark.end() :], *kept[i + 1 :]]
            break
        if len(text) > 200:  # a caption or summary may stand ahead, but no paragraph
            break

    def taken(*reasons: str) -> list[str]:
        return [text for reason, text in dropped if reason in reasons]

    kind = _kind(kept, dropped, body)
    text = "\n\n".join(taken("caption") if kind == "gallery" and not kept else kept)
    credits = taken("credit", "byline", "copyright", "dateline")
    return Cleaned(
        text,
        kind,
        dateline,
        *_people(dropped),
        taken("notice"),
        taken("caption"),
        credits,
        dropped,
    )


def _part(body: str, outlet: str) -> tuple[list[str], list[Dropped]]:
    """The blocks of running text, and the others."""
    start, end = (
        body.find("[ad_1]"),
        body.rfind("[ad_2]"),
    )  # the marks of a syndicating plug-in
    body = LONG_TAG.sub(" ", body[start + 6 : end] if 0 <= start < end else body)
    body = PATTERNS["caption"].sub(r"<figcaption>\1</figcaption>", body)
    data = f"<div>{PATTERNS['shortcode'].sub(' ', body)}</div>".encode(
        "utf-8", "ignore"
    ).translate(ALLOWED)
    blocks = lxml.etree.fromstring(
        data, PARSER
    )  # bytes: a declared encoding would be an error in a str
    kept, said, dropped = list[str](), set[str](), list[Dropped]()
    for i, (reason, text) in enumerate(blocks):
        if (
            reason := reason
            or _furniture(text, i, len(blocks), outlet)
            or ("said twice" if text in said else "")
        ):
            dropped.append(Dropped(reason, text))
            continue
        if "/" in text:
            dropped += [
                Dropped("short link", link)
                for link in PATTERNS["short_link"].findall(text)
            ]
            text = PATTERNS["short_link"].sub("", text).strip()
        kept += [text] if text else []
        if len(text) > 60:  # shorter ones may well recur: "No," he said.
            said.add(text)
    return kept, dropped


class _Blocks:
    """The parser tells it of elements and gets blocks, (reason or '', text); an element that a rule names is one."""

    def __init__(self) -> None:
        self.blocks: list[tuple[str, str]] = []
        self.texts: list[str] = []
        self.data = self.texts.append  # called with each piece of text
        self.open = [
            ("", 0, 0)
        ]  # of each open element the reason, and how many blocks and texts stood before it

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        reason = "within"
        if self.open[-1][0] in ("", "dateline"):
            named = attributes.get
            marks = (
                f"{named('class', '')} {named('id', '')} {named('itemprop', '')}"
                if attributes
                else ""
            )
            reason = _element_reason(tag, marks)
            if tag == "br":
                self.data("\n")
            elif self.texts and tag in BLOCK_TAGS and reason in ("", "dateline"):
                self.part()
        self.open.append((reason, len(self.blocks), len(self.texts)))

    def end(self, tag: str) -> None:
        reason, blocks, texts = self.open.pop()
        if reason == "within":
            return
        dated = reason == "dateline"
        if reason and (
            not dated or (len(self.blocks) == blocks and len(self.texts) - texts < 9)
        ):
            text = _squeeze("".join(self.texts[texts:]))
            if not dated or (len(text) < 60 and PATTERNS["dateline"].fullmatch(text)):
                del self.texts[texts:]
                if text and not dated:
                    self.flush()
                self.blocks += [(reason, text)] if text else []
        if self.texts and tag in BLOCK_TAGS:
            self.part()

    def part(self) -> None:
        """Begin a new block; within what may be a dateline only mark the place, for it may hold blocks."""
        self.data("\n\n") if self.open[-1][0] == "dateline" else self.flush()

    def flush(self) -> None:
        """Make a block of the texts gathered, or several where line breaks (from <br>) part them."""
        text = "".join(self.texts).strip(" \t\r\n")
        self.texts.clear()
        pieces = PARTING.split(text) if text.count("\n") > 1 else [text]
        self.blocks += [("", piece) for piece in map(_squeeze, pieces) if piece]

    def close(self) -> list[tuple[str, str]]:
        self.flush()
        blocks, self.blocks, self.open = self.blocks, [], self.open[:1]
        return blocks


# One for all bodies, each of which close() ends: to make one is slow. Threads wait for each other, for lxml locks it.
PARSER = lxml.etree.HTMLParser(encoding="utf-8", huge_tree=True, target=_Blocks())  # type: ignore[call-overload]


def _squeeze(text: str) -> str:
    if (
        text.isprintable() and "  " not in text
    ):  # nothing odd, and of blanks only the common one
        return text.strip()
    return " ".join(ODD.sub(lambda odd: REPAIRED.get(odd[0], " "), text).split())


def _furniture(text: str, i: int, total: int, outlet: str) -> str:
    """The reason why a block is no running text, or ''."""
    if (
        len(text) > 2_000
    ):  # no furniture is that long, and patterns need not run over a hostile block
        return ""
    rules = _block_rules(i < 4, i >= total - 4, outlet)
    if (match := rules.pattern.fullmatch(text)) and match.lastindex:
        return rules.reasons[match.lastindex - 1]
    lower = text.lower()
    for word, pattern, reason in rules.on_words:
        if word in lower and pattern.fullmatch(text):
            return reason
    return ""


def _kind(kept: list[str], dropped: list[Dropped], body: str) -> str:
    reasons = [reason for reason, _ in dropped]
    words = (
        len(" ".join(kept).split()) if sum(map(len, kept)) < 2_000 else 100
    )  # it matters whether they are few
    if PATTERNS["snippet"].match(body):
        return "snippet"
    if "enciphered" in reasons or "paywall" in reasons:
        return "partial"
    if reasons.count("time stamp") >= 8:
        return "live blog"
    if words < 25 and reasons.count("caption") >= 3:
        return "gallery"
    if words < 60 and "site notice" in reasons:
        return "notice"
    return (
        "stub"
        if words < (25 if "credit" in reasons or "dateline" in reasons else 60)
        else "article"
    )


def _people(dropped: list[Dropped]) -> tuple[list[str], list[str]]:
    """Reporters and editors named in credit lines and bylines, in order, each once."""
    reporters, editors = list[str](), list[str]()
    for reason, text in dropped:
        if reason == "byline":
            reporters += split_names(re.split(r"\b[Bb]y\s", text)[-1])
        if (
            reason == "credit"
        ):  # role, names, role, names; a line without any role names reporters only
            parts = PATTERNS["role"].split(text.strip("() ."))
            for role, names in zip(
                parts[1::2] or [""], parts[2::2] or parts, strict=True
            ):
                (editors if "edit" in role.lower() else reporters).extend(
                    split_names(names)
                )
    return list(dict.fromkeys(reporters)), list(dict.fromkeys(editors))


def split_names(text: str) -> list[str]:
    """The names in a list of people; where each was reporting from is left out.

    >>> split_names("Jim Finkle in Cambridge, Mass., Ben Wu in Beijing and Alister Doyle/Ruth Pitchford")
    ['Jim Finkle', 'Ben Wu', 'Alister Doyle', 'Ruth Pitchford']
    """
    names = []
    for piece in re.split(r",|;|/|\band\b|&", text):
        piece = PATTERNS["before_name"].sub(
            "", re.sub(r"^(?:by|from|with|the)\s+", "", piece.strip(), flags=re.I)
        )
        piece = PATTERNS["behind_name"].split(piece, maxsplit=1)[0].strip(" .")
        if PATTERNS["name"].fullmatch(piece) and piece not in PLACES:
            names.append(piece)
    return names
