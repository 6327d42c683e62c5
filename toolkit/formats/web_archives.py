"""Web archives (WARC 0.17 to 1.1, plain or .gz), read record by record by warcio."""

import io
import zlib
from collections import Counter
from typing import Any

from toolkit.formats.archives import HARMLESS, LARGEST_MEMBER, RATIO
from toolkit.formats.common import FieldColumns, Problem, Records
from toolkit.formats.web_pages import read_page
from toolkit.formats.xml_trees import count_left_out

WEB_PAGES = ("text/html", "application/xhtml+xml")
GZIP = b"\x1f\x8b\x08"


def is_packed_web_archive(head: bytes) -> bool:
    """Whether a file that gzip packed begins as a WARC file does; each record is packed alone."""
    if not head.startswith(GZIP):
        return False
    try:
        return zlib.decompressobj(31).decompress(head, 10).startswith(b"WARC/")
    except zlib.error:
        return False


def read_web_archive(data: bytes, name: str, columns: FieldColumns) -> Records:
    """The web pages among the responses, each with its address; other responses are counted."""
    try:
        from warcio.archiveiterator import ArchiveIterator
    except ImportError:
        raise ValueError(
            'web archives need: pip install "media-analysis-toolkit[pages]"'
        ) from None
    left_out = Counter[str]()
    left = max(HARMLESS, RATIO * len(data))
    number = 0
    try:
        for number, found in enumerate(ArchiveIterator(io.BytesIO(data)), 1):
            left -= int(found.length or 0)
            if left < 0 or int(found.length or 0) > LARGEST_MEMBER:
                raise ValueError("unpacks to more than it may")
            reason = _why_not(found)
            if reason:
                left_out[reason] += 1
            elif found.rec_type == "response":
                yield from _read_response(found, number, columns)
    except Exception as error:  # the library lets through what a broken part raises
        reason = f"broken web archive: {error or type(error).__name__}"
        yield Problem(f"record {number}", reason, "the rest skipped")
    yield from count_left_out(left_out)


def _why_not(found: Any) -> str:
    """Why a response is no page, or ''; requests and notes on the crawl are not counted."""
    if found.rec_type == "revisit":
        return "page that had not changed (revisit)"
    if found.rec_type != "response":
        return ""
    status = found.http_headers.get_statuscode() if found.http_headers else "none"
    if status != "200":
        return f"response with the status {status}"
    kind = found.http_headers.get_header("Content-Type") or ""
    if kind.partition(";")[0].strip().lower() not in WEB_PAGES:
        return "response that is no web page"
    return ""


def _read_response(found: Any, number: int, columns: FieldColumns) -> Records:
    """The one record of a page, by the address it was fetched from."""
    address = found.rec_headers.get_header("WARC-Target-URI") or ""
    page = found.content_stream().read(LARGEST_MEMBER)
    if not page.strip():
        yield Problem(f"record {number}", f"no page at {address[:200]}", "skipped")
        return
    for record in read_page(page, address, columns):
        if not isinstance(record, Problem):
            record["url"] = address.strip("<>")
            record["WARC-Date"] = found.rec_headers.get_header("WARC-Date")
            record["_place"] = f"record {number}"
        yield record


READERS_OF_BYTES = {"WARC": read_web_archive}
