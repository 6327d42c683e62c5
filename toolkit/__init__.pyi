# The public names and their rooms: for type checkers, editors and __init__.py, which reads them here.
from toolkit.attribution import check_sample as check_sample
from toolkit.attribution import compare_sources as compare_sources
from toolkit.attribution import count_sources as count_sources
from toolkit.attribution import explain as explain
from toolkit.attribution import find_attributions as find_attributions
from toolkit.charts import Chart as Chart
from toolkit.charts import draw_comparison as draw_comparison
from toolkit.charts import draw_distribution as draw_distribution
from toolkit.charts import draw_heatmap as draw_heatmap
from toolkit.charts import draw_lag as draw_lag
from toolkit.charts import draw_source_mix as draw_source_mix
from toolkit.charts import draw_sources as draw_sources
from toolkit.charts import draw_story as draw_story
from toolkit.charts import draw_timeline as draw_timeline
from toolkit.charts import verify as verify
from toolkit.cleaning import clean as clean
from toolkit.dates import find_dates as find_dates
from toolkit.explorer import explore as explore
from toolkit.health import Health as Health
from toolkit.health import check_posts as check_posts
from toolkit.posts import Reading as Reading
from toolkit.posts import read_posts as read_posts
from toolkit.posts import read_source as read_source
from toolkit.readability import score_readability as score_readability
from toolkit.readability import sensitivity as sensitivity
from toolkit.report import method_note as method_note
from toolkit.report import write_report as write_report
from toolkit.scale import Measures as Measures
from toolkit.scale import measure as measure
from toolkit.sentiment import find_sentences as find_sentences
from toolkit.sentiment import score_sentiment as score_sentiment
from toolkit.stories import group_stories as group_stories
from toolkit.terms import find_terms as find_terms
from toolkit.terms import read_terms as read_terms
from toolkit.terms import suggest_terms as suggest_terms
from toolkit.timeline import average_score as average_score
from toolkit.timeline import compare_groups as compare_groups
from toolkit.timeline import count_posts as count_posts
from toolkit.timeline import describe_comparison as describe_comparison
from toolkit.timeline import find_bursts as find_bursts

__version__: str
__all__: list[str]
