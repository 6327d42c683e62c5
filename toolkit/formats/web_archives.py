"""Web archives (WARC 0.17 to 1.1, and ARC before; plain or .gz), read record by record by warcio.

Saved pages (response, resource), and the texts of pages (conversion, as Common Crawl's WET).
"""

from collections import Counter
from typing import Any

from toolkit.formats.common import FieldColumns, Problem, Records
from toolkit.formats.compression import LARGEST_MEMBER, Unpacked
from toolkit.formats.decompressors import GZIP
from toolkit.formats.web_pages import read_page
from toolkit.formats.web_texts import read_text
from toolkit.formats.xml_trees import count_left_out

WEB_PAGES = ("text/html", "application/xhtml+xml", "")
# The records that are read, and the types of what was fetched.
KINDS = {"response": WEB_PAGES, "resource": WEB_PAGES, "conversion": ("text/plain", "")}


def read_web_archive(file: Any, name: str, columns: FieldColumns) -> Records:
    """The web pages, each with its address; other records of what was fetched are counted."""
    try:
        from warcio.archiveiterator import ArchiveIterator
    except ImportError:
        raise ValueError(
            'web archives need: pip install "media-analysis-toolkit[pages]"'
        ) from None
    left_out = Counter[str]()
    number = 0
    try:
        file.seek(0)
        is_packed = file.read(len(GZIP)) == GZIP
        file.seek(0)
        if is_packed:
            file = Unpacked(file)
        for number, found in enumerate(ArchiveIterator(file, arc2warc=True), 1):
            if int(found.length or 0) > LARGEST_MEMBER:
                raise ValueError("a record is larger than it may be")
            reason = _why_not(found)
            if reason:
                left_out[reason] += 1
            elif found.rec_type in KINDS:
                yield from _read_record(found, number, columns)
    except Exception as error:  # the library lets through what a broken part raises
        reason = f"broken web archive: {str(error).strip() or type(error).__name__}"
        yield Problem(f"record {number}", reason[:200], "the rest skipped")
    yield from count_left_out(left_out)


def _why_not(found: Any) -> str:
    """Why a record is no page, or ''; requests and notes on the crawl are not counted."""
    if found.rec_type == "revisit":
        return "page that had not changed (revisit)"
    if found.rec_type == "response" and found.http_headers:
        status = found.http_headers.get_statuscode()
        if status != "200":
            return f"response with the status {status}"
    kinds = KINDS.get(found.rec_type)
    if kinds and _content_type(found) not in kinds:
        return "response without a page"
    return ""


def _content_type(found: Any) -> str:
    """The type of what was fetched, or ''."""
    headers = found.http_headers or found.rec_headers
    kind = str(headers.get_header("Content-Type") or "")
    return kind.partition(";")[0].strip().lower()


def _read_record(found: Any, number: int, columns: FieldColumns) -> Records:
    """The one record of a page or of its text, by the address it was fetched from."""
    address = found.rec_headers.get_header("WARC-Target-URI") or ""
    content = found.content_stream().read(LARGEST_MEMBER)
    if not content.strip():
        yield Problem(f"record {number}", f"no page at {address[:200]}", "skipped")
        return
    read = read_text if found.rec_type == "conversion" else read_page
    for record in read(content, address, columns):
        if not isinstance(record, Problem):
            language = found.rec_headers.get_header("WARC-Identified-Content-Language")
            record.setdefault("language", (language or "").partition(",")[0])
            record["url"] = address.strip("<>")
            record["WARC-Date"] = found.rec_headers.get_header("WARC-Date")
            record["_place"] = f"record {number}"
        yield record


READERS_OF_FILES = {"WARC": read_web_archive}
