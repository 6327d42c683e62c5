"""Single saved pages."""

import re

from toolkit.formats import europresse, factiva, nexis, proquest
from toolkit.formats.common import FieldColumns, Reader, Records, decode
from toolkit.formats.database_blocks import RULES

# What trafilatura finds of a page that its readers see; not its picture, its hash, the day of
# reading, and the text once more.
STATED = (
    "title author url hostname sitename date description categories tags language license"
    " pagetype"
).split()
# trafilatura would drop the marks that a browser sets, and end the paragraph there.
QUOTED = re.compile(r"(?i)<q(?:\s[^<>]{0,300})?>([^<>]{1,2000})</q\s*>")
QUOTATION_MARKS = "\"“”„«»‘’'"
# What browsers and SingleFile write above a page: the address it was saved from.
SAVED = re.compile(
    r"<!--\s*(?:saved from url=\(\d+\)|Page saved with SingleFile\s+url: ?)(https?://\S+)"
)
READERS_OF_DATABASES: dict[str, Reader] = {
    "lexisnexis": nexis.read_nexis_page,
    "factiva": factiva.read_factiva_page,
    "europresse": europresse.read_europresse,
    "proquest": proquest.read_proquest_page,
}


def find_database(text: str) -> Reader | None:
    """The reader of a news database's page whose sign stands far below its beginning."""
    for vendor, read in READERS_OF_DATABASES.items():
        if re.search(RULES["page"][vendor]["shows"], text):
            return read
    return None


def read_page(data: bytes, name: str, columns: FieldColumns) -> Records:
    """The one record of a page, as trafilatura reads it: JSON-LD, OpenGraph, text.

    A mere piece of HTML is the body as it is.
    """
    text = decode(data)[0]
    read_database = find_database(text)
    if read_database:
        yield from read_database(text, name, columns)
        return
    try:
        import trafilatura
    except ImportError:
        raise ValueError(
            'web pages need: pip install "media-analysis-toolkit[pages]"'
        ) from None
    page = trafilatura.extract_metadata(str(trafilatura.utils.decode_file(data)))
    found = page.as_dict() if page else {}
    stated = {name: found[name] for name in STATED if found.get(name)}
    saved = SAVED.search(text[:20_000])
    if saved:
        stated.setdefault("url", saved[1])
    day = stated.get("date") or "no day"  # whose time JSON-LD or OpenGraph may say
    time = re.search(
        r"(?:datePublished|published_time)\W[^<>]{1,40}?"
        rf"({day}T[\d:.]+(?:Z|[+-][\d:]+)?)",
        text,
    )
    if time:
        stated["date"] = time[1]
    if re.search(r"<(?:html|body)\b", text[:20_000], re.I):
        text = (
            trafilatura.extract(
                QUOTED.sub(_write_marks, str(trafilatura.utils.decode_file(data))),
                output_format="html",
                include_comments=False,
                favor_precision=True,
            )
            or ""
        )
    yield {**stated, "body": text, "_markup": "html", "_place": "line 1"}


def _write_marks(quoted: re.Match[str]) -> str:
    """The text of <q> between quotation marks, as it is shown."""
    text = quoted[1]
    has_marks = text.strip()[:1] in QUOTATION_MARKS
    return text if has_marks else f"“{text}”"


READERS_OF_BYTES = {"page": read_page}
