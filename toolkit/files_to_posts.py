"""The files of a source, one after the other: their posts, and what is wrong with them."""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
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
from toolkit.formats.compression import LARGEST_MEMBER, RefusedError
from toolkit.formats.x_archives import is_of_archive, needed_beside
from toolkit.gathered_records import Gathered
from toolkit.language import is_foreign
from toolkit.lexicons import Lexicons
from toolkit.names_of_many import ChangedError
from toolkit.naming import NO_DATE
from toolkit.publication_dates import DateWords, DayOrder, is_ambiguous, read_moment
from toolkit.records_to_posts import make_post, rename_fields, stated_dates
from toolkit.source_files import Unit, list_units

HEAD = 65_536  # bytes that show the format
LARGEST_BODY = 20_000_000  # characters
PACKED = re.compile(r"\.(?:gz|bz2|xz|zst)$", re.I)
FIRST_YEAR = 1990  # of what a date is likely; an archive's may be earlier
SINGLE_FORMATS = ("front matter", "page", "plain text")  # of files that hold one post
# Whose reading takes long, or several goes: what was read is kept on the disk.
DEAR_FORMATS = (
    *("WARC", "mailbox", "RSS", "RDF", "Atom"),
    *("WordPress export", "Blogger export"),
)
CHANGED = "the file changed while it was read: read it again when nothing writes to it"

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
            if is_read_open(format) and not is_of_archive(name):
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
    if format != "archive":
        yield from _read_data(data, format, name, settings)
        return
    try:
        yield from _read_archive(path, name, settings, Allowance())
    except OSError as error:  # it was there a moment ago
        reason = f"cannot be opened: {error.strerror or error}"
        yield name, Problem("", reason, "skipped")


def _read_archive(
    source: Path | bytes,
    name: str,
    settings: Settings,
    allowance: Allowance,
    depth: int = 1,
) -> Findings:
    """The posts and problems of the members of an archive, and of archives among them."""
    bundle = find_bundle(source)
    if bundle:
        members = open_members(source, allowance)
        yield from _read_data(members, bundle, name, settings)
        return
    find = partial(_find_format_of, name, settings)
    is_streamed = partial(_is_streamed, find)
    for member, content in open_members(source, allowance, is_streamed):
        place = f"{name}/{member}" if member else name
        if isinstance(content, Problem):
            yield place, content
            continue
        try:
            content, format = _open_content(content, partial(find, member))
        except RefusedError as error:
            yield place, Problem("", _why(error), error.action)
            continue
        if format == "archive" and depth < DEEPEST_ARCHIVE:
            yield from _read_archive(content, place, settings, allowance, depth + 1)
        else:
            yield from _read_data(content, format, place, settings)


def _find_format_of(
    name: str, settings: Settings, member: str, head: bytes
) -> str | None:
    """The format of a member of the archive `name`, by its first bytes and its own name."""
    return find_format(head, PACKED.sub("", member or name), settings.columns)


def _is_streamed(
    find: Callable[[str, bytes], str | None], member: str, head: bytes
) -> bool:
    """Whether a large member is read piece by piece."""
    return is_read_open(find(member, head)) and not is_of_archive(member)


def _open_content(
    content: Any, find: Callable[[bytes], str | None]
) -> tuple[Any, str | None]:
    """A member and its format; as bytes unless it is read piece by piece."""
    if isinstance(content, bytes):
        return content, find(content[:HEAD])
    head = content.read(HEAD)
    content.seek(0)
    format = find(head)
    if not is_read_open(format):
        content = content.read(LARGEST_MEMBER)
    return content, format


def _read_data(
    data: Any, format: str | None, name: str, settings: Settings
) -> Findings:
    """The posts of one file behind its problems."""
    if format is None:
        empty = not data.strip()
        reason = "the file is empty" if empty else "no format that is read here"
        yield name, Problem("", reason, "skipped")
        return
    only_id = ""
    if format in SINGLE_FORMATS:
        only_id = re.sub(r"\.(?:md|markdown)$", "", name)
    with Gathered(name, _is_read_once(data, format), only_id) as gathered:
        yield from _read_known(data, format, name, settings, gathered)


def _read_known(
    data: Any, format: str, name: str, settings: Settings, gathered: Gathered
) -> Findings:
    """The posts of a file of a known format behind its problems."""
    told = False
    state = _state_of(data)
    try:
        for found in read_records(data, format, name, settings.columns):
            if isinstance(found, Problem):
                told = True
                yield name, found
            else:
                settings.names.update(found)
                gathered.add(_rename(found, settings))
    except RefusedError as error:
        yield name, Problem("", _why(error), error.action)
        return
    except (ValueError, OSError) as error:
        action = "the rest skipped" if told or gathered.count else "skipped"
        yield name, Problem("", _why(error), action)
    again = _read_again(data, format, name, settings)
    yield from _read_posts_of(gathered, again, format, name, settings)
    if state != _state_of(data):
        yield name, Problem("", CHANGED, "kept as read")


def _is_read_once(data: Any, format: str) -> bool:
    """Whether the members of an export are read, which pass but once, or what is dear to read."""
    return format in DEAR_FORMATS or not (isinstance(data, bytes) or _can_seek(data))


def _can_seek(data: Any) -> bool:
    return hasattr(data, "seekable") and bool(data.seekable())


def _state_of(data: Any) -> tuple[int, int] | None:
    """The length of a file on the disk and when it was written last; None for all else."""
    if isinstance(data, bytes):
        return None
    try:
        state = os.fstat(data.fileno())
    except (AttributeError, OSError):  # members, what is unpacked
        return None
    return state.st_size, state.st_mtime_ns


def _why(error: Exception) -> str:
    """Why a file cannot be read on."""
    if isinstance(error, RefusedError):
        return f"{error.what}: {error}"
    if isinstance(error, OSError):
        return f"cannot be read: {error.strerror or error}"
    return str(error)


def _read_again(
    data: Any, format: str, name: str, settings: Settings
) -> Iterator[Record]:
    """The records of a file once more, without the problems, which are told already."""
    with suppress(ValueError):
        for found in read_records(data, format, name, settings.columns):
            if not isinstance(found, Problem):
                yield _rename(found, settings)


def _rename(record: Record, settings: Settings) -> Record:
    return rename_fields(record, settings.columns, settings.order, settings.given)


def _read_posts_of(
    gathered: Gathered,
    again: Iterator[Record],
    format: str,
    name: str,
    settings: Settings,
) -> Findings:
    """The posts of one file's records, each behind what is doubtful about it."""
    named = gathered.name_all(again)
    missing = gathered.tell_missing()
    for problem in missing:
        yield name, problem
    undated = any(problem.reason.startswith(NO_DATE) for problem in missing)
    try:
        for id, post in _make_posts(named, gathered.days, undated, settings):
            if isinstance(post, Problem):
                yield name, post
            else:
                post.setdefault("file", name)
                post.setdefault("format", format)
                yield id, post
    except ChangedError:
        yield name, Problem("", CHANGED, "the rest skipped")
    except (RefusedError, OSError) as error:
        yield name, Problem("", _why(error), "the rest skipped")


def _make_posts(
    named: Iterator[tuple[str, Record]],
    days: DayOrder,
    undated: bool,
    settings: Settings,
) -> Findings:
    """The posts of records under their ids; with `undated` no date is missed."""
    dayfirst = days.tell() if settings.dayfirst is None else settings.dayfirst
    for id, record in named:
        post, doubt = _read_post(record, dayfirst, settings)
        if doubt and not (undated and post and post["published"] is pd.NaT):
            yield id, doubt
        if post:
            yield id, post


def _read_post(
    record: Record, dayfirst: bool | None, settings: Settings
) -> tuple[dict[str, Any] | None, Problem | None]:
    """The post of a record, if it is none too long, and what is wrong or doubtful with it."""
    if len(str(record.get("body", ""))) > LARGEST_BODY:
        reason = f"the text is longer than {LARGEST_BODY:,} characters"
        return None, Problem(record["_place"], reason, "skipped")
    post = make_post(record, settings.lexicons)
    published, doubt = _read_published(record, post, dayfirst, settings)
    post["published"] = published
    post["_own"] = record["_own"]
    return post, doubt


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
