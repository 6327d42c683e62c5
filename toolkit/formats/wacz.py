"""WACZ 1: a web archive that is a zip file, of WARC files, lists of pages and an index."""

import re
from typing import Any

from toolkit.formats.common import FieldColumns, Problem, Records
from toolkit.formats.web_archives import read_web_archive

ARCHIVE = re.compile(r"(?:[^/]*/)?archive/[^/]*\.warc(?:\.gz)?")


def read_wacz(members: Any, name: str, columns: FieldColumns) -> Records:
    """The web pages in all its WARC files; its lists and indexes only say where they stand."""
    for path, content in members:
        if not ARCHIVE.fullmatch(path):
            continue
        if isinstance(content, Problem):
            yield content._replace(place=path)
            continue
        for found in read_web_archive(content, path, columns):
            if isinstance(found, Problem):
                yield found._replace(place=f"{path}, {found.place}".rstrip(", "))
            else:
                yield found | {"_place": f"{path}, {found['_place']}"}


READERS_OF_BUNDLES = {"WACZ": read_wacz}
