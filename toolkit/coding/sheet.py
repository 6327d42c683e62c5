"""Posts shown to a coder one by one, with what the measure found marked in place."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

from toolkit.coding.agreement import agreement
from toolkit.wording import say, words_of

if TYPE_CHECKING:
    from toolkit.corpus import Corpus

YES = "1y"
NO = "0n"
BACK = "ub"


@dataclass(eq=False)
class Sheet:
    """A sample, and the codes that one coder or more have given; a notebook shows it to fill in.

    Attributes
    ----------
    sample
        From `toolkit.sample_posts`.
    codes
        A row a post, a column a coder: 1, 0, or empty.
    definition
        When an article counts, in words.
    coder
        Whose codes are filled in now.
    """

    sample: pd.DataFrame = field(repr=False)
    corpus: Corpus = field(repr=False)
    definition: str
    coder: str = "coder 1"
    codes: pd.DataFrame = field(default_factory=pd.DataFrame, repr=False)
    order: list[object] = field(default_factory=list, repr=False)

    def __post_init__(self) -> None:
        if self.codes.empty:
            self.codes = pd.DataFrame(index=self.sample.index)
        self.codes = self.codes.reindex(self.sample.index)
        if self.coder not in self.codes:
            self.codes[self.coder] = pd.Series(dtype="Int64")

    def code(self, value: int) -> None:
        """Give the post that is shown a code, 1 or 0, and go on to the next.

        Raises ValueError for another code.
        """
        if value not in (0, 1):
            raise ValueError(f"code: 1 or 0 is wanted, not {value!r}")
        left = self.left()
        if len(left):
            self.codes.loc[left[0], self.coder] = value
            self.order.append(left[0])

    def undo(self) -> None:
        """Take the last code back."""
        if self.order:
            self.codes.loc[self.order.pop(), self.coder] = pd.NA

    def left(self) -> pd.Index[Any]:
        """The posts that this coder has not coded."""
        return self.codes.index[self.codes[self.coder].isna()]

    def coded(self) -> pd.DataFrame:
        """The sample with this coder's codes, as `toolkit.correct_share` takes it."""
        return self.sample.assign(code=self.codes[self.coder])

    def agreement(self) -> dict[str, float]:
        """`toolkit.agreement` of all coders."""
        return agreement(self.codes)

    def show(self) -> str:
        """HTML: how many are left, the definition, and the next post with its marks."""
        left = self.left()
        counted = say("coding.left", self.corpus.lexicons, n=len(left))
        page = f"<p>{counted}</p><p>{html.escape(self.definition)}</p>"
        if len(left):
            page += self.corpus.explain(left[0]).data
        return page.replace("$", "&#36;")

    def _ipython_display_(self) -> None:
        import ipywidgets as widgets
        from IPython.display import display

        words = words_of("coding.buttons", self.corpus.lexicons)
        page = widgets.HTML(self.show())
        keys = widgets.Text(placeholder=words["keys"], continuous_update=True)
        buttons = [
            widgets.Button(description=words[name]) for name in ("yes", "no", "undo")
        ]

        def act(letter: str) -> None:
            if letter and letter in YES:
                self.code(1)
            elif letter and letter in NO:
                self.code(0)
            elif letter and letter in BACK:
                self.undo()
            page.value = self.show()

        def typed(change: Any) -> None:
            if change["new"]:
                keys.value = ""
                act(change["new"][-1].lower())

        for button, letter in zip(buttons, (YES[0], NO[0], BACK[0]), strict=True):
            button.on_click(lambda _, letter=letter: act(letter))
        keys.observe(typed, "value")
        display(widgets.VBox([widgets.HBox([*buttons, keys]), page]))


def code_sample(
    sample: pd.DataFrame,
    corpus: Corpus,
    measure: str = "",
    *,
    coder: str = "coder 1",
    definition: str | None = None,
    codes: pd.DataFrame | None = None,
) -> Sheet:
    """A sheet to code a sample on: in a notebook posts are shown one by one.

    Keys, typed into the field beside the buttons: 1 or y (it counts), 0 or n (it does not), u (take
    the last back). The sample's order does not tell which posts are flagged. Another coder codes
    the same sample with `codes=` of the first sheet.

    Parameters
    ----------
    sample
        From `sample_posts`.
    corpus
        From which it was drawn.
    measure
        Whose definition is shown; of "anonymous" and the tones there is one, else `definition`
        must say when an article counts.
    coder
        Whose codes are filled in.
    definition
        In your own words.
    codes
        Of an earlier sheet, or read from a file: a row a post, a column a coder.

    Raises
    ------
    ValueError
        There is no definition.

    >>> from toolkit.examples import bundled
    >>> import toolkit as tk
    >>> corpus = tk.open_corpus(bundled("data/posts"))
    >>> sample = tk.sample_posts(corpus, "anonymous", n=4)
    >>> sheet = code_sample(sample, corpus, "anonymous")
    >>> sheet.code(1); sheet.code(0); sheet.undo()
    >>> len(sheet.left())
    3
    """
    known: Mapping[str, str] = words_of("coding.definitions", corpus.lexicons)
    said = definition or known.get(measure, "")
    if not said:
        there: Iterable[str] = known
        raise ValueError(
            "definition=: say when an article counts; there are definitions of "
            + ", ".join(there)
        )
    given = pd.DataFrame() if codes is None else codes.copy()
    return Sheet(sample, corpus, said, coder, given)
