"""The values that stand in a file of JSON, one after another, whatever is broken among them."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from toolkit.formats.common import Problem
from toolkit.formats.json_window import Window

MOST_BROKEN = 1_000  # values of a file, after which the rest is skipped


def find_values(pieces: Iterable[str]) -> Iterator[Any]:
    """The values of arrays, of lines and of pages dumped one after another, and problems."""
    window = Window(iter(pieces))
    broken = 0
    while window.find_start():
        try:
            value = _decode(window)
        except (ValueError, RecursionError) as error:
            broken += 1
            stop = getattr(error, "pos", window.start)
            line = window.count_line(stop)
            goes_on = broken < MOST_BROKEN and window.find_following(stop)
            reason = getattr(error, "msg", "endless nesting")
            action = "skipped" if goes_on else "the rest skipped"
            yield Problem(f"line {line}", f"broken JSON: {reason}", action)
            if not goes_on:
                return
        else:
            yield value


def _decode(window: Window) -> Any:
    """The value at the window's start, behind which it starts then."""
    while True:
        try:
            value, end = window.decoder.raw_decode(window.text, window.start)
        except json.JSONDecodeError as error:
            if window.is_cut(error) and window.take_more():
                continue
            raise
        # A number at the end of a piece may go on in the next.
        if end < len(window.text) or not window.take_more():
            window.start = end
            return value
