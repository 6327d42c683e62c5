"""Charts a newsroom can print and a referee can check.

Each ``draw_`` function takes a table and its words and returns a `Chart`. All take

* `title` (the finding), `subtitle` (the measure and the period), `source` ("not stated" if it is
  not given), `alt` (what a reader would see);
* `made_from`: post ids, or a table with `post_id`, that the numbers come from; kept in the
  receipt. The last line's n counts those posts, else it sums the table's n, where a post in
  two groups counts twice;
* `style`: a `toolkit.Style` or the path of its TOML file: width, height, fonts, colours, words,
  formats;
* `lexicons`: a folder with a ``colours.toml`` of your own, or lexicons already read.

Groups are all columns that are no measure, grey if n (for shares `of`) is under ten; `value`,
where there is one, is the column drawn, else `share`, `mean` or `n`, the first there is. An
empty table gives a chart that says so; a missing column raises KeyError. Infinities count as
missing values, and the last line says so; it also names the characters that no font here has.

`look`, `lettering`, `paper` (the page and its words), `pictures`, `receipts` and `marks` are at the
bottom, then `chart`, `page`, `tables` and `axes`, on which
the charts are drawn: `over_time` (on `panels`), `heatmap`, `rows`, `bars`, `story` and its
`lanes`, `scatter` (with `naming_dots`), `network`, `keyness`. `periods` holds what is done with
those that were seen in part.
"""

from toolkit.charts.bars import draw_source_mix, draw_sources
from toolkit.charts.chart import Chart
from toolkit.charts.heatmap import draw_heatmap
from toolkit.charts.keyness import draw_words
from toolkit.charts.network import draw_network
from toolkit.charts.over_time import draw_timeline
from toolkit.charts.receipts import check_receipts, verify
from toolkit.charts.rows import draw_comparison, draw_distribution, draw_lag
from toolkit.charts.scatter import draw_scatter
from toolkit.charts.story import draw_story

__all__ = [
    "Chart",
    "check_receipts",
    "draw_comparison",
    "draw_distribution",
    "draw_heatmap",
    "draw_lag",
    "draw_network",
    "draw_scatter",
    "draw_source_mix",
    "draw_sources",
    "draw_story",
    "draw_timeline",
    "draw_words",
    "verify",
]
