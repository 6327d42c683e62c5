"""The files of a source, one after the other: their posts, and what is wrong with them."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pandas as pd

from toolkit.formats import (
    FieldColumns,
    Problem,
    Record,
    find_bundle,
    find_format,
    is_read_open,
    open_folder,
    open_members,
    read_records,
)
from toolkit.formats.archive_members import Allowance
from toolkit.formats.archives import DEEPEST_ARCHIVE
from toolkit.formats.compression import LARGEST_MEMBER
from toolkit.formats.x_archives import is_of_archive, needed_beside
from toolkit.language import is_foreign
from toolkit.lexicons import Lexicons
from toolkit.naming import NO_DATE, find_missing, name_records
from toolkit.publication_dates import (
    DateWords,
    guess_dayfirst,
    is_ambiguous,
    read_moment,
)
from toolkit.records_to_posts import make_post, rename_fields, stated_dates
from toolkit.source_files import Unit, list_units

HEAD = 65_536  # bytes that show the format
LARGEST_BODY = 20_000_000  # characters
PACKED = re.compile(r"\.(?:gz|bz2|xz|zst)$", re.I)
FIRST_YEAR = 1990  # of what a date is likely; an archive's may be earlier
SINGLE_FORMATS = ("front matter", "page", "plain text")  # of files that hold one post

# A post under its post_id, or a problem under the name of its file.
Findings = Iterator[tuple[str, dict[str, Any] | Problem]]


class Settings(NamedTuple):
    """What the caller says of a source, worked out once."""

    columns: FieldColumns
    order: dict[str, int]  # the place of each key in `columns`: the first is preferred
    given: dict[str, str]  # the user's own names of fields, by their keys
    dayfirst: bool | None
    timezone: ZoneInfo
    dates: DateWords
    lexicons: Lexicons
    names: set[str]  # of the fields met, which the reading fills


def find_posts(root: Path, settings: Settings) -> Findings:
    """All posts and problems of a source, unit after unit.

    Raises FileNotFoundError where there is no such file or folder.
    """
    for unit in list_units(root):
        if isinstance(unit, Unit):
            yield from read_unit(unit, settings)
        else:
            yield unit


def read_unit(unit: Unit, settings: Settings) -> Findings:
    """The posts and problems of a file, or of an export unpacked in a folder."""
    if unit.bundle:
        members = open_folder(unit.path)
        yield from _read_data(members, unit.bundle, unit.name, settings)
    else:
        yield from _read_file(unit.path, unit.name, settings)


def _read_file(path: Path, name: str, settings: Settings) -> Findings:
    """The posts and problems of one file, or of the members of an archive."""
    try:
        with path.open("rb") as file:
            data = file.read(HEAD)
            format = find_format(data, name, settings.columns)
            if is_read_open(format):
                yield from _read_data(file, format, name, settings)
                return
            if format not in (None, "archive"):
                data += file.read()
                if is_of_archive(name):
                    data = needed_beside(path) + data
    except OSError as error:
        reason = f"cannot be opened: {error.strerror or error}"
        yield name, Problem("", reason, "skipped")
        return
    if format == "archive":
        yield from _read_archive(path, name, settings, Allowance())
    else:
        yield from _read_data(data, format, name, settings)


def _read_archive(
    source: Path | bytes,
    name: str,
    settings: Settings,
    allowance: Allowance,
    depth: int = 1,
) -> Findings:
    """The posts and problems of the members of an archive, and of archives among them."""
    members = open_members(source, allowance)
    bundle = find_bundle(source)
    if bundle:
        yield from _read_data(members, bundle, name, settings)
        return
    for member, content in members:
        place = f"{name}/{member}" if member else name
        if isinstance(content, Problem):
            yield place, content
            continue
        content, head = _open_content(content)
        inner_name = PACKED.sub("", member or name)
        format = find_format(head, inner_name, settings.columns)
        if format == "archive" and depth < DEEPEST_ARCHIVE:
            yield from _read_archive(content, place, settings, allowance, depth + 1)
        else:
            yield from _read_data(content, format, place, settings)


def _open_content(content: Any) -> tuple[Any, bytes]:
    """A member and the bytes that show its format; as bytes unless it is read piece by piece."""
    if isinstance(content, bytes):
        return content, content[:HEAD]
    head = content.read(HEAD)
    content.seek(0)
    if not is_read_open(find_format(head)):
        content = content.read(LARGEST_MEMBER)
    return content, head


def _read_data(
    data: Any, format: str | None, name: str, settings: Settings
) -> Findings:
    """The posts of one file behind its problems."""
    if format is None:
        empty = not data.strip()
        reason = "the file is empty" if empty else "no format that is read here"
        yield name, Problem("", reason, "skipped")
        return
    records: list[Record] = []
    problems: list[Problem] = []
    try:
        for found in read_records(data, format, name, settings.columns):
            if isinstance(found, Problem):
                problems.append(found)
            else:
                settings.names.update(found)
                records.append(_rename(found, settings))
    except ValueError as error:
        action = "the rest skipped" if records or problems else "skipped"
        problems.append(Problem("", str(error), action))
    for problem in problems:
        yield name, problem
    yield from _read_posts_of(records, format, name, settings)


def _rename(record: Record, settings: Settings) -> Record:
    return rename_fields(record, settings.columns, settings.order, settings.given)


def _read_posts_of(
    records: list[Record], format: str, name: str, settings: Settings
) -> Findings:
    """The posts of one file's records, each behind what is doubtful about it."""
    dayfirst = settings.dayfirst
    if dayfirst is None:
        dayfirst = guess_dayfirst(chain.from_iterable(map(stated_dates, records)))
    single = format in SINGLE_FORMATS
    missing = [] if single else find_missing(records)
    for problem in missing:
        yield name, problem
    undated = any(problem.reason.startswith(NO_DATE) for problem in missing)
    path_id = re.sub(r"\.(?:md|markdown)$", "", name)
    ids = [path_id] * len(records) if single else name_records(records, name)
    for post_id, record in zip(ids, records, strict=True):
        if len(str(record.get("body", ""))) > LARGEST_BODY:
            reason = f"the text is longer than {LARGEST_BODY:,} characters"
            yield name, Problem(record["_place"], reason, "skipped")
            continue
        post = make_post(record, settings.lexicons)
        published, doubt = _read_published(record, post, dayfirst, settings)
        if doubt and not (undated and published is pd.NaT):
            yield name, doubt
        post["published"] = published
        post["_own"] = record["_own"]
        post.setdefault("file", name)
        post.setdefault("format", format)
        yield post_id, post


def _read_published(
    record: Record, post: dict[str, Any], dayfirst: bool | None, settings: Settings
) -> tuple[Any, Problem | None]:
    """When a post was published, and what is wrong or doubtful with it."""
    place = record["_place"]
    dates = stated_dates(record)
    if dayfirst is None and is_foreign(post["language"]):
        dayfirst = True  # outside the United States
    for stated in dates:
        moment = read_moment(stated, settings.timezone, bool(dayfirst), settings.dates)
        if moment is not pd.NaT:
            break
    else:
        stated = dates[0] if dates else ""
        reason = f"no date that can be read ({stated[:60]!r})"
        return pd.NaT, Problem(place, reason, "kept with NaT")
    last = datetime.now(UTC).year + 1
    if not FIRST_YEAR <= moment.year <= last:
        reason = (
            f"{post['title']!r} is dated {moment:%Y-%m-%d}, not {FIRST_YEAR} to {last}"
        )
        return moment, Problem(place, reason, "kept as stated")
    if dayfirst is None and is_ambiguous(stated):
        reason = "day or month first? dayfirst= says it"
        return moment, Problem(place, reason, f"kept as {moment:%Y-%m-%d}")
    return moment, None
