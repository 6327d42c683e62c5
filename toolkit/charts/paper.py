"""The figure as a page: what is drawn, and around it the words, written anew when they change."""

from typing import Any, cast

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text

from toolkit.charts.lettering import size_of, wrap
from toolkit.charts.look import MARGIN, Look
from toolkit.lexicons import PACKAGED, Lexicons
from toolkit.style import HOUSE_STYLE, Style

GAP = 0.06  # inches between title and subtitle
ABOVE = 0.2  # inches between subtitle and what is drawn
LINES = 68  # of a text, at most, on a page of one inch: a narrow page has more lines


class Page(Figure):
    """A figure that keeps its image until it is handed out to someone who could change it.

    Parameters
    ----------
    style, words
        The style of the chart, and the lexicons with its words.
    """

    def __init__(self, style: Style = HOUSE_STYLE, words: Lexicons = PACKAGED) -> None:
        super().__init__()
        self.style = style
        self.words = words
        self.handed_out = False
        self.kept: dict[tuple[Any, ...], bytes] = {}
        self.time_axes: list[Axes] = []  # whose x are days from 1970
        self.label_inches = 0.0  # of the labels of marked days, one below the other
        self.rows_top: float | None = None  # of rows below such labels
        self._drawn: _Drawn | None = None
        self._said: tuple[str, ...] = ()
        self.own_texts: list[Text] = []  # the words around what is drawn

    @property
    def done(self) -> bool:
        """Whether all is drawn, so that words may be written around it."""
        return self._drawn is not None

    def finish(self) -> None:
        """Take what is drawn by now as the inside of the page."""
        self._drawn = _Drawn(self)

    def write(self, words: tuple[str, ...], look: Look) -> None:
        """Title and subtitle above the axes, the last line below; the page grows by their height.

        Nothing is done if the same words stand there.
        """
        if self._drawn is None or words == self._said:
            return
        self._said = words
        for text in self.own_texts:
            text.remove()
        wrapped, (title, subtitle, last) = self._wrap(words)
        below = last + MARGIN
        head = MARGIN + title + GAP + subtitle + ABOVE
        total = self._drawn.place(head, below, self.style.height)
        places = (total - MARGIN, total - MARGIN - title - GAP, below)
        self.own_texts = [
            self.text(
                MARGIN / self.style.width,
                y / total,
                line,
                va="top",
                size=points,
                weight=weight,
                color=look.roles[role],
            )
            for line, y, (points, weight, role) in zip(
                wrapped, places, self._letters(), strict=True
            )
        ]
        self.kept.clear()

    def heighten(self, inches: float) -> None:
        """Make what is drawn so much higher, once the words are written anew."""
        if self._drawn is not None:
            self._drawn.tall += inches
            self._said = ()

    def room(self, words: tuple[str, ...]) -> float | None:
        """The inches that are left between these words; None where the style asks for no height."""
        if self.style.height is None:
            return None
        _, heights = self._wrap(words)
        return self.style.height - sum(heights) - GAP - ABOVE - 2 * MARGIN

    def _letters(self) -> list[tuple[float, str, str]]:
        """Points, weight and role of title, subtitle and last line."""
        style = self.style
        return [
            (style.title_size, "bold", "ink"),
            (style.subtitle_size, "normal", "quiet"),
            (style.source_size, "normal", "quiet"),
        ]

    def _wrap(self, words: tuple[str, ...]) -> tuple[list[str], list[float]]:
        """The words in lines that fit, and the height of each in inches."""
        width = self.style.width - 2 * MARGIN
        most = max(9, round(LINES / self.style.width))
        wrapped = []
        heights = []
        for text, (points, weight, _) in zip(words, self._letters(), strict=True):
            wrapped.append(wrap(text, width, points, weight, most))
            heights.append(size_of(wrapped[-1], points)[1])
        return wrapped, heights


def figure_of(axes: Axes) -> Figure:
    """The figure that axes are on."""
    return cast(Figure, axes.get_figure(root=True))


def grow(page: Figure, *, above: float = 0, below: float = 0) -> None:
    """Make a page higher by what stands above its axes, or below their dates, in inches."""
    before = page.get_figheight()
    total = before + above + below
    places = page.subplotpars
    bottom = (places.bottom * before + below) / total
    top = (places.top * before + below) / total
    page.set_figheight(total)
    page.subplots_adjust(bottom=bottom, top=top)


class _Drawn:
    """What is drawn: its height, and that of the room above and below its axes, in inches."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.tall = page.get_figheight()
        self.below = page.subplotpars.bottom * self.tall
        self.above = (1 - page.subplotpars.top) * self.tall

    def place(self, head: float, foot: float, height: float | None) -> float:
        """Put it between head and foot; the height of the page, that asked for if it suffices."""
        total = head + self.tall + foot
        if height is not None:
            total = max(total, height)
        self.page.set_figheight(total)
        self.page.subplots_adjust(
            bottom=(self.below + foot) / total, top=1 - (self.above + head) / total
        )
        return total
