"""Who says what in posts: sources, cues and contents; counted, shown in place, checked."""

from toolkit.attribution.checking import check_sample
from toolkit.attribution.counting import compare_sources, count_sources
from toolkit.attribution.evidence import explain
from toolkit.attribution.finding import find_attributions

__all__ = [
    "check_sample",
    "compare_sources",
    "count_sources",
    "explain",
    "find_attributions",
]
