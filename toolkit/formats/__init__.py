"""One small reader per input format, chosen by content; `toolkit.posts` makes posts of records.

Format            Reader              Input
----------------  ------------------  ----------------------------------------------------
front matter      `front_matter.py`   Markdown or HTML below YAML, TOML or JSON
JSON              `json_records.py`   arrays, one a line, answers of APIs, JSON Feed
CSV               `csv_tables.py`     tables split by comma, semicolon, tab or bar
Parquet           `parquet_tables.py`  Parquet (extra `parquet`)
Excel             `binary_tables.py`  .xlsx, .xlsb, .xls: sheets with a known field (extra `excel`)
OpenDocument      `binary_tables.py`  .ods, likewise
pickle            `pickles.py`        refused: opening it can run code
RSS               `feeds.py`          RSS 0.9 to 2
RDF               `feeds.py`          RSS 1
Atom              `feeds.py`          Atom
LexisNexis page   `nexis.py`          LexisNexis, as HTML
LexisNexis text   `nexis.py`          LexisNexis, as text
Factiva page      `factiva.py`        Factiva, as HTML
Factiva XML       `factiva_xml.py`    Factiva, as PPS
Factiva text      `factiva.py`        Factiva, as text
Europresse page   `europresse.py`     Europresse, as HTML
ProQuest page     `proquest.py`       ProQuest, as HTML
ProQuest text     `proquest.py`       ProQuest, as text
ProQuest TDM      `tdm_studio.py`     documents of ProQuest's TDM Studio, as XML
clippings         `clipping_texts.py`  texts of NewsBank, Gale, Retriever, GENIOS
Word              `office_files.py`   Nexis Uni, LexisNexis, Factiva or ProQuest, as .docx
RTF               `office_files.py`   the same, as .rtf
WordPress export  `wordpress.py`      WordPress's own XML (WXR)
Blogger export    `blogger.py`        Blogger's own Atom, as of Google Takeout
Medium page       `medium.py`         a page of Medium's export by itself
metadata lines    `metadata_lines.py`  Markdown below lines as `Title: x` (Pelican)
Movable Type      `movable_type.py`   text of Movable Type, TypePad, Hatena
mail              `mail.py`           a newsletter (EML)
mailbox           `mail.py`           newsletters (mbox)
RIS               `ris.py`            references, as of Zotero
EndNote           `endnote.py`        references in EndNote's tags (.enw)
BibTeX            `bibtex.py`         references, BibLaTeX too
GDELT GKG         `gdelt.py`          27 columns without a header, no text
NITF              `nitf.py`           a story of an agency
NewsML-G2         `newsml.py`         items of an agency
NewsML 1          `newsml_1.py`       items of an agency, 1.0 to 1.2
tagged documents  `tagged_documents.py`  corpora in SGML (Reuters-21578, Gigaword, TREC, RCV1)
news sitemap      `sitemaps.py`       titles and links, no text
WARC              `web_archives.py`   saved web pages or their texts, plain or .gz (extra `pages`)
Telegram page     `telegram_pages.py`  messages.html of Telegram Desktop's export
page              `web_pages.py`      a saved web page (extra `pages`)
plain text        `plain_text.py`     .txt and .md without front matter, a post a file
archive           `archives.py`       zip, tar, what gz, bz2, xz, zst pack: the files in it are read
archive of another kind  `archives.py`  7z, RAR: not read, and told
document of another kind  `other_documents.py`  PDF, SPSS, Stata, R, SQLite: likewise

Of these some have a reader of their own:

Part of           Reader              Input
----------------  ------------------  ----------------------------------------------------
archive           `medium.py`         Medium's export
archive           `substack.py`       Substack's export: a table and its pages
archive           `wacz.py`           WARC files, lists and indexes (extra `pages`)
JSON              `ninjs.py`          items of an agency
JSON              `ghost.py`          Ghost's export: tables of posts, people and tags
JSON              `rss_in_json.py`    RSS 2 as keys
JSON              `csl.py`            references, as of Zotero

Exports of networks, crawls and agencies in JSON and in tables (X, Mastodon, Bluesky, Reddit,
Telegram, Instagram, TikTok, YouTube, CrowdTangle, news-please) are told by their keys:
`shapes.py` reads them by the paths in `lexicons/record_shapes.toml`. Posts of an X archive get
their account and their whole texts from the files beside them: `x_archives.py`.

A file that gzip, bzip2 or xz packs by itself is read as what it is. Archives in archives are
opened, and exports are read as they lie unpacked in a folder.

A new format is one module of this package and one row of `lexicons/formats.csv`, which says how
its files begin, and names the module: it is imported when such a file is met. The module holds a
table ``READERS_OF_TEXT = {"format": read}``, or ``READERS_OF_BYTES``, or for files that may be
larger than memory ``READERS_OF_PIECES`` or ``READERS_OF_FILES``; a test compares rows, tables and
the table above.

What a reader takes
    The whole file: as text (lines end with \\n; bytes that are not UTF-8 are a problem already
    told), or as bytes. A reader of pieces gets an iterator of the pieces of the text, in any
    lengths, and a reader of files the file, open, at its start, and able to go back there.
    `name`, its path below the source. `columns`, as `read_columns` gives
    them: the column of the posts that a field fills, by the `field_key` of its name. A field
    that fills `records` is a list that holds the records.

    A zip file or folder that is one source (Substack's, Medium's) is a bundle: its row has
    patterns of paths that tell it, its reader stands in ``READERS_OF_BUNDLES`` and gets the
    members, as `open_members` gives them. A shape of JSON is a pair in
    ``SHAPES_OF_JSON``: whether a value is of it, and a function that gives its records.

What it yields, in the order of the file
    For each record a dict. Its keys are names of fields that `lexicons/columns.csv` knows: the
    source's own if it means the same by them, else the reader renames them, and drops what would
    be taken for another (RIS has an ISSN under SN, which is an outlet there). Names that it does
    not know do no harm, and `columns=` may name them. One dict may hold several that fill one
    column: the first in the lexicon is preferred. A field inside another may stay there:
    `{"source": {"name": ...}}` is the field `source.name`. Values are texts, numbers, dates,
    None, or lists and dicts of such; a date may be a text in any usual form that names a day.
    What fills no column stays under its own name behind ours. Seven more keys say what is no
    field:

    `_id`      the source's own id of the record, a text: it becomes `post_id` (else a field that
               fills `post_id`, else the link, else the file and the title)
    `_form`    article (default); short for posts of social networks and comments: of kind post,
               nothing is cleaned away, and no rule made for articles holds; snippet for a list
               of titles and links, whose texts are elsewhere
    `_place`   where the record stands, as "row 12" (default: "record" and its number)
    `_markup`  how its body is written: html, markdown or plain (default: seen in the body)
    `_outlet`  the outlet, where the host of the link is not its own but a database's
    `_kind`    post (default), page, or another kind, which is left out
    `_status`  publish (default), or another, as draft and future, which is left out

    For each fault a `Problem`: place, reason, and what became of it (kept, skipped).

What it raises
    ValueError for a file of which no more can be read; the message may begin with a place
    ("line 3: ..."). What was yielded before is kept. Nothing else is raised, whatever the bytes.
"""

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from toolkit.formats import archives
from toolkit.formats.archives import open_members
from toolkit.formats.columns import POST_FIELDS, name_own, read_columns, read_given
from toolkit.formats.common import (
    PROLOGUE,
    FieldColumns,
    Problem,
    Record,
    Records,
    decode,
    field_key,
)
from toolkit.formats.compression import is_packed_web_archive
from toolkit.formats.decompressors import is_compressed
from toolkit.formats.folded_fields import fold_fields
from toolkit.formats.left_out import LeftOut, Unknown
from toolkit.formats.nested_fields import flatten
from toolkit.formats.readers import (
    BUNDLES,
    find_reader,
    is_read_open,
    match_opening,
)
from toolkit.formats.text_pieces import open_text
from toolkit.formats.unknown_fields import name_fields, suggest_columns, tell_names
from toolkit.formats.unpacked_exports import find_folder_bundle, open_folder
from toolkit.saved_posts import keep_lists

__all__ = [
    "POST_FIELDS",
    "FieldColumns",
    "Problem",
    "Record",
    "field_key",
    "find_bundle",
    "find_format",
    "is_read_open",
    "name_fields",
    "open_folder",
    "open_members",
    "read_columns",
    "read_given",
    "read_records",
    "suggest_columns",
    "tell_names",
]

BY_HEADER = "CSV"  # which no opening tells, but the names in its first row
BY_NAME = "plain text"  # which the file's name alone tells


def find_bundle(source: Path | bytes) -> str | None:
    """The format of a zip file or folder that is one source, as Substack's; None for others."""
    if isinstance(source, Path) and source.is_dir():
        return find_folder_bundle(source, BUNDLES)
    return archives.find_bundle(source, BUNDLES)


def find_format(
    head: bytes, name: str = "", columns: FieldColumns | None = None
) -> str | None:
    """The format that a file's first bytes show, or None; "archive" is for `open_members`.

    64 kB are plenty. The file's name helps only where the content is silent: Markdown without
    a header is a post if its path is dated.

    >>> find_format(b"---\\ntitle: A\\n---\\nText"), find_format(b"Title;Date\\nA;2016")
    ('front matter', 'CSV')
    """
    if is_packed_web_archive(head):
        return "WARC"
    if is_compressed(head):
        return "archive"
    format = match_opening(head.decode("latin-1"))
    if format:
        return format
    text = decode(head)[0]
    format = match_opening(PROLOGUE.sub("", text, count=1))
    if format:
        return format
    if re.search("[\x01-\x08\x0e-\x1a]", text) or not text.strip():
        return None
    return _format_by_name(head, text, name, columns or read_columns())


def _format_by_name(
    head: bytes, text: str, name: str, columns: FieldColumns
) -> str | None:
    """The format of a text whose content is silent, by its header and its file's name."""
    # Here, as all readers: only where a file needs them.
    from toolkit.formats import csv_tables, plain_text
    from toolkit.formats.front_matter import PATH_DATE

    if name.endswith((".md", ".markdown")) and PATH_DATE.match(name):
        return "front matter"
    if csv_tables.FILE_NAME.fullmatch(name):
        return BY_HEADER
    if csv_tables.find_delimiter(text, columns):
        return BY_HEADER
    return BY_NAME if plain_text.is_plain_text(head, name) else None


def read_records(
    data: Any,
    format: str,
    name: str = "",
    columns: FieldColumns | None = None,
) -> Records:
    """The records of a file and the problems met; `columns` as from `read_columns`.

    `data` are bytes, or an open file where the format is one that `is_read_open`, or the members,
    as `open_members` and `open_folder` give them, where it is a bundle's.

    Yields dicts of raw fields, flat (texts, dates, lists of such), with `_place` and, where it
    is known, `_markup`. What a site does not publish as a post is left out, and so is a record
    without any field that is known; each is a problem. Raises ValueError for an unreadable file.

    >>> list(read_records(b"title,date\\nRain,2016-04-22\\n", "CSV"))
    [{'_place': 'row 2', 'title': 'Rain', 'date': '2016-04-22'}]
    """
    known = columns or read_columns()
    named = name_own(known)
    guesses, found = _call_reader(data, format, name, known)
    yield from guesses
    left_out = LeftOut()
    unknown = Unknown()
    number = 0
    for number, record in enumerate(found, 1):
        if isinstance(record, Problem):
            yield record
            continue
        fields = {"_place": f"record {number}"} | flatten(keep_lists(record))
        kind = fields.pop("_kind", "post")
        status = fields.pop("_status", "publish")
        if kind not in ("post", "page"):
            left_out.add(f"{kind} left out", number)
        elif kind == "page" or status != "publish":
            yield _unpublished(fields["_place"], kind, status)
        elif _is_known(fields, known):
            yield fold_fields(record, fields, known, named)
        else:
            unknown.add(fields)
    if number == 0:
        yield Problem("", "it holds no record", "skipped")
    yield from unknown.tell()
    yield from left_out.tell()


def _is_known(fields: Record, columns: FieldColumns) -> bool:
    """Whether a field is known; an id alone tells no post."""
    return any(field_key(field) in columns for field in fields if field != "_id")


def _call_reader(
    data: Any, format: str, name: str, columns: FieldColumns
) -> tuple[list[Problem], Records]:
    """The bytes that are a guess, and what the format's reader finds."""
    read_text = find_reader(format, "READERS_OF_TEXT")
    if read_text and isinstance(data, bytes):
        text, problems = decode(data)
        return problems, read_text(text, name, columns)
    if is_read_open(format):
        file = io.BytesIO(data) if isinstance(data, bytes) else data
        file.seek(0)
        read_open = find_reader(format, "READERS_OF_FILES")
        if read_open:
            return [], read_open(file, name, columns)
        problems, pieces = open_text(file)
        return problems, _read_pieces(format, pieces, name, columns)
    read = find_reader(format, "READERS_OF_BUNDLES") or find_reader(
        format, "READERS_OF_BYTES"
    )
    if read is None:
        raise RuntimeError(f"{format}: formats.csv names no module with its reader")
    return [], read(data, name, columns)


def _read_pieces(
    format: str, pieces: Iterator[str], name: str, columns: FieldColumns
) -> Records:
    read = find_reader(format, "READERS_OF_PIECES")
    return read(pieces, name, columns) if read else iter(())


def _unpublished(place: str, kind: str, status: str) -> Problem:
    what = status.replace("future", "scheduled") if kind == "post" else kind
    return Problem(place, f"{kind} with the status {status}", f"{what} left out")
