"""The files in zip and tar archives; nothing is written out.

What kinds there are is in `archive_kinds.py`, the limits in `archive_members.py`.
"""

import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

from toolkit.formats.archive_kinds import find_tarred, find_zipped
from toolkit.formats.archive_members import (
    Allowance,
    IsStreamed,
    Members,
    read_members,
)
from toolkit.formats.common import FieldColumns, Problem, Records
from toolkit.formats.x_archives import join_needed

DEEPEST_ARCHIVE = 3  # archives inside archives that are opened


def find_bundle(source: Path | bytes, bundles: Mapping[str, list[str]]) -> str | None:
    """The format of a zip file that is one source, by its members' paths; None for others.

    `bundles` are patterns by the format, of which each fits a member's path; a folder around all
    members does not count.
    """
    try:
        with zipfile.ZipFile(
            io.BytesIO(source) if isinstance(source, bytes) else source
        ) as archive:
            paths = archive.namelist()
    except Exception:  # no zip file, or a broken one, of which `open_members` tells
        return None
    for format, stated in bundles.items():
        patterns = [re.compile(rf"(?:[^/]*/)?(?:{path})") for path in stated]
        if all(any(map(pattern.fullmatch, paths)) for pattern in patterns):
            return format
    return None


def hold_all(path: str, head: bytes) -> bool:
    """That no member is read piece by piece, but web archives by their names."""
    return False


def open_members(
    source: Path | bytes,
    allowance: Allowance | None = None,
    is_streamed: IsStreamed = hold_all,
) -> Members:
    """The files in an archive: path in it ('' for the whole), bytes or why they are left out.

    A web archive in a zip file is an open file, read piece by piece, and so is a large member
    if `is_streamed` says so of its path and its first bytes; each is closed when the next is
    asked for. `allowance` is that of the archive around it. Raises OSError if the archive cannot
    be opened.
    """
    with io.BytesIO(source) if isinstance(source, bytes) else source.open("rb") as file:
        is_zip = file.read(2) == b"PK"
        file.seek(0)
        try:
            found = find_zipped(file) if is_zip else find_tarred(file, is_streamed)
            members = read_members(found, allowance or Allowance(), is_streamed)
            yield from join_needed(members)
        except Exception as error:
            yield "", Problem("", f"broken archive: {error}", "the rest skipped")


def refuse_nested(data: bytes, name: str, columns: FieldColumns) -> Records:
    """The reader of an archive that stands too deep in others."""
    raise ValueError(f"archives inside archives are opened to {DEEPEST_ARCHIVE} deep")


def refuse_others(data: bytes, name: str, columns: FieldColumns) -> Records:
    """The reader of what is packed by 7-Zip or RAR."""
    raise ValueError(
        "what 7-Zip or RAR packed is not opened: unpack it, or pack it as zip"
    )


READERS_OF_BYTES = {"archive": refuse_nested, "archive of another kind": refuse_others}
