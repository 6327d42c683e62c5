"""The walk over a page of a news database: what is known at each place of it."""

import re
from collections.abc import Mapping
from typing import Any

from toolkit.formats.database_blocks import FURNITURE, RULES, Block, Document, squeeze

# Elements that begin and end a block.
BLOCK_TAGS = frozenset(RULES["block_tags"].split())
UNSEEN = ("script", "style", "head")
INLINE_STARTS = ("a", "span")  # a document that they begin ends where the next begins
NEVER = "$^"
DEEPEST = 30  # elements whose marks a block keeps


class Walk:
    """What is known at a place of the page: open elements, gathered texts, documents so far."""

    def __init__(self, rule: Mapping[str, str]) -> None:
        self.start = re.compile(rule["document"])
        self.end = re.compile(rule.get("end", NEVER))
        self.apart = re.compile(rule.get("apart", NEVER))
        self.documents: list[Document] = []
        self.open: list[str] = []  # the marks of open elements
        self.met: list[str] = []  # and of those within the texts gathered
        self.texts: list[str] = []
        self.link = ""
        self.unseen = 0
        self.within = False  # whether a document has begun and not ended
        self.container: Any = None  # the element that holds the document

    def meet(self, event: str, element: Any) -> None:
        if event == "comment":
            if self.end.search(str(element.text)):
                self.finish()
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
                self.finish()
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
            self.within = True
            if isinstance(element.tag, str) and element.tag not in INLINE_STARTS:
                self.container = element

    def finish(self) -> None:
        """The end of a document: what follows belongs to none, until another begins."""
        self.flush()
        self.within = False
        self.container = None

    def flush(self) -> None:
        """A block of the texts gathered; those outside of all documents are dropped."""
        text = squeeze("".join(self.texts))
        if text and self.within and not FURNITURE.fullmatch(text):
            marks = " ".join(self.open[-DEEPEST:] + self.met[:DEEPEST])
            self.documents[-1].append(Block(text, marks, self.link))
        self.texts.clear()
        self.met.clear()
        self.link = ""
