"""One small reader per input format, chosen by content, not by file ending; `toolkit.posts` makes posts of records."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from toolkit.formats import front_matter, records, web
from toolkit.formats.archives import open_members
from toolkit.formats.common import PROLOGUE, Problem, decode, field_key, flatten
from toolkit.lexicons import PACKAGED, read_pairs

__all__ = [
    "Problem",
    "field_key",
    "find_format",
    "open_members",
    "read_columns",
    "read_records",
]

OF_TEXT = {
    "front matter": front_matter.read,
    "JSON": records.read_json,
    "CSV": records.read_csv,
}
OF_BYTES = {
    "Parquet": records.read_binary,
    "Excel": records.read_binary,
    "page": web.read_page,
}


def find_format(
    head: bytes, name: str = "", columns: Mapping[str, str] | None = None
) -> str | None:
    """The name of the format that a file's first bytes (64 kB are plenty) show, or None; "archive": `open_members`.

    The file's name helps only where the content is silent: Markdown without a header is a post if its path is dated.

    >>> find_format(b"---\\ntitle: A\\n---\\nText"), find_format(b"Title;Date\\nA;2016"), find_format(b"Well, well")
    ('front matter', 'CSV', None)
    """
    if format := _opening(head.decode("latin-1")) or _opening(
        PROLOGUE.sub("", text := decode(head)[0], count=1)
    ):
        return format
    if re.search("[\x01-\x08\x0e-\x1a]", text) or not text.strip():
        return None
    if name.endswith((".md", ".markdown")) and front_matter.PATH_DATE.match(name):
        return "front matter"
    return "CSV" if records.find_delimiter(text, columns or read_columns()) else None


def _opening(text: str) -> str | None:
    return next(
        (
            row["format"]
            for row in PACKAGED.rows("formats.csv")
            if re.match(row["opening"], text)
        ),
        None,
    )


def read_records(data: bytes, format: str, name: str = "",
                 columns: Mapping[str, str] | None = None) -> Iterator[dict[str, Any] | Problem]:  # fmt: skip
    """The records of a file and the problems met; `columns` as from `read_columns`.

    Yields dicts of raw fields (texts, dates, lists of such) with `_place` and, where it is known, `_markup` (html,
    markdown, plain). What WordPress does not publish as a post is left out. Raises ValueError for an unreadable file.

    >>> list(read_records(b"title,date\\nRain,2016-04-22\\n", "CSV"))
    [{'_place': 'row 2', 'date': '2016-04-22', 'title': 'Rain'}]
    """
    if format == "archive":
        raise ValueError("an archive inside an archive is not opened")
    known, left_out = columns or read_columns(), defaultdict[str, list[int]](list)
    text, problems = decode(data) if format in OF_TEXT else ("", [])
    yield from problems
    found = (
        OF_TEXT[format](text, name, known)
        if text
        else OF_BYTES.get(format, web.read_feed)(data, format)
    )
    for number, record in enumerate(found, 1):
        if isinstance(record, Problem):
            yield record
            continue
        fields = {"_place": f"record {number}"} | flatten(record)
        kind, status = fields.pop("_kind", "post"), fields.pop("_status", "publish")
        what = f"{status.replace('future', 'scheduled') if kind == 'post' else kind} left out"
        if kind not in ("post", "page"):
            left_out[what].append(number)
        elif kind == "page" or status != "publish":
            yield Problem(fields["_place"], f"{kind} with the status {status}", what)
        elif any(field_key(field) in known for field in fields):
            yield fields
        else:
            left_out[
                "skipped for want of a known field; columns= can name them"
            ].append(number)
    yield from (
        Problem(f"record {n[0]}", f"{len(n)} records are no posts", action)
        for action, n in left_out.items()
    )


def read_columns(
    columns: Mapping[str, str] | str | Path | None = None,
) -> dict[str, str]:
    """Columns of the posts frame by the `field_key` of a source's field, of each column the preferred field first.

    `columns`, the user's own (a mapping, or a CSV file with the columns field and column), come before the lexicon's.
    Raises ValueError for a column that there is not.

    >>> list(read_columns({"Head-Line": "title"}).items())[0]
    ('headline', 'title')
    """
    if isinstance(columns, str | Path):
        columns = dict(read_pairs(columns, "field", "column"))
    lexicon = {
        field_key(row["field"]): row["column"] for row in PACKAGED.rows("columns.csv")
    }
    own = {field_key(str(field)): column for field, column in (columns or {}).items()}
    known = sorted(set(lexicon.values()))
    if unknown := [str(column) for column in own.values() if column not in known]:
        raise ValueError(
            f"columns: {', '.join(unknown)} cannot be filled; there are {', '.join(known)}"
        )
    return own | {key: column for key, column in lexicon.items() if key not in own}
