"""GDELT's Global Knowledge Graph (GKG 2.0 and 2.1): 27 columns split by tabs, without a header.

Follows "The GDELT Global Knowledge Graph (GKG) Data Format Codebook V2.1". It holds no texts.
"""

import html
import re
from collections.abc import Iterator

from toolkit.formats.common import FieldColumns, Problem, Records
from toolkit.formats.text_pieces import split_lines

COLUMNS = (
    "GKGRECORDID V2.1DATE V2SOURCECOLLECTIONIDENTIFIER V2SOURCECOMMONNAME"
    " V2DOCUMENTIDENTIFIER V1COUNTS V2.1COUNTS V1THEMES V2ENHANCEDTHEMES V1LOCATIONS"
    " V2ENHANCEDLOCATIONS V1PERSONS V2ENHANCEDPERSONS V1ORGANIZATIONS"
    " V2ENHANCEDORGANIZATIONS V1.5TONE V2.1ENHANCEDDATES V2GCAM V2.1SHARINGIMAGE"
    " V2.1RELATEDIMAGES V2.1SOCIALIMAGEEMBEDS V2.1SOCIALVIDEOEMBEDS V2.1QUOTATIONS"
    " V2.1ALLNAMES V2.1AMOUNTS V2.1TRANSLATIONINFO V2EXTRASXML"
).split()
EXTRA = re.compile(r"<PAGE_(TITLE|AUTHORS|PRECISEPUBTIMESTAMP)>([^<]*)</PAGE_\1>")
MOMENT = re.compile(r"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)")


def read_gkg(pieces: Iterator[str], name: str, columns: FieldColumns) -> Records:
    """A record for each document: what its page says of it, the graph's columns behind."""
    for number, line in enumerate(split_lines(pieces), 1):
        if not line.strip():
            continue
        cells = line.split("\t")
        if not 5 <= len(cells) <= len(COLUMNS):
            reason = f"{len(cells)} cells in place of {len(COLUMNS)}"
            yield Problem(f"row {number}", reason, "skipped")
            continue
        fields = dict(zip(COLUMNS, cells, strict=False))
        said = dict(EXTRA.findall(fields.pop("V2EXTRASXML", "")))
        authors = html.unescape(said.get("AUTHORS", "")).split(";")
        yield {
            **fields,
            "_place": f"row {number}",
            "_id": fields["GKGRECORDID"],
            "_form": "snippet",
            "title": html.unescape(said.get("TITLE", "")),
            "author": [author.strip() for author in authors],
            "pubDate": _read_moment(
                said.get("PRECISEPUBTIMESTAMP") or fields["V2.1DATE"]
            ),
            "url": fields["V2DOCUMENTIDENTIFIER"],
            "outlet": fields["V2SOURCECOMMONNAME"],
        }


def _read_moment(digits: str) -> str:
    """20150218230000 as a moment in UTC."""
    found = MOMENT.fullmatch(digits)
    if found is None:
        return digits
    year, month, day, hour, minute, second = found.groups()
    return f"{year}-{month}-{day}T{hour}:{minute}:{second}Z"


READERS_OF_PIECES = {"GDELT GKG": read_gkg}
