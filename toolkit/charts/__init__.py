"""Charts a newsroom can print and a referee can check: each carries its words, its table and a receipt."""

from toolkit.charts.chart import Chart, verify
from toolkit.charts.drawing import (
    draw_comparison,
    draw_distribution,
    draw_heatmap,
    draw_lag,
    draw_source_mix,
    draw_sources,
    draw_story,
    draw_timeline,
)

__all__ = ["Chart", "draw_comparison", "draw_distribution", "draw_heatmap", "draw_lag"]
__all__ += ["draw_source_mix", "draw_sources", "draw_story", "draw_timeline", "verify"]
