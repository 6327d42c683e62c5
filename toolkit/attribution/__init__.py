"""Who says what: sources, cues and contents found in posts, counted by speaker, and shown in their place."""

from toolkit.attribution.counting import count_sources
from toolkit.attribution.evidence import explain
from toolkit.attribution.finding import find_attributions

__all__ = ["count_sources", "explain", "find_attributions"]
