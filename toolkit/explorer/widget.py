"""The explorer as a widget: takes what a browser sends, and sends what is to be shown."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import anywidget
import traitlets
from IPython.display import display

from toolkit.answers import Answer
from toolkit.charts.look import look_of
from toolkit.corpus import Corpus
from toolkit.explorer.choice import read_choice
from toolkit.explorer.showing import Showing
from toolkit.pages import fill
from toolkit.wording import say, words_of

FRONT = files("toolkit") / "explorer"


class ExplorerWidget(anywidget.AnyWidget):  # type: ignore[misc]
    """A widget of `toolkit.explore`; its state is here, and a view that opens later has it too.

    Attributes
    ----------
    choice
        What is chosen now (`toolkit.explorer.choice.Choice`).
    answer
        The `toolkit.Answer` to it; raises ValueError if there is none.
    """

    _esm = (FRONT / "front.js").read_text(encoding="utf-8")
    _css = (FRONT / "front.css").read_text(encoding="utf-8")
    # What the browser gets once.
    offered = traitlets.Dict().tag(sync=True)
    # What it sends.
    chosen = traitlets.Dict().tag(sync=True)
    order = traitlets.Dict({"by": "published", "descending": True, "page": 0}).tag(
        sync=True
    )
    opened = traitlets.Dict({"id": ""}).tag(sync=True)
    saving = traitlets.Dict().tag(sync=True)
    # What it gets for that.
    listed = traitlets.Dict().tag(sync=True)
    answered = traitlets.Dict().tag(sync=True)
    post = traitlets.Dict().tag(sync=True)
    saved = traitlets.Dict().tag(sync=True)

    def __init__(self, corpus: Corpus) -> None:
        self._showing = Showing(corpus)
        self._lexicons = corpus.lexicons
        self.choice = self._showing.first_choice()
        super().__init__(chosen=vars(self.choice) | {"number": 0})
        self.offered = self._offer()
        self._show_posts()
        self._show_answer()
        self.observe(self._on_chosen, "chosen")
        self.observe(self._on_order, "order")
        self.observe(self._on_opened, "opened")
        self.observe(self._on_saving, "saving")

    @property
    def answer(self) -> Answer:
        """The answer to what is chosen now."""
        answer: Answer = self._showing.answer(self.choice)
        return answer

    def _ipython_display_(self) -> None:
        """The widget, and before it what stands where none runs: front.js takes that away.

        In two outputs, for of one output an exported page shows the widget alone, and nothing
        where its scripts cannot be fetched.
        """
        display({"text/html": self._show_without()}, raw=True)
        shown, about = self._repr_mimebundle_()
        shown["text/plain"] = self.offered["labels"]["label"]  # not all its traits
        display(shown, metadata=about, raw=True)

    def _offer(self) -> dict[str, Any]:
        corpus = self._showing.corpus
        return self._showing.offer() | {
            "about": self._say("about", name=corpus.name, n=len(corpus.table)),
            "words": words_of("explorer.words", self._lexicons),
            "labels": {key: self._say(key) for key in ("label", "making")},
            "columns": list(words_of("explorer.columns", self._lexicons).items()),
            "colours": look_of(self._lexicons).roles,
            "without": f"tk-without-{self.model_id}",
        }

    def _on_chosen(self, change: dict[str, Any]) -> None:
        """Other posts, or another question: the posts go out before the answer is made."""
        try:
            self.choice = read_choice(change["new"])
            if self.order.get("page"):
                self.order = self.order | {"page": 0}  # which shows them
            else:
                self._show_posts()
        except (ValueError, KeyError) as error:
            self._show_nothing()
            self._fail(error)
            return
        self._show_answer()
        self._on_opened()

    def _on_order(self, change: dict[str, Any]) -> None:
        try:
            self._show_posts()
        except (ValueError, KeyError, TypeError, OverflowError) as error:
            self._fail(error)

    def _on_opened(self, change: object = None) -> None:
        try:
            self._show_post()
        except KeyError as error:
            self._fail(error)

    def _on_saving(self, change: dict[str, Any]) -> None:
        sent = change["new"]
        number = sent.get("number")
        try:
            paths = self._showing.save(
                self.choice, str(sent.get("folder", "")), str(sent.get("name", ""))
            )
        except (ValueError, OSError) as error:
            said = self._say("unsaved", reason=_tell(error))
        else:
            said = self._say("saved", files=", ".join(map(str, paths)))
        self.saved = {"number": number, "text": said}

    def _show_posts(self) -> None:
        sent: dict[str, Any] = self.order
        page = self._showing.list_page(
            self.choice,
            by=str(sent.get("by")),
            descending=bool(sent.get("descending")),
            page=int(sent.get("page", 0)),
        )
        counted = {key: page[key] for key in ("n", "first", "last")}
        self.listed = page | {
            "title": self._say("listed", n=page["n"]),
            "place": self._say("page", **counted),
        }

    def _show_nothing(self) -> None:
        """No posts, where a choice cannot be: those of the choice before are none of its."""
        none = dict.fromkeys(("n", "first", "last"), 0)
        self.listed = (
            self.listed
            | none
            | {
                "page": 0,
                "rows": [],
                "title": self._say("listed", n=0),
                "place": self._say("page", **none),
            }
        )
        self.post = {}

    def _show_answer(self) -> None:
        try:
            html = self._showing.show_answer(self.choice)
            said = self._say("made", sentence=self.answer.sentence)
        except (
            Exception
        ) as error:  # whatever it is: else the reader would wait for ever
            self._fail(error)
            return
        self._answer_with(html, said)

    def _fail(self, error: Exception) -> None:
        self._answer_with("", self._say("failed", reason=_tell(error)))

    def _answer_with(self, html: str, said: str) -> None:
        self.answered = {
            "number": self.chosen.get("number"),
            "html": html,
            "said": said,
            "code": self._showing.show_code(self.choice),
        }

    def _show_post(self) -> None:
        post_id = str(self.opened.get("id", ""))
        if not post_id:
            self.post = {}
            return
        html = self._showing.show_post(post_id, self.choice)
        self.post = {"id": post_id, "html": html}

    def _show_without(self) -> str:
        return fill(
            "explorer/without.html.j2",
            without=self.offered["without"],
            answer=self.answered["html"],
            listed=self.listed["title"],
            columns=words_of("explorer.columns", self._lexicons).values(),
            rows=self.listed["rows"],
            code=self.answered["code"],
        )

    def _say(self, key: str, **facts: Any) -> str:
        return say(f"explorer.{key}", self._lexicons, **facts)


def _tell(error: Exception) -> str:
    """What went wrong, as a reader can use it: a KeyError puts its own into quotation marks."""
    return str(error.args[0]) if isinstance(error, KeyError) else str(error)
