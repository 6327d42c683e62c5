"""How all charts look: the house style, colours by role, fonts, the measures of the page."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import matplotlib.style
import numpy as np
from matplotlib.colors import is_color_like, to_rgb
from matplotlib.font_manager import fontManager

from toolkit.lexicons import PACKAGED, Lexicons
from toolkit.style import COLOURS

MARGIN = 0.2  # around the page, in inches

HOUSE: dict[Any, Any] = matplotlib.rc_params_from_file(
    str(files("toolkit").joinpath("house.mplstyle")), use_default_template=False
)


class Look(NamedTuple):
    """Colours by role and by type of source, and the settings of matplotlib made of them."""

    roles: dict[str, str]
    fills: dict[str, str]
    settings: dict[str, Any]

    @contextmanager
    def style(self) -> Iterator[None]:
        """The house style for a while, whatever the user has set."""
        house = matplotlib.style.context(self.settings, after_reset=True)
        with house, warnings.catch_warnings():
            # The chart itself says so.
            warnings.filterwarnings("ignore", "Glyph .* missing from font")
            yield

    def ink_on(self, fill: Any) -> str:
        """The colour of text on a fill: white on dark, ink on light."""
        brightness = np.dot(to_rgb(fill), [0.299, 0.587, 0.114])
        return "white" if brightness < 0.5 else self.roles["ink"]


@cache
def look_of(lexicons: Lexicons = PACKAGED, fonts: tuple[str, ...] = ()) -> Look:
    """The look with the colours of these lexicons; ValueError for what is no colour.

    Of `fonts` those that are installed stand before the house's.
    """
    tables = lexicons.tables(COLOURS)
    roles = tables["roles"]
    fills = tables["source_types"]
    for name, colour in [*roles.items(), *fills.items()]:
        if not is_color_like(colour):
            raise ValueError(f'{COLOURS}: {name} = "{colour}" is no colour')
    written: dict[str, Any] = {
        "font.family": installed_fonts((*fonts, *HOUSE["font.sans-serif"])),
        "text.color": roles["ink"],
        "axes.edgecolor": roles["muted"],
        "xtick.color": roles["quiet"],
        "ytick.color": roles["quiet"],
    }
    return Look(roles, fills, {**HOUSE, **written})


def installed_fonts(names: tuple[str, ...]) -> list[str]:
    """Those of the fonts that are here; matplotlib takes the first that has a glyph."""
    installed = set(fontManager.get_font_names())
    return [name for name in dict.fromkeys(names) if name in installed]
