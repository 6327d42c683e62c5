"""Pages and texts of news databases as blocks: one walk over HTML for all; the rules are data."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import lxml.etree

from toolkit.lexicons import PACKAGED

RULES = PACKAGED.tables("news_databases.toml")
# Elements that begin and end a block.
BLOCK_TAGS = frozenset(
    "address article aside blockquote body br center dd div dl dt footer form h1 h2 h3 h4 h5 h6"
    " header hr li main nav ol p pre section table tbody td th thead tr ul".split()
)
UNSEEN = ("script", "style", "head")
INLINE_STARTS = ("a", "span")  # a document that they begin ends where the next begins
DEEPEST = 30  # elements whose marks a block keeps
WRAPPED = 120  # characters: where most lines are longer, each is a paragraph of its own
LINK = re.compile(r"\((https?://[^\s()]{1,500})\)$")
FURNITURE = re.compile(RULES["furniture"])


class Block(NamedTuple):
    """A paragraph: its text, the marks of the elements it stands in, the link in it."""

    text: str
    marks: str = ""
    link: str = ""


Document = list[Block]


def read_page(text: str, rule: Mapping[str, str]) -> list[Document]:
    """The documents of a page, each from an element or comment that its `document` matches.

    Elements that its `apart` matches are blocks too.
    """
    # Bytes: a declared encoding would be an error in a str.
    parser = lxml.etree.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True)
    tree = parse_tree(text.encode("utf-8", "ignore"), parser)
    walk = _Walk(re.compile(rule["document"]), re.compile(rule.get("apart", "$^")))
    if tree is not None:
        for event, element in lxml.etree.iterwalk(
            tree, events=("start", "end", "comment")
        ):
            walk.meet(event, element)
        walk.flush()
    return walk.documents


def parse_tree(data: bytes, parser: Any) -> Any:
    """The root of HTML or XML, or None where there is none."""
    try:
        return lxml.etree.fromstring(data, parser)
    except lxml.etree.LxmlError:
        return None


class _Walk:
    """What is known at a place of the page: open elements, gathered texts, documents so far."""

    def __init__(self, start: re.Pattern[str], apart: re.Pattern[str]) -> None:
        self.start = start
        self.apart = apart
        self.documents: list[Document] = []
        self.open: list[str] = []  # the marks of open elements
        self.met: list[str] = []  # and of those within the texts gathered
        self.texts: list[str] = []
        self.link = ""
        self.unseen = 0
        self.container: Any = None  # the element that holds the document

    def meet(self, event: str, element: Any) -> None:
        if event == "comment":
            self.begin(element, str(element.text))
            self.texts.append(element.tail or "")
            return
        mark = self.mark_of(element) if event == "start" else self.open[-1]
        if element.tag in BLOCK_TAGS or self.apart.search(mark):
            self.flush()
        step = 1 if event == "start" else -1
        if element.tag in UNSEEN:
            self.unseen += step
        if event == "start":
            self.enter(element, mark)
        else:
            self.open.pop()
            if element is self.container:
                self.container = None
                self.documents.append([])  # what follows belongs to none
            self.texts.append(self.seen(element.tail))

    def seen(self, text: str | None) -> str:
        return "" if self.unseen else text or ""

    def mark_of(self, element: Any) -> str:
        of = element.attrib.get
        return f"{element.tag} {of('class', '')} #{of('id', '')} @{of('name', '')}"

    def enter(self, element: Any, mark: str) -> None:
        self.begin(element, mark)
        self.open.append(mark)
        self.met.append(mark)
        self.link = element.get("href") or self.link
        self.texts.append(self.seen(element.text))

    def begin(self, element: Any, mark: str) -> None:
        if self.container is None and self.start.search(mark):
            self.flush()
            self.documents.append([])
            if isinstance(element.tag, str) and element.tag not in INLINE_STARTS:
                self.container = element

    def flush(self) -> None:
        """A block of the texts gathered; those outside of all documents are dropped."""
        text = squeeze("".join(self.texts))
        if text and self.documents and not FURNITURE.fullmatch(text):
            marks = " ".join(self.open[-DEEPEST:] + self.met[:DEEPEST])
            self.documents[-1].append(Block(text, marks, self.link))
        self.texts.clear()
        self.met.clear()
        self.link = ""


def squeeze(text: str) -> str:
    """The text with single blanks."""
    return " ".join(text.split())


def read_lines(lines: list[str]) -> Document:
    """Lines of which each is a paragraph, as those of RTF and Word, as blocks."""
    blocks = []
    for line in map(squeeze, lines):
        link = LINK.search(line)
        bare = line[: link.start()].strip() if link else line
        if bare and not FURNITURE.fullmatch(bare):
            blocks.append(Block(bare, link=link[1] if link else ""))
    return blocks


def join_lines(text: str, starts: re.Pattern[str], alone: re.Pattern[str]) -> Document:
    """Hard-wrapped lines as blocks.

    Blank lines part them, and lines that match `starts`, or the whole of `alone`.
    """
    return read_lines(list(_paragraphs(text, starts, alone)))


def _paragraphs(
    text: str, starts: re.Pattern[str], alone: re.Pattern[str]
) -> Iterator[str]:
    for part in re.split(r"\n[ \t]*\n", text.replace("\f", "\n\n")):
        lines = [line.strip() for line in part.split("\n")]
        long = sum(len(line) > WRAPPED for line in lines)
        is_wrapped = long * 2 <= len(lines)
        paragraph: list[str] = []
        for line in lines:
            is_alone = alone.fullmatch(line)
            if is_alone or not is_wrapped or starts.match(line):
                yield " ".join(paragraph)
                paragraph = []
            paragraph.append(line)
            if is_alone:
                yield line
                paragraph = []
        yield " ".join(paragraph)
