"""The repeated elements of a large file of XML, one at a time; a small file is held as a tree."""

from collections.abc import Iterator
from typing import Any

from lxml import etree

from toolkit.formats.common import Problem
from toolkit.formats.compression import LARGEST_MEMBER
from toolkit.formats.xml_parsing import parse_xml
from toolkit.formats.xml_stream import XmlStream
from toolkit.formats.xml_trees import each

LARGEST_TREE = 16 * 2**20  # bytes of a file; its tree takes several times as many


class XmlUnits:
    """The elements of one local name in a file.

    `root` is the first element: of a large file without those. `problems` say what is wrong with
    the XML: of a large file where it is, it is held as a tree too, but for one larger than
    `LARGEST_MEMBER`, which is read up to there. Raises ValueError if there is no element at all.
    """

    def __init__(self, file: Any, unit: str) -> None:
        self.file = file
        self.unit = unit
        self.is_held = False
        self.recovers = True
        self.problems: list[Problem] = []
        self.root: Any = None
        data = file.read(LARGEST_TREE)
        if len(data) < LARGEST_TREE:
            self._hold(data)
        elif self._pass_through():
            self._take_broken()

    def each(self) -> Iterator[Any]:
        """The elements in the order of the file; each is let go of when the next is asked for."""
        if self.is_held:
            yield from each(self.root, self.unit)
        else:
            yield from self._parse(XmlStream(self.file))

    def _hold(self, data: bytes) -> None:
        self.is_held = True
        self.root, self.problems = parse_xml(data, self.unit)

    def _pass_through(self) -> list[Any]:
        """The faults of a file, which show at its end."""
        stream = XmlStream(self.file)
        self.problems = stream.problems
        faults: list[Any] = []
        for _ in self._parse(stream, faults):
            pass
        return faults

    def _take_broken(self) -> None:
        """What can be read of a file that is broken."""
        self.file.seek(0)
        data = self.file.read(LARGEST_MEMBER)
        if len(data) < LARGEST_MEMBER:
            self._hold(data)
            return
        self.recovers = False
        for fault in self._pass_through()[:1]:
            reason = f"broken XML: {fault.message.strip()}"
            place = f"line {fault.line}"
            self.problems.append(Problem(place, reason, "kept what stands before"))
        if self.root is None:
            raise ValueError("broken XML: no element")

    def _parse(
        self, stream: XmlStream, faults: list[Any] | None = None
    ) -> Iterator[Any]:
        """The elements, each taken out of the tree before the next; `faults` fill at the end."""
        parser = etree.iterparse(
            stream,
            events=("end",),
            tag=f"{{*}}{self.unit}",
            recover=self.recovers,
            resolve_entities=False,
            no_network=True,
            remove_comments=True,
            remove_pis=True,
            huge_tree=True,
        )
        last: Any = None
        try:
            for _, unit in parser:
                if last is None:
                    self.root = unit.getroottree().getroot()
                else:
                    last.getparent().remove(last)
                yield unit
                last = unit
        except etree.XMLSyntaxError:
            pass  # where it does not recover
        if last is not None and last.getparent() is not None:
            last.getparent().remove(last)
        if faults is not None:
            faults += [fault for fault in parser.error_log if _is_fatal(fault)]


def _is_fatal(fault: Any) -> bool:
    return bool(fault.level_name == "FATAL")
