"""Posts from files into one frame, with a table of what was skipped or doubtful."""

import difflib
import re
import warnings
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

import pandas as pd

from toolkit.bodies import find_wrong_bodies
from toolkit.files_to_posts import Findings, Settings, find_posts
from toolkit.formats import POST_FIELDS, Problem, field_key, read_columns, read_given
from toolkit.furniture import drop_recurring
from toolkit.lexicons import Lexicons, open_lexicons
from toolkit.own_columns import choose_own, make_own, note_own, tell_scarce
from toolkit.publication_dates import date_words
from toolkit.saved_posts import COLUMNS as COLUMNS
from toolkit.saved_posts import STRINGS
from toolkit.source_files import REPORT_MARKER as REPORT_MARKER

TEXT_FIELDS = {"body", "summary"}  # what the column text is made of
STATED_PLACE = re.compile(r"((?:line|member|row|record) [^:]{1,200}): ")

OnProblem = Literal["warn", "raise", "ignore"]
Columns = Mapping[str, str] | str | Path | None
OwnLexicons = Lexicons | str | Path | None


@dataclass(frozen=True)
class Reading:
    """What `read_source` gives.

    `posts` is as from `read_posts`; `problems` has one row for each problem met while reading:
    `file`, `place`, `reason`, `action` (texts).
    """

    posts: pd.DataFrame
    problems: pd.DataFrame


def check_fields(fields: list[str]) -> None:
    """Raise RuntimeError where a field of a record fills no column of the posts."""
    lost = set(fields) - set(COLUMNS) - TEXT_FIELDS
    if lost:
        raise RuntimeError(
            f"toolkit.posts: no column of the posts takes {', '.join(sorted(lost))}"
        )


check_fields(POST_FIELDS)


def read_posts(
    source: str | Path,
    *,
    columns: Columns = None,
    dayfirst: bool | None = None,
    timezone: str = "UTC",
    on_problem: OnProblem = "warn",
    lexicons: OwnLexicons = None,
) -> pd.DataFrame:
    """The posts of a file, folder or archive; `read_source` gives the problems beside them.

    Parameters
    ----------
    source, columns, dayfirst, timezone, on_problem, lexicons
        As of `read_source`.

    Returns
    -------
    DataFrame
        One row a post, indexed by `post_id`: of a file with one post its path below the
        source, without .md; of others the source's own id, else the link, else file#title. It
        does not hang on the order of rows. Its columns:

        `published` (datetime64, UTC; NaT where unknown) · `title` · `text` (clean, paragraphs
        split by a blank line) · `outlet` · `wire` (the agency whose copy the whole text is) ·
        `feed` · `categories` (list) · `author` · `reporters`, `editors` (lists) · `dateline` ·
        `notices`, `captions` (lists) · `url` · `kind` (article, partial, stub, snippet, live
        blog, gallery, notice; post: of a social network) · `wrong_body` (bool: the text belongs
        to another title) · `language` (ISO 639-1, as en; NaN for too little text) · `words`
        (their number) · `file` · `format`. Texts are NaN where the source has none.

        Behind them stand the source's own columns that fill none of these, under their own
        names; `source_kind` is one that is named like ours. They are 500 at most: the fullest.

        Posts that were saved by `to_csv`, `to_json`, `to_parquet` or `to_excel` are read as
        they were.

    Raises
    ------
    FileNotFoundError
        The source is not there.
    ValueError
        It holds no post, or an option is none.

    >>> from toolkit.examples import bundled
    >>> read_posts(bundled("data/posts")).iloc[0][["title", "outlet"]].tolist()
    ['Herring stock in Harrow Sound down by a third, survey finds', 'concordpress.example']
    """
    return _read(source, columns, dayfirst, timezone, on_problem, lexicons).posts


def read_source(
    source: str | Path,
    *,
    columns: Columns = None,
    dayfirst: bool | None = None,
    timezone: str = "UTC",
    on_problem: OnProblem = "warn",
    lexicons: OwnLexicons = None,
    on_post: Callable[[int], Any] | None = None,
) -> Reading:
    """The posts of a source and the problems met while reading it.

    What cannot be read is skipped and named; it stops nothing but itself.

    Parameters
    ----------
    source
        A file, a folder with all that is below it, or an archive.
    columns
        Names of fields that are not guessed: a mapping ({"headline_1": "title"}), or a CSV
        file with the columns field and column. They come before those of the lexicons.
    dayfirst
        Whether 01/02/2016 is 1 February, where other dates of the same file do not tell.
    timezone
        Of times that name none, as "America/New_York".
    on_problem
        "warn" (one warning with the count), "raise" (stop at the first) or "ignore"; the
        problems are a table in each case.
    lexicons
        A folder of own lexicons, or lexicons already read; None: the package's.
    on_post
        Called with 1 for each post read, such as the `update` of a progress bar.

    Returns
    -------
    Reading
        `posts`, as of `read_posts`, and `problems`: `file` · `place` · `reason` · `action`.

    Raises
    ------
    FileNotFoundError
        The source is not there.
    ValueError
        It holds no post, or an option is none; with on_problem="raise" for any problem.

    >>> from pathlib import Path; from tempfile import mkdtemp
    >>> folder = Path(mkdtemp())
    >>> _ = (folder / "a.md").write_text("---\\ntitle: Rain\\n---\\n<p>It rained.</p>")
    >>> read_source(folder, on_problem="ignore").problems[["file", "action"]].values.tolist()
    [['a.md', 'kept with NaT']]
    """
    return _read(source, columns, dayfirst, timezone, on_problem, lexicons, on_post)


def _read(
    source: str | Path,
    columns: Columns,
    dayfirst: bool | None,
    timezone: str,
    on_problem: OnProblem,
    lexicons: OwnLexicons,
    on_post: Callable[[int], Any] | None = None,
) -> Reading:
    if on_problem not in ("warn", "raise", "ignore"):
        raise ValueError(
            f'on_problem={on_problem!r} is not known; use "warn", "raise" or "ignore"'
        )
    given = read_given(columns)
    settings = make_settings(given, dayfirst, timezone, open_lexicons(lexicons))
    found = find_posts(Path(source), settings)
    posts, problems = _gather(found, on_post, stop=on_problem == "raise")
    check_given(given, settings.names)
    new = [post for post in posts.values() if "wrong_body" not in post]
    problems += drop_recurring(new)
    kinds, scarce = _settle_own(list(posts.values()))
    problems += scarce
    met = f"{len(problems)} problems while reading"
    if problems:
        met += f", first: {_told(problems[0])}"
    if not posts:
        raise ValueError(
            f"{source}: no post found in any format that is read here; {met}"
        )
    if problems and on_problem == "warn":
        # 3: the line that called read_posts or read_source.
        warnings.warn(
            f"{source}: {met}; read_source(...).problems lists them", stacklevel=3
        )
    table = pd.DataFrame(problems, columns=["file", "place", "reason", "action"])
    return Reading(_make_frame(posts, kinds), table)


def make_settings(
    given: dict[str, str], dayfirst: bool | None, timezone: str, lexicons: Lexicons
) -> Settings:
    """What the caller of `read_source` says; `given` are the fields of `columns`, by name."""
    known = read_columns(given, lexicons)
    return Settings(
        columns=known,
        order={key: place for place, key in enumerate(known)},
        given={field_key(field): field for field in given},
        dayfirst=dayfirst,
        timezone=_open_zone(timezone),
        dates=date_words(lexicons),
        lexicons=lexicons,
        names=set(),
    )


def check_given(given: Mapping[str, str], names: set[str]) -> None:
    """Raise ValueError for a field of `columns` that no record has."""
    keys = {field_key(name) for name in names}
    for field, column in given.items():
        if column == "records" or field_key(field) in keys:
            continue
        near = difflib.get_close_matches(field, names, n=3) or sorted(names)[:20]
        raise ValueError(
            f"columns: no record has a field {field!r}; there is {', '.join(near)}"
        )


def _open_zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError):
        raise ValueError(
            f"timezone {name!r} is not known; a name is 'UTC' or 'America/New_York'"
        ) from None


def _gather(
    findings: Findings, on_post: Callable[[int], Any] | None, stop: bool
) -> tuple[dict[str, dict[str, Any]], list[dict[str, str]]]:
    """The posts by their ids, and the rows of problems; with `stop` the first is an error."""
    posts: dict[str, dict[str, Any]] = {}
    problems = []
    for name, found in findings:
        if isinstance(found, dict):
            posts[free_id(name, found["file"], posts)] = found
            if on_post:
                on_post(1)
            continue
        problems.append(problem_row(name, found))
        if stop:
            raise ValueError(f"{_told(problems[-1])} ({found.action})")
    return posts, problems


def free_id(post_id: str, file: str, posts: Container[str]) -> str:
    """The id of a post, with its file if a post of another file has it already."""
    if post_id not in posts:
        return post_id
    free = longer = file if file.startswith(post_id) else f"{file}#{post_id}"
    number = 1
    while free in posts:
        number += 1
        free = f"{longer}#{number}"
    return free


def problem_row(file: str, problem: Problem) -> dict[str, str]:
    """A row of the problems; the reason may begin with its place ("line 3: ...")."""
    told = STATED_PLACE.match(problem.reason)
    if told and not problem.place:
        problem = Problem(told[1], problem.reason[told.end() :], problem.action)
    return {"file": file, **problem._asdict()}


def _told(row: dict[str, str]) -> str:
    return ": ".join(filter(None, (row["file"], row["place"], row["reason"])))


def _settle_own(
    posts: list[dict[str, Any]],
) -> tuple[dict[str, str], list[dict[str, str]]]:
    """The columns of the source that stay, with their kinds, and the problem of the others."""
    notes = note_own(post["_own"] for post in posts)
    kinds = choose_own(notes, len(posts))
    lacking = (
        post["file"] for post in posts if not kinds.keys() >= post["_own"].keys()
    )
    return kinds, tell_scarce(notes, kinds, next(lacking, ""))


def _make_frame(
    posts: dict[str, dict[str, Any]], kinds: dict[str, str]
) -> pd.DataFrame:
    index = pd.Index(list(posts), dtype="str", name="post_id")
    frame = pd.DataFrame(list(posts.values()), index=index, columns=COLUMNS)
    published = pd.to_datetime(frame["published"], utc=True)
    frame["published"] = published.astype("datetime64[us, UTC]")
    frame[STRINGS] = frame[STRINGS].astype("str")
    frame["words"] = frame["words"].astype("int64")
    saved = frame["wrong_body"]
    found = pd.Series(find_wrong_bodies(frame), index)
    frame["wrong_body"] = found.where(saved.isna(), saved.eq(True)).astype(bool)
    own = make_own([post["_own"] for post in posts.values()], kinds, index)
    return pd.concat([frame, own], axis=1) if kinds else frame
