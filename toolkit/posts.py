"""Posts from files into one frame, with a table of what was skipped or doubtful."""

import html
import os
import re
import warnings
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

import mistune
import pandas as pd

from toolkit.bodies import drop_recurring, find_wrong_bodies
from toolkit.cleaning import clean
from toolkit.formats import (
    Problem,
    field_key,
    find_format,
    open_members,
    read_columns,
    read_records,
)
from toolkit.language import language_of
from toolkit.outlets import find_wire, outlet_of_host, resolve_link, strip_outlet
from toolkit.lexicons import PACKAGED

COLUMNS = (
    "published title text outlet wire feed categories author reporters editors dateline notices captions url kind "
    "wrong_body language words file format"
).split()
STRINGS = (
    "title text outlet wire feed author dateline url kind language file format".split()
)
HEAD = 65_536  # bytes that show the format
LARGEST = 20_000_000  # characters of a body
NUMERIC = re.compile(
    r"(?P<first>\d{1,2})[/.-](?P<second>\d{1,2})[/.-](?:\d{4}|\d{2})\b"
)  # 3/4/2016
HTML = re.compile(
    r"</?(?:p|br|div|span|a|em|strong|b|i|h\d|ul|ol|li|img|table)\b[^<>]*>|&#?\w{2,8};|\[ad_1\]"
)
NO_DAY = re.compile(
    r"\d{4}(?:-\d\d?)?|[A-Z][a-z]+\.? \d{4}"
)  # 2016, April 2016: a chart would show a day that is none
ZONES = {row["zone"]: row["offset"] for row in PACKAGED.rows("time_zones.csv")}
REPORT_MARKER = ".toolkit-report"  # a report leaves it in the folder that it fills
OnProblem = Literal["warn", "raise", "ignore"]
Columns = Mapping[str, str] | str | Path | None


@dataclass(frozen=True)
class Reading:
    """What `read_source` gives: the posts, and the problems met while reading (file, place, reason, action)."""

    posts: pd.DataFrame
    problems: pd.DataFrame


@dataclass
class _Run:
    columns: dict[str, str]
    dayfirst: bool | None
    zone: ZoneInfo
    on_problem: OnProblem
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    problems: list[dict[str, str]] = field(default_factory=list)

    def problem(self, file: str, reason: str, action: str, place: str = "") -> None:
        """Note a problem; the reason may begin with its place ("line 3: ...")."""
        if not place and (
            told := re.match(r"((?:line|member|row|record) [^:]{1,200}): ", reason)
        ):
            place, reason = told[1], reason[told.end() :]
        if self.on_problem == "raise":
            raise ValueError(
                f"{': '.join(filter(None, [file, place, reason]))} ({action})"
            ) from None
        self.problems.append(
            {"file": file, "place": place, "reason": reason, "action": action}
        )


def read_posts(source: str | Path, *, columns: Columns = None, dayfirst: bool | None = None, timezone: str = "UTC",
               on_problem: OnProblem = "warn") -> pd.DataFrame:  # fmt: skip
    """The posts of a file, folder or archive, one row a post; see `read_source` for the table of problems beside it.

    Returns a frame indexed by `post_id` (the file's path below the source, without .md; #n for the n-th of a file with
    many): published (datetime64, UTC; NaT where unknown), title, text (clean, paragraphs split by a blank line),
    outlet, wire (the agency whose copy the whole text is), feed, categories, author, reporters, editors, dateline,
    notices, captions, url, kind (article, partial, stub, snippet, live blog, gallery, notice), wrong_body (the text
    belongs to another title), language (en or other, NaN for too little text), words, file, format.

    Raises FileNotFoundError for a source that is not there, and ValueError for one that holds no post.

    >>> from toolkit.examples import bundled
    >>> read_posts(bundled("data/posts")).iloc[0][["title", "outlet"]].tolist()
    ['Ferry strikes ledge in fog off Tellisay, two killed', 'harborledger.example']
    """
    return read_source(
        source,
        columns=columns,
        dayfirst=dayfirst,
        timezone=timezone,
        on_problem=on_problem,
    ).posts


def read_source(source: str | Path, *, columns: Columns = None, dayfirst: bool | None = None, timezone: str = "UTC",
                on_problem: OnProblem = "warn") -> Reading:  # fmt: skip
    """The posts of a source and the problems met while reading it.

    `columns` names fields of the source that are not guessed, as a mapping ({"headline_1": "title"}) or a CSV file with
    the columns field and column; `dayfirst` says that 01/02/2016 is 1 February, where other dates of the same file do
    not tell; `timezone` is that of times that name none. `on_problem`: warn (one warning with the count), raise (stop
    at the first) or ignore; the problems are a table in each case.

    Returns a Reading with `posts` (see `read_posts`) and `problems` (file, place, reason, action). What cannot be
    read is skipped and named; it stops nothing but itself. Raises as `read_posts` does.

    >>> from pathlib import Path; from tempfile import mkdtemp
    >>> folder = Path(mkdtemp())
    >>> _ = (folder / "a.md").write_text("---\\ntitle: Rain\\n---\\n<p>It rained.</p>")
    >>> read_source(folder, on_problem="ignore").problems[["file", "action"]].values.tolist()
    [['a.md', 'kept with NaT']]
    """
    if on_problem not in ("warn", "raise", "ignore"):
        raise ValueError(
            f'on_problem={on_problem!r} is not known; use "warn", "raise" or "ignore"'
        )
    try:
        zone = ZoneInfo(timezone)
    except (KeyError, OSError, ValueError):
        raise ValueError(
            f"timezone {timezone!r} is not known; a name is 'UTC' or 'America/New_York'"
        ) from None
    run = _Run(read_columns(columns), dayfirst, zone, on_problem)
    for path, name in _files(run, Path(source)):
        _read_file(run, path, name)
    run.problems += drop_recurring(list(run.rows.values()))
    problems = pd.DataFrame(run.problems, columns=["file", "place", "reason", "action"])
    first = ": ".join(filter(None, problems.iloc[:1, :3].to_numpy().flat))
    met = f"{len(problems)} problems while reading" + f", first: {first}" * bool(first)
    if not run.rows:
        raise ValueError(
            f"{source}: no post found in any format that is read here; {met}"
        )
    if run.problems and on_problem == "warn":
        warnings.warn(
            f"{source}: {met}; read_source(...).problems lists them", stacklevel=3
        )
    return Reading(_frame(run), problems)


def _files(run: _Run, root: Path) -> Iterator[tuple[Path, str]]:
    """The files of the source with their names below it, in a fixed order, without hidden ones."""
    if not root.exists():
        raise FileNotFoundError(f"{root}: there is no such file or folder")
    if root.is_file():
        yield root, root.name
        return

    def closed(error: OSError) -> None:
        run.problem(
            Path(error.filename).relative_to(root).as_posix(),
            f"cannot be opened: {error.strerror}",
            "skipped",
        )

    for folder, folders, names in os.walk(root, onerror=closed):
        if (
            REPORT_MARKER in names and Path(folder) != root
        ):  # what an earlier report wrote is no source
            folders.clear()
            continue
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        below = Path(folder).relative_to(root).as_posix() + "/"
        for name in sorted(name for name in names if not name.startswith(".")):
            yield Path(folder, name), (below + name).removeprefix("./")


def _read_file(run: _Run, path: Path, name: str) -> None:
    """Read one file, or the members of an archive, into the run; what is wrong becomes a problem."""
    try:
        with path.open("rb") as file:
            data = file.read(HEAD)
            format = find_format(data, name, run.columns)
            data += file.read() if format not in (None, "archive") else b""
    except OSError as error:
        run.problem(name, f"cannot be opened: {error.strerror or error}", "skipped")
        return
    for member, content in open_members(path) if format == "archive" else [("", data)]:
        place = f"{name}/{member}" if member else name
        if isinstance(content, Problem):
            run.problem(place, content.reason, content.action, content.place)
        else:
            _read_data(
                run,
                content,
                find_format(content[:HEAD], member, run.columns) if member else format,
                place,
            )


def _read_data(run: _Run, data: bytes, format: str | None, name: str) -> None:
    if format is None:
        run.problem(
            name,
            "no format that is read here" if data.strip() else "the file is empty",
            "skipped",
        )
        return
    found: list[dict[str, Any] | Problem] = []
    try:
        found.extend(read_records(data, format, name, run.columns))
    except ValueError as error:
        found.append(
            Problem("", str(error), "the rest skipped" if found else "skipped")
        )
    for problem in (item for item in found if isinstance(item, Problem)):
        run.problem(name, problem.reason, problem.action, problem.place)
    records = [
        _rename(record, run.columns) for record in found if isinstance(record, dict)
    ]
    # Of 3/4/2016 which is the day? The number that is over 12 in other dates of the file.
    numbers = [
        dated
        for record in records
        if (dated := NUMERIC.match(_single(record.get("published"))))
    ]
    first, second = (
        any(int(dated[place]) > 12 for dated in numbers)
        for place in ("first", "second")
    )
    dayfirst = first if run.dayfirst is None and first != second else run.dayfirst
    for n, record in enumerate(records, 1):
        post_id = (
            re.sub(r"\.(?:md|markdown)$", "", name)
            if format in ("front matter", "page")
            else f"{name}#{n}"
        )
        if len(str(record.get("body", ""))) > LARGEST:
            run.problem(
                name,
                f"the text is longer than {LARGEST:,} characters",
                "skipped",
                record["_place"],
            )
        else:
            run.rows[name if post_id in run.rows else post_id] = _post(
                run, record, dayfirst, name, format
            )


def _rename(record: dict[str, Any], columns: dict[str, str]) -> dict[str, Any]:
    """The record's filled fields under the names of the posts frame; of several the most preferred wins."""
    fields = {
        field_key(name): value
        for name, value in record.items()
        if value not in (None, "", [])
    }
    named = {
        column: fields[key]
        for key, column in reversed(columns.items())
        if key in fields
    }
    return named | {
        "_place": record.get("_place", ""),
        "_markup": record.get("_markup", ""),
    }


def _post(
    run: _Run, record: dict[str, Any], dayfirst: bool | None, file: str, format: str
) -> dict[str, Any]:
    nan, stated = float("nan"), _single(record.get("published"))
    published, numbers = (
        _timestamp(stated, run.zone, bool(dayfirst)),
        NUMERIC.match(stated),
    )
    if published is pd.NaT:
        run.problem(
            file,
            f"no date that can be read ({stated[:60]!r})",
            "kept with NaT",
            record["_place"],
        )
    elif (
        dayfirst is None
        and numbers
        and numbers[1] != numbers[2]
        and max(int(numbers[1]), int(numbers[2])) <= 12
    ):
        run.problem(
            file,
            "day or month first? dayfirst= says it",
            f"kept as {published:%Y-%m-%d}",
            record["_place"],
        )
    link = resolve_link(_single(record.get("url")))
    if not isinstance(link.outlet, str) and (outlet := _single(record.get("outlet"))):
        host = re.fullmatch(r"(?:https?://)?([\w-]+(?:\.[\w-]+)+)(?:/.*)?", outlet)
        link = link._replace(outlet=outlet_of_host(host[1]) if host else outlet)
    title = strip_outlet(
        " ".join(html.unescape(_single(record.get("title"))).split()), link
    )
    body = "\n\n".join(
        map(str, _listed(record.get("body") or record.get("summary") or ""))
    )
    cleaned = clean(_as_html(body, record["_markup"]), link.outlet)
    categories = _categories(record.get("categories"))
    byline = ", ".join(filter(None, map(_single, _listed(record.get("author")))))
    byline = byline[3:] if byline[:3].lower() == "by " else byline
    feed = link.feed if isinstance(link.feed, str) else _single(record.get("feed"))
    if (
        not feed and link.redirected and len(categories) == 1
    ):  # an aggregator's shows only as the one category it gives
        feed = categories[0]
    return {column: value for column, value in cleaned._asdict().items() if column in COLUMNS} | {
        "published": published, "title": title or nan, "text": cleaned.text or nan,
        "kind": cleaned.kind if record.get("body") or not record.get("summary") else "snippet",
        "outlet": link.outlet, "wire": find_wire(link, [*cleaned.credits, f"by {byline}"]), "feed": feed or nan,
        "categories": categories, "author": byline or nan, "url": link.url or nan,
        "language": language_of(cleaned.text, _single(record.get("language"))),
        "words": cleaned.text.count(" ") + cleaned.text.count("\n\n") + bool(cleaned.text),  # as split, but faster
        "file": file, "format": format,
    }  # fmt: skip


def _as_html(body: str, markup: str) -> str:
    """A body written in Markdown or as plain text as HTML; where the source does not say, tags tell."""
    if markup == "markdown":
        return str(mistune.html(body))
    if markup == "html" or (not markup and HTML.search(body)):
        return body
    lines = (
        "\n"
        if "\n\n" not in body and len(body) > 120 * (1 + body.count("\n"))
        else r"\n\s*\n"
    )
    return "".join(
        f"<p>{html.escape(paragraph)}</p>" for paragraph in re.split(lines, body)
    )


def _single(value: object) -> str:
    """The text of a value that an export may have wrapped into a list of one."""
    value = value[0] if isinstance(value, list) and value else value
    return (
        str(value).strip()
        if isinstance(value, str | int | float | date) and value == value
        else ""
    )


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _categories(value: object) -> list[str]:
    """Categories one by one: exports join them by commas inside a list of one, and fold long lines inside a name."""
    names = [
        html.unescape(str(part))
        for part in _listed(value)
        if isinstance(part, str | int)
    ]
    names = names[0].split(",") if len(names) == 1 else names
    return [
        name for name in dict.fromkeys(" ".join(name.split()) for name in names) if name
    ]


def _timestamp(stated: str, zone: ZoneInfo, dayfirst: bool) -> Any:
    try:
        moment = _parse(stated, dayfirst)
        if moment.tz is None:
            moment = moment.tz_localize(
                zone, ambiguous=True, nonexistent="shift_forward"
            )
        return moment.tz_convert("UTC")
    except (ValueError, OverflowError):  # pandas' OutOfBoundsDatetime is a ValueError
        return pd.NaT


def _parse(stated: str, dayfirst: bool) -> Any:
    """A moment as sources write it; NaT if it names no year, or the day of reading would be filled in."""
    numbers = NUMERIC.match(stated)
    if re.fullmatch(
        r"1?\d{9}(?:\d{3})?(?:\.\d*)?", stated
    ):  # seconds or milliseconds since 1970
        return pd.to_datetime(
            float(stated), unit="s" if float(stated) < 1e11 else "ms", utc=True
        )
    if numbers:  # what cannot be a month is a day
        dayfirst = int(numbers["first"]) > 12 or (
            dayfirst and int(numbers["second"]) <= 12
        )
    elif NO_DAY.fullmatch(stated) or not re.search(r"\d{4}|[A-Z][a-z]{2}-\d\d", stated):
        return pd.NaT
    with suppress(ValueError):  # much the fastest
        return pd.Timestamp(datetime.fromisoformat(stated))
    stated = re.sub(
        r"^(?:Updated|Published|Posted)(?: on)?:? |(?<=GMT|UTC)(?=[+-])|\(UTC\)$",
        "",
        stated,
    )
    stated = re.sub(r" (?:GMT|UTC)?([+-])(\d)$", r" \g<1>0\2:00", stated)
    stated = re.sub(r"\b[A-Z]{3,4}$", lambda zone: ZONES.get(zone[0], zone[0]), stated)
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # dateutil's, on zones it does not know: they are left to `timezone`
        return pd.to_datetime(stated, dayfirst=dayfirst)


def _frame(run: _Run) -> pd.DataFrame:
    index = pd.Index(list(run.rows), dtype="str", name="post_id")
    posts = pd.DataFrame(list(run.rows.values()), index=index, columns=COLUMNS)
    posts["published"] = pd.to_datetime(posts["published"], utc=True).astype(
        "datetime64[us, UTC]"
    )
    posts[STRINGS] = posts[STRINGS].astype("str")
    return posts.assign(
        wrong_body=find_wrong_bodies(posts), words=posts["words"].astype("int64")
    )
