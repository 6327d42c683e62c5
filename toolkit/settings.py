"""Settings that stand beside the notebooks or the posts: ``toolkit.toml``."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from toolkit.lexicons import read_text

NAME = "toolkit.toml"
KEYS = {
    "lexicons": str,
    "columns": str,
    "dayfirst": bool,
    "timezone": str,
    "style": str,
}
PATHS = ("lexicons", "columns", "style")


def read_settings(source: Path | None = None) -> dict[str, Any]:
    """The settings of the first ``toolkit.toml`` that is found, paths made whole; {} without one.

    It is looked for in the working folder, then in the source, then beside it. Raises ValueError
    for a broken file, an unknown key, or a value of another type, naming file and key.

    >>> from toolkit.examples import bundled
    >>> sorted(read_settings(bundled("data/posts")))
    ['lexicons']
    """
    folders = [Path()] if source is None else [Path(), source, source.absolute().parent]
    path = next(
        (folder / NAME for folder in folders if (folder / NAME).is_file()), None
    )
    if path is None:
        return {}
    try:
        settings = tomllib.loads(read_text(path))
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{path}: broken TOML: {error}") from None
    for key, value in settings.items():
        if key not in KEYS:
            raise ValueError(
                f"{path}: {key!r} is no setting; there are {', '.join(KEYS)}"
            )
        if not isinstance(value, KEYS[key]):
            wanted = KEYS[key].__name__
            raise ValueError(f"{path}: {key} = {value!r}: a {wanted} is wanted")
    wholes = {key: path.parent / settings[key] for key in PATHS if key in settings}
    return settings | wholes
