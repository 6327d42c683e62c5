"""How a house wants its charts: width, fonts, colours, words, files; one object, or a TOML file.

Colours and words have one form each, that of the lexicons ``colours.toml`` and ``sentences.toml``.
A style lays its own over those, key by key: the package's, then a user's folder of lexicons, then
the style. So a folder of lexicons works as it did, and a style that says nothing of a colour
leaves it as it is.
"""

from __future__ import annotations

import json
import string
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from toolkit.lexicons import PACKAGED, Lexicons, check_lexicon, read_text

COLOURS = "colours.toml"
SENTENCES = "sentences.toml"
FORMATS = ("png", "svg", "pdf", "eps")
NARROWEST = 3.0  # inches: no label of an axis is legible below
WIDEST = 40.0
LOWEST = 2.0
POINTS = (5.0, 40.0)  # the smallest and the largest letters
SIZES = {"title": "title_size", "subtitle": "subtitle_size", "source": "source_size"}


@dataclass(frozen=True)
class Style:
    """How charts look, are worded and saved: every ``draw_`` and ``answer_`` takes one as `style`.

    Parameters
    ----------
    width
        Of the page in inches: 3.4 is a newspaper column. Labels, dates and lines break anew.
    height
        Of the page in inches; None: as high as what is drawn needs. A page that could not hold
        its rows is higher than asked for: nothing is cut.
    fonts
        Families, tried in this order, before the house's; of each the first that is installed and
        has the letter is taken, and the receipt says which were found.
    title_size, subtitle_size, source_size
        Points of the words around the chart.
    roles, source_types
        Colours by role, as in ``colours.toml``, over those of the lexicons.
    source
        The last line's source: ``{source}`` in it is what the chart says itself.
    words
        A ``sentences.toml``, or a folder that holds one, in another language: sentences, the words
        on charts, the names of months. Only that file is read of a folder.
    formats
        What `Chart.save` writes: png, svg, pdf, eps.

    Raises
    ------
    ValueError
        A value that no chart can have; the message says which may be.
    FileNotFoundError
        The file of `words` is not there.

    >>> Style(width=3.4, roles={"focus": "#AA0000"}).over().tables("colours.toml")["roles"]["focus"]
    '#AA0000'
    """

    width: float = 7.6
    height: float | None = None
    fonts: tuple[str, ...] = ()
    title_size: float = 14.0
    subtitle_size: float = 10.5
    source_size: float = 8.0
    roles: Mapping[str, str] = field(default_factory=dict)
    source_types: Mapping[str, str] = field(default_factory=dict)
    source: str = "{source}"
    words: Lexicons | str | Path = PACKAGED
    formats: tuple[str, ...] = ("png", "svg")

    def __post_init__(self) -> None:
        object.__setattr__(self, "fonts", _as_names(self.fonts, "fonts"))
        object.__setattr__(self, "formats", _as_names(self.formats, "formats"))
        _check_inches(self)
        _check_points(self)
        _check_formats(self.formats)
        _check_source(self.source)
        if not isinstance(self.words, Lexicons):
            object.__setattr__(self, "words", _read_words(Path(self.words)))
        check_lexicon(COLOURS, _write_colours(self), "style")
        known = PACKAGED.tables(COLOURS)["roles"]
        for role in self.roles:
            if role not in known:
                raise ValueError(
                    f"style: roles: {role!r} is none; there are {', '.join(known)}"
                )

    def over(self, lexicons: Lexicons = PACKAGED) -> Lexicons:
        """Lexicons with the style's words and colours over theirs, for what is drawn and said."""
        own = list(self.words.own) if isinstance(self.words, Lexicons) else []
        colours = _write_colours(self)
        if colours:
            own.append((COLOURS, colours))
        return Lexicons((*lexicons.own, *own)) if own else lexicons

    def changes(self) -> dict[str, Any]:
        """What it sets otherwise than the house, fit for JSON; a file of words as its hash."""
        changed: dict[str, Any] = {}
        for part in fields(self):
            value = getattr(self, part.name)
            if value == getattr(HOUSE_STYLE, part.name):
                continue
            if isinstance(value, Lexicons):
                value = value.changes()[["file", "sha256"]].to_dict("records")
            changed[part.name] = list(value) if isinstance(value, tuple) else value
        return changed


def read_style(path: str | Path) -> Style:
    """A style from a TOML file.

    Parameters
    ----------
    path
        Its keys are those of `Style`; letter sizes stand in a table ``[sizes]`` (title, subtitle,
        source), colours in ``[roles]`` and ``[source_types]`` as in ``colours.toml``; the path of
        `words` goes from the file.

    Raises
    ------
    FileNotFoundError, ValueError
        The file is not there, or broken: the message says where and what is wanted.

    >>> from tempfile import mkdtemp
    >>> path = Path(mkdtemp()) / "column.toml"
    >>> _ = path.write_text('width = 3.4\\n[sizes]\\ntitle = 12\\n[roles]\\nfocus = "#AA0000"\\n')
    >>> read_style(path).title_size
    12
    """
    place = Path(path)
    if not place.is_file():
        raise FileNotFoundError(f"{place}: there is no such file of a style")
    try:
        stated = tomllib.loads(read_text(place))
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{place}: broken TOML: {error}") from None
    known = [part.name for part in fields(Style) if part.name not in SIZES.values()]
    for key in stated:
        if key not in (*known, "sizes"):
            raise ValueError(
                f"{place}: {key!r} is no key of a style; there are {', '.join(known)}, sizes"
            )
    options = {key: value for key, value in stated.items() if key != "sizes"}
    options |= _read_sizes(stated.get("sizes", {}), place)
    if isinstance(options.get("words"), str):
        options["words"] = place.parent / options["words"]
    try:
        return Style(**options)
    except ValueError as error:
        raise ValueError(f"{place}: {error}") from None


def open_style(style: Style | str | Path | None) -> Style:
    """A style as a caller gave it: an object, the path of a file, or None for the house's."""
    if style is None:
        return HOUSE_STYLE
    return style if isinstance(style, Style) else read_style(style)


def _read_sizes(sizes: object, place: Path) -> dict[str, float]:
    if not isinstance(sizes, dict):
        raise ValueError(f"{place}: sizes = {sizes!r}: a table is wanted")
    for name in sizes:
        if name not in SIZES:
            raise ValueError(
                f"{place}: sizes: {name!r} is none; there are {', '.join(SIZES)}"
            )
    return {SIZES[name]: points for name, points in sizes.items()}


def _read_words(place: Path) -> Lexicons:
    """The sentences of a file, or of a folder; nothing else of it."""
    path = place / SENTENCES if place.is_dir() else place
    if not path.is_file():
        raise FileNotFoundError(f"style: words: {path}: there is no such file")
    text = read_text(path)
    check_lexicon(SENTENCES, text, str(path))
    return Lexicons(((SENTENCES, text),))


def _as_names(given: object, name: str) -> tuple[str, ...]:
    """Names in a row as a tuple; one alone is one."""
    names = (given,) if isinstance(given, str) else given
    if not isinstance(names, tuple | list) or not all(
        isinstance(part, str) for part in names
    ):
        raise ValueError(f"style: {name} = {given!r}: a list of names is wanted")
    return tuple(names)


def _check_inches(style: Style) -> None:
    limits = {"width": NARROWEST, "height": LOWEST}
    for name, least in limits.items():
        inches = getattr(style, name)
        if name == "height" and inches is None:
            continue
        if not _is_number(inches) or not least <= inches <= WIDEST:
            raise ValueError(
                f"style: {name} = {inches!r}: {least:g} to {WIDEST:g} inches are wanted"
            )


def _check_points(style: Style) -> None:
    low, high = POINTS
    for name in SIZES.values():
        points = getattr(style, name)
        if not _is_number(points) or not low <= points <= high:
            raise ValueError(
                f"style: {name} = {points!r}: {low:g} to {high:g} points are wanted"
            )


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _check_formats(formats: tuple[str, ...]) -> None:
    strange = [name for name in formats if name not in FORMATS]
    if strange or not formats:
        raise ValueError(
            f"style: formats = {list(formats)}: one or more of {', '.join(FORMATS)}"
        )


def _check_source(source: object) -> None:
    try:
        named = {name for _, name, _, _ in string.Formatter().parse(str(source))}
    except ValueError as error:
        raise ValueError(f"style: source = {source!r}: {error}") from None
    if not isinstance(source, str) or not named <= {None, "source"}:
        raise ValueError(
            f"style: source = {source!r}: a line is wanted, with {{source}} at the most"
        )


def _write_colours(style: Style) -> str:
    """The style's colours in the form of ``colours.toml``; '' for none."""
    lines = []
    for table in ("roles", "source_types"):
        colours = getattr(style, table)
        if not isinstance(colours, Mapping):
            raise ValueError(f"style: {table} = {colours!r}: a table is wanted")
        if not colours:
            continue
        lines.append(f"[{table}]")
        for name, colour in colours.items():
            if not isinstance(colour, str):
                raise ValueError(
                    f"style: {table}: {name} = {colour!r}: a text such as '#AA0000'"
                )
            lines.append(f"{json.dumps(str(name))} = {json.dumps(colour)}")
    return "\n".join(lines)


HOUSE_STYLE = Style()
