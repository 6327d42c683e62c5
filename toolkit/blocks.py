"""HTML -> blocks: the pieces of a page that stand apart, each with the reason why it is no text.

Which tags part blocks, and which elements are no text, the caller says.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import lxml.etree

# Controls U+0080..U+009F in the wild are Windows-1252 read as Latin-1; soft hyphens and
# zero-width marks go; what XML forbids, and the blanks that keep words together, become blanks.
ODD = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x80-\xa0\xad\u200b-\u200d\u202f\ufeff\ufffe\uffff]"
)
REPAIRED = {
    chr(code): bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)
}
REPAIRED |= dict.fromkeys("\xad\u200b\u200c\u200d\ufeff", "")
# What XML allows of single bytes; the other controls become blanks.
ALLOWED = bytes(code if code > 31 or code in b"\t\n\r" else 32 for code in range(256))
# Line breaks in a row.
PARTING = re.compile("(?:\n[ \t\r\xa0\xad\u200b-\u200d\ufeff]*+){2,}")

UNSEEN = re.compile(r"\bdisplay\s*:\s*none\b|\bvisibility\s*:\s*hidden\b", re.I)
STRUCK_OUT = re.compile(r"\btext-decoration(?:-line)?\s*:[^;]*\bline-through\b", re.I)
QUOTATION_MARKS = "\"'“‘„«‹»"
SENTENCE_ENDS = (".", "!", "?")
# Behind a sentence, where an element was taken out of the line: no body holds it (see ALLOWED).
SEAM = "\x1f"
BLANK_SEAM = re.compile(f"{SEAM}(?=\\w)")
LONGEST_DATELINE = 60  # characters
MOST_PIECES = 9  # of text: an element with as many is no dateline

Block = tuple[str, str]  # the reason or '', and the text
PLAIN = (
    "",
    0,
    0,
)  # an open element like most: nothing is to be done with what it holds
WITHIN = ("within", 0, 0)  # an open element inside one that is no text


class Rule(NamedTuple):
    """What is done with an element of a tag and marks.

    `parts`: whether it begins a block; `ends`: whether its end asks for more than to end one.
    """

    reason: str
    parts: bool
    ends: bool


class Blocks:
    """The parser tells it of elements and gets blocks; an element that a rule names is one.

    `reason_of` says of a tag and its marks (class, id, itemprop) why it is no text, or ''.
    """

    def __init__(
        self,
        reason_of: Callable[[str, str], str],
        block_tags: frozenset[str],
        dateline: re.Pattern[str],
    ) -> None:
        self.reason_of = reason_of
        self.rule_of = lru_cache(maxsize=20_000)(self.find_rule)
        self.block_tags = block_tags
        self.dateline = dateline
        self.blocks: list[Block] = []
        self.texts: list[str] = []
        self.data = self.texts.append  # called with each piece of text
        # Of each open element the reason, and how many blocks and texts stood before it.
        self.open = [PLAIN]

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        around = self.open[-1][0]
        if around and around != "dateline":
            self.open.append(WITHIN)
            return
        marks = ""
        if attributes:
            of = attributes.get
            marks = f"{of('class', '')} {of('id', '')} {of('itemprop', '')}"
            if of("style") or of("aria-hidden") or "hidden" in attributes:
                marks += _read_showing(attributes)
        reason, parts, ends = self.rule_of(tag, marks)
        if tag == "br":
            self.data("\n")
        elif parts and self.texts:
            self.part(around)
        if ends:
            self.open.append((reason, len(self.blocks), len(self.texts)))
        else:
            self.open.append(PLAIN)

    def find_rule(self, tag: str, marks: str) -> Rule:
        """What the caller's rules ask for; `rule_of` remembers it, for few tags differ."""
        reason = self.reason_of(tag, marks)
        parts = tag in self.block_tags and reason in ("", "dateline")
        return Rule(reason, parts, bool(reason) or tag == "q")

    def end(self, tag: str) -> None:
        opened = self.open.pop()
        if opened is WITHIN:
            return
        if opened is not PLAIN:
            self.end_marked(tag, *opened)
        if self.texts and tag in self.block_tags:
            self.part(self.open[-1][0])

    def end_marked(self, tag: str, reason: str, blocks: int, texts: int) -> None:
        """Do what an element with a reason, or a quotation, asks for at its end."""
        if reason == "dateline":
            if len(self.blocks) == blocks and len(self.texts) - texts < MOST_PIECES:
                self.end_dateline(texts)
        elif reason:
            self.end_named(tag, reason, texts)
        else:
            self.end_quotation(texts)

    def end_named(self, tag: str, reason: str, texts: int) -> None:
        """Make a block of an element that is no text; one that stands within a line cuts none."""
        text = _squeeze("".join(self.texts[texts:]))
        del self.texts[texts:]
        if not text:
            return
        if tag in self.block_tags:
            self.flush()
        elif self.texts and self.texts[-1].endswith(SENTENCE_ENDS):
            self.data(SEAM)
        self.blocks.append((reason, text))

    def end_dateline(self, texts: int) -> None:
        """Make a block of what reads like a dateline; else it stays a part of the text."""
        text = _squeeze("".join(self.texts[texts:]))
        if len(text) < LONGEST_DATELINE and self.dateline.fullmatch(text):
            del self.texts[texts:]
            self.blocks.append(("dateline", text))

    def end_quotation(self, texts: int) -> None:
        """Write the quotation marks that a browser shows around <q>."""
        quoted = "".join(self.texts[texts:])
        if quoted.strip() and quoted.strip()[0] not in QUOTATION_MARKS:
            self.texts[texts:] = [f"“{quoted}”"]

    def part(self, around: str) -> None:
        """Begin a new block; within what may be a dateline, which may hold blocks, only a mark."""
        if around == "dateline":
            self.data("\n\n")
        else:
            self.flush()

    def flush(self) -> None:
        """Make a block of the texts gathered, or several where line breaks (<br>) part them."""
        text = "".join(self.texts).strip(" \t\r\n")
        self.texts.clear()
        if not text:  # as between each </p> and <p>
            return
        if SEAM in text:
            text = BLANK_SEAM.sub(" ", text).replace(SEAM, "")
        if text.count("\n") < 2:  # as most
            squeezed = _squeeze(text)
            if squeezed:
                self.blocks.append(("", squeezed))
            return
        for piece in PARTING.split(text):
            squeezed = _squeeze(piece)
            if squeezed:
                self.blocks.append(("", squeezed))

    def close(self) -> list[Block]:
        self.flush()
        blocks = self.blocks
        self.blocks = []
        self.open = self.open[:1]
        return blocks


def make_parser(target: Blocks) -> Any:
    """A parser that gives the blocks of a body.

    Make one for all bodies, each of which close() ends: to make one is slow. Threads wait for
    each other, for lxml locks it.
    """
    make: Any = lxml.etree.HTMLParser  # its types know no target
    return make(encoding="utf-8", huge_tree=True, target=target)


def read_blocks(body: str, parser: Any) -> list[Block]:
    """The blocks of a body, in order."""
    # Bytes: a declared encoding would be an error in a str.
    data = f"<div>{body}</div>".encode("utf-8", "ignore").translate(ALLOWED)
    blocks: list[Block] = lxml.etree.fromstring(data, parser)
    return blocks


def _read_showing(attributes: Mapping[str, str]) -> str:
    """The words hidden and line-through, if an element's attributes say so."""
    style = attributes.get("style", "")
    marks = ""
    hidden = attributes.get("hidden", "until-found") != "until-found"
    if hidden or attributes.get("aria-hidden") == "true" or UNSEEN.search(style):
        marks = " hidden"
    if STRUCK_OUT.search(style):
        marks += " line-through"
    return marks


def _squeeze(text: str) -> str:
    """The text without odd marks, one blank between words."""
    # Most have nothing odd, and of blanks only the common one.
    if text.isprintable() and "  " not in text:
        return text.strip()
    # Nothing odd but blanks and line breaks; NEL is a blank to Python, to us an odd ellipsis.
    squeezed = " ".join(text.split())
    if squeezed.isprintable() and "\x85" not in text:
        return squeezed
    return " ".join(ODD.sub(lambda odd: REPAIRED.get(odd[0], " "), text).split())
