"""Posts from files into one frame, with a table of what was skipped or doubtful."""

import html
import os
import re
import warnings
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from math import log
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pandas as pd

from toolkit.cleaning import clean
from toolkit.formats import find_format, read_records
from toolkit.outlets import Link, find_wire, resolve_link, strip_outlet
from toolkit.words import read_lexicon

COLUMNS = (
    "published title text outlet wire feed categories author reporters editors dateline notices captions url kind "
    "wrong_body language words file format"
).split()
STRINGS = "title text outlet wire feed author dateline url kind language file format".split()
AMBIGUOUS = re.compile(r"(?:0?[1-9]|1[0-2])[/.-](?:0?[1-9]|1[0-2])[/.-]\d{4}")  # 3/4/2016
REPORT_MARKER = ".toolkit-report"  # a report leaves it in the folder that it fills
OnProblem = Literal["warn", "raise", "ignore"]


@dataclass(frozen=True)
class Reading:
    """What `read_source` gives: the posts, and the problems met while reading (file, place, reason, action)."""

    posts: pd.DataFrame
    problems: pd.DataFrame


@dataclass
class _Run:
    """What one reading gathers on its way."""

    columns: Mapping[str, str]
    dayfirst: bool | None
    zone: ZoneInfo
    on_problem: OnProblem
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    problems: list[dict[str, str]] = field(default_factory=list)

    def problem(self, file: str, reason: str, action: str) -> None:
        """Note a problem; a reason may begin with its place ("line 3: ...")."""
        place, colon, rest = reason.partition(": ")
        if not (colon and re.fullmatch(r"(?:line|member|row|record) .{1,200}", place)):
            place, rest = "", reason
        if self.on_problem == "raise":
            raise ValueError(f"{file}: {reason} ({action})")
        self.problems.append({"file": file, "place": place, "reason": rest, "action": action})


def read_posts(
    source: str | Path,
    *,
    columns: Mapping[str, str] | None = None,
    dayfirst: bool | None = None,
    timezone: str = "UTC",
    on_problem: OnProblem = "warn",
) -> pd.DataFrame:
    """The posts of a file or folder, one row a post; see `read_source` for the table of problems beside it.

    Returns a frame indexed by `post_id` (the file's path below the source, without its ending): published
    (datetime64, UTC; NaT where unknown), title, text (clean, paragraphs split by a blank line), outlet, wire (the
    agency whose copy the whole text is), feed, categories, author, reporters, editors, dateline, notices, captions,
    url, kind (article, partial, stub, snippet, live blog, gallery, notice), wrong_body (the text belongs to another
    title), language (en or other, NaN for too little text), words, file, format.

    Raises FileNotFoundError for a source that is not there, and ValueError for one that holds no post.

    >>> from pathlib import Path; from tempfile import mkdtemp
    >>> folder = Path(mkdtemp())
    >>> _ = (folder / "a.md").write_text("---\\ntitle: Rain\\ndate: 2016-04-22\\n---\\n<p>It rained.</p>")
    >>> read_posts(folder).loc["a", ["title", "text"]].tolist()
    ['Rain', 'It rained.']
    """
    return read_source(source, columns=columns, dayfirst=dayfirst, timezone=timezone, on_problem=on_problem).posts


def read_source(
    source: str | Path,
    *,
    columns: Mapping[str, str] | None = None,
    dayfirst: bool | None = None,
    timezone: str = "UTC",
    on_problem: OnProblem = "warn",
) -> Reading:
    """The posts of a source and the problems met while reading it.

    `columns` names fields of the source that are not guessed ({"headline_1": "title"}); `dayfirst` says that
    01/02/2016 is 1 February; `timezone` is that of times that name none. `on_problem`: warn (one warning with the
    count), raise (stop at the first) or ignore; the problems are a table in each case.

    Returns a Reading with `posts` (see `read_posts`) and `problems` (file, place, reason, action). What cannot be
    read is skipped and named; it stops nothing but itself. Raises as `read_posts` does.

    >>> from pathlib import Path; from tempfile import mkdtemp
    >>> folder = Path(mkdtemp())
    >>> _ = (folder / "a.md").write_text("---\\ntitle: Rain\\n---\\n<p>It rained.</p>")
    >>> read_source(folder, on_problem="ignore").problems[["file", "action"]].values.tolist()
    [['a.md', 'kept with NaT']]
    """
    if on_problem not in ("warn", "raise", "ignore"):
        raise ValueError(f'on_problem={on_problem!r} is not known; use "warn", "raise" or "ignore"')
    known = {row["column"] for row in read_lexicon("columns.csv")}
    if unknown := set(columns.values()) - known if columns else set():
        raise ValueError(
            f"columns: {', '.join(sorted(unknown))} cannot be filled; there are {', '.join(sorted(known))}"
        )
    run = _Run(columns or {}, dayfirst, _zone(timezone), on_problem)
    root = Path(source)
    for path in _files(run, root):
        name = path.relative_to(root if root.is_dir() else root.parent).as_posix()
        _read_file(run, path, name)
    if not run.rows:
        hint = f" ({len(run.problems)} files could not be read: {_first(run.problems)})" if run.problems else ""
        raise ValueError(f"{source}: no post found; expected files with YAML front matter (---){hint}")
    if run.problems and on_problem == "warn":
        count = f"{source}: {len(run.problems)} problems while reading"
        warnings.warn(f"{count}, first: {_first(run.problems)}; read_source(...).problems lists them", stacklevel=3)
    return Reading(_frame(run.rows), pd.DataFrame(run.problems, columns=["file", "place", "reason", "action"]))


def _zone(timezone: str) -> ZoneInfo:
    try:
        return ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError):
        raise ValueError(f"timezone {timezone!r} is not known; a name is 'UTC' or 'America/New_York'") from None


def _first(problems: list[dict[str, str]]) -> str:
    return ": ".join(problems[0][key] for key in ("file", "place", "reason") if problems[0][key])


def _files(run: _Run, root: Path) -> Iterator[Path]:
    """The files of the source in a fixed order, hidden ones left out; folders that cannot be entered are problems."""
    if not root.exists():
        raise FileNotFoundError(f"{root}: there is no such file or folder")
    if root.is_file():
        yield root
        return

    def closed(error: OSError) -> None:
        run.problem(Path(error.filename).relative_to(root).as_posix(), f"cannot be opened: {error.strerror}", "skipped")

    for folder, folders, names in os.walk(root, onerror=closed):
        if REPORT_MARKER in names and Path(folder) != root:  # what an earlier report wrote is no source
            folders.clear()
            continue
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(folder, name) for name in sorted(names) if not name.startswith("."))


def _read_file(run: _Run, path: Path, name: str) -> None:
    """Read one file into the run; what is wrong with it becomes a problem."""
    try:
        with path.open("rb") as file:
            data = file.read(4096)
            format = find_format(data)
            data += file.read() if format else b""
    except OSError as error:
        run.problem(name, f"cannot be opened: {error.strerror or error}", "skipped")
        return
    if format is None:
        run.problem(name, "no format that is read here" if data.strip() else "the file is empty", "skipped")
        return
    try:
        for n, record in enumerate(read_records(data, format)):
            post_id = re.sub(r"\.\w{1,8}$", "", name) + (f"#{n + 1}" if n else "")
            if post_id in run.rows:  # a.md and a.html
                post_id = name
            if _single(record.get("published")).lower() == "false" or _single(record.get("draft")).lower() == "true":
                run.problem(name, "not published by its header", "draft left out")
                continue
            run.rows[post_id] = _post(run, _rename(record, run.columns), name, format)
    except ValueError as error:
        if run.on_problem == "raise":
            raise ValueError(f"{name}: {error}" if name not in str(error) else str(error)) from None
        run.problem(name, str(error), "skipped")


def _rename(record: dict[str, Any], columns: Mapping[str, str]) -> dict[str, Any]:
    """The record's fields under the names of the posts frame; the first filled one of several wins."""
    named: dict[str, Any] = {columns[field]: value for field, value in record.items() if field in columns}
    for row in read_lexicon("columns.csv"):
        value = record.get(row["field"])
        if value not in (None, "", []) and row["column"] not in named:
            named[row["column"]] = value
    return named


def _post(run: _Run, record: dict[str, Any], file: str, format: str) -> dict[str, Any]:
    """One row of the posts frame."""
    link = resolve_link(_single(record.get("url")))
    title = strip_outlet(" ".join(html.unescape(_single(record.get("title"))).split()), link)
    cleaned = clean(str(record.get("body") or ""), link.outlet)
    categories = _categories(record.get("categories"))
    published = _timestamp(record.get("published"), run)
    stated = _single(record.get("published"))
    if published is pd.NaT:
        run.problem(file, f"no date of publication that can be read ({stated[:60]!r})", "kept with NaT")
    elif run.dayfirst is None and AMBIGUOUS.match(stated):
        run.problem(file, "day or month first? dayfirst= says it", f"kept as {published:%Y-%m-%d}")
    byline, nan = _single(record.get("author")), float("nan")
    return cleaned._asdict() | {
        "published": published,
        "title": title or nan,
        "text": cleaned.text or nan,
        "outlet": link.outlet,
        "wire": find_wire(link, [*cleaned.credits, f"by {byline}"]),
        "feed": link.feed if isinstance(link.feed, str) else _feed(categories, link),
        "categories": categories,
        "author": byline or nan,
        "url": link.url or nan,
        "language": _language(cleaned.text),
        "words": len(cleaned.text.split()),
        "file": file,
        "format": format,
    }


def _single(value: object) -> str:
    """The text of a value that an export may have wrapped into a list of one."""
    value = value[0] if isinstance(value, list) and value else value
    return str(value).strip() if isinstance(value, str | int | float | date) else ""


def _categories(value: object) -> list[str]:
    """Categories one by one: exports join them by commas inside a list of one, and fold long lines inside a name."""
    parts = value if isinstance(value, list) else [value]
    names = ",".join(html.unescape(str(part)) for part in parts if isinstance(part, str | int)).split(",")
    return [name for name in dict.fromkeys(" ".join(name.split()) for name in names) if name]


def _feed(categories: list[str], link: Link) -> str | float:
    """An aggregator's feed shows only as the one category it gives."""
    return categories[0] if link.redirected and len(categories) == 1 else float("nan")


def _timestamp(value: object, run: _Run) -> Any:
    """The moment in UTC, or NaT; a text must name its year, or the day of reading would be filled in."""
    value = value[0] if isinstance(value, list) and value else value
    if not isinstance(value, str | date) or not re.search(r"\d{4}", str(value)):
        return pd.NaT
    try:
        moment = pd.to_datetime(value.strip() if isinstance(value, str) else value, dayfirst=bool(run.dayfirst))
        if pd.isna(moment):
            return pd.NaT
        moment = (
            moment.tz_localize(run.zone, ambiguous=True, nonexistent="shift_forward") if moment.tz is None else moment
        )
        return moment.tz_convert("UTC")
    except (ValueError, OverflowError):  # pandas' OutOfBoundsDatetime is a ValueError
        return pd.NaT


def _language(text: str) -> str | float:
    """en where the commonest English words make up an eighth of the text, else other; NaN under 20 words."""
    words = re.findall(r"[^\W\d_]+", text[:2000].lower())
    if len(words) < 20:
        return float("nan")
    common = _common_words()
    return "en" if sum(word in common for word in words) >= len(words) / 8 else "other"


@cache
def _common_words() -> frozenset[str]:
    return frozenset(row["word"] for row in read_lexicon("common_words.csv"))


def _frame(rows: dict[str, dict[str, Any]]) -> pd.DataFrame:
    index = pd.Index(list(rows), dtype="str", name="post_id")
    posts = pd.DataFrame(list(rows.values()), index=index, columns=COLUMNS)
    posts["published"] = pd.to_datetime(posts["published"], utc=True).astype("datetime64[us, UTC]")
    posts[STRINGS] = posts[STRINGS].astype("str")
    return posts.assign(wrong_body=_wrong_bodies(posts), words=posts["words"].astype("int64"))


def _wrong_bodies(posts: pd.DataFrame) -> list[bool]:
    """Whether a text shows (nearly) none of its title's words, rare words counting more, or is another title's too.

    Word stems of five letters; a word's weight is log(posts / posts whose text holds it). Measured against hand-made
    labels by ``benchmarks/reading.py``; punning titles give false alarms, so short texts are never accused.
    """
    texts = [text if isinstance(text, str) else "" for text in posts["text"]]
    datelines = [place if isinstance(place, str) else "" for place in posts["dateline"]]
    have = [_stems(f"{place} {text}") for place, text in zip(datelines, texts, strict=True)]
    wanted = [_stems(title) if isinstance(title, str) else frozenset() for title in posts["title"]]
    spread = Counter(stem for stems in have for stem in stems)
    sharing = defaultdict(list)
    for i, text in enumerate(texts):
        sharing[text[:500]].append(i)
    flags = []
    for i, kind in enumerate(posts["kind"]):
        weights = {stem: log(1 + len(posts) / (1 + spread[stem])) for stem in wanted[i]}
        cover = sum(weights[stem] for stem in wanted[i] & have[i]) / (sum(weights.values()) or 1)
        judged = kind in ("article", "gallery", "live blog") and len(wanted[i]) >= 3 and len(have[i]) >= 60
        others = [wanted[j] for j in sharing[texts[i][:500]][:20] if j != i] if judged else []
        # The same body under a title of its own: under a third of the shorter title's words is shared.
        alien = bool(others) and all(3 * len(wanted[i] & o) < min(len(wanted[i]), len(o)) for o in others)
        flags.append(judged and cover < (0.5 if alien else 0.2))
    return flags


def _stems(text: str) -> frozenset[str]:
    return frozenset(word[:5] for word in re.findall(r"[^\W\d_]{3,}", text.lower())) - _common_words()
