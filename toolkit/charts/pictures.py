"""A figure as the bytes of a file, the same in every run."""

import hashlib
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure

DPI = 200
DATED = re.compile(rb"^%%CreationDate: .*\n", re.MULTILINE)  # of an EPS


def render(figure: Figure, form: str, title: str, alt: str) -> bytes:
    """The picture as png, svg, pdf or eps, with its title and description where there is a place.

    The day on which it was made is left out, as it would differ from run to run.
    """
    if form == "eps":
        with opaque(figure):
            return DATED.sub(b"", _save(figure, form, {}))
    if form == "pdf":
        about = {"Title": title, "Subject": alt, "CreationDate": None}
        return _save(figure, form, about)
    about = {"Title": title, "Description": alt}
    if form == "svg":
        about["Date"] = None
    return _save(figure, form, about)


def hash_bytes(content: bytes) -> str:
    """SHA-256."""
    return hashlib.sha256(content).hexdigest()


def _save(figure: Figure, form: str, about: dict[str, Any]) -> bytes:
    with io.BytesIO() as file:
        figure.savefig(file, format=form, dpi=DPI, metadata=about)
        return file.getvalue()


@contextmanager
def opaque(figure: Figure) -> Iterator[None]:
    """Colours mixed with the white behind them for a while: EPS knows nothing transparent."""
    changed: list[tuple[Artist, dict[str, Any]]] = []
    for artist in figure.findobj(_is_transparent):
        names = [
            name for name in ("color", "facecolor", "edgecolor") if _has(artist, name)
        ]
        before = {name: getattr(artist, f"get_{name}")() for name in names}
        alpha = float(artist.get_alpha() or 1)
        changed.append((artist, {**before, "alpha": alpha}))
        mixed = {name: _mix(colour, alpha) for name, colour in before.items()}
        artist.set(alpha=None, **mixed)
    try:
        yield
    finally:
        for artist, before in changed:
            artist.set(**before)


def _is_transparent(artist: Artist) -> bool:
    alpha = artist.get_alpha()
    return isinstance(alpha, float) and 0 < alpha < 1


def _has(artist: Artist, name: str) -> bool:
    """Whether the artist has its own colour of this name: a line has one, a patch has two."""
    if name == "color":
        return hasattr(artist, "get_color")
    return hasattr(artist, f"get_{name}") and not hasattr(artist, "get_color")


def _mix(colour: Any, alpha: float) -> Any:
    """The colour, or each of several, on white."""
    colours = np.atleast_2d(to_rgba(colour) if isinstance(colour, str) else colour)
    mixed = [tuple(1 - alpha * (1 - np.array(one[:3]))) for one in colours]
    return mixed[0] if len(mixed) == 1 else mixed
