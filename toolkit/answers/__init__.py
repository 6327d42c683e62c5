"""One function a question: a corpus in, an `Answer` out, the same wherever it is asked.

| name | the question | function |
|---|---|---|
| outlets | Who published the posts, and how many? | `answer_outlets` |
| topics | How much of each outlet's coverage went to each topic? | `answer_topics` |
| topic-peaks | Did a topic stand out in some week? | `answer_topic_peaks` |
| topics-over-time | How did the coverage of the largest topics run? | `answer_topics_over_time` |
| bursts | When did a topic take up about twice its usual share? | `answer_bursts` |
| scores | Do the outlets differ in a measure? | `answer_scores` |
| score-spread | How far do single articles lie apart? | `answer_score_spread` |
| scores-over-time | Does a measure change over time? | `answer_scores_over_time` |
| unit-of-tone | Why is the sentence the unit of tone? | `answer_unit_of_tone` |
| robustness | Does the comparison of grades hold on other scales? | `answer_robustness` |
| speakers | Who speaks most? | `answer_speakers` |
| who-quotes-whom | Who quotes whom? | `answer_who_quotes_whom` |
| source-types | What kinds of sources does each outlet use? | `answer_source_types` |
| anonymous | How many articles lean on a source without a name? | `answer_anonymous` |
| coverage | How many articles did each outlet publish? | `answer_coverage` |
| lag | How far do the articles look back and ahead? | `answer_lag` |
| story | How did one story run? | `answer_story` |
| story-course | How did a running story go through the outlets? | `answer_story_course` |
| attention | How much of the coverage went to each running story? | `answer_attention` |
| agendas | How far do the agendas of the outlets overlap? | `answer_agendas` |
| leads | Who is first on events that several tell? | `answer_leads` |
| words | Which words tell the groups apart? | `answer_words` |

Answers compose the rooms below them and hold no statistics of their own. Notebooks, the report,
the explorer and ``toolkit answer`` call these with the same parameters, so that one corpus never
has two headlines. Their words stand in ``lexicons/sentences.toml``.
"""

from collections.abc import Callable

from toolkit.answers.agendas import answer_agendas, answer_leads
from toolkit.answers.answer import Answer
from toolkit.answers.attention import answer_attention
from toolkit.answers.outlets import answer_outlets
from toolkit.answers.scores import (
    answer_robustness,
    answer_score_spread,
    answer_scores,
    answer_scores_over_time,
    answer_unit_of_tone,
)
from toolkit.answers.sources import answer_anonymous, answer_source_types
from toolkit.answers.speakers import answer_speakers, answer_who_quotes_whom
from toolkit.answers.story_course import answer_story_course
from toolkit.answers.timelines import answer_coverage, answer_lag, answer_story
from toolkit.answers.topics import answer_topics
from toolkit.answers.topics_in_time import (
    answer_bursts,
    answer_topic_peaks,
    answer_topics_over_time,
)
from toolkit.answers.words import answer_words

FUNCTIONS: tuple[Callable[..., Answer], ...] = (
    answer_outlets,
    answer_topics,
    answer_topic_peaks,
    answer_topics_over_time,
    answer_bursts,
    answer_scores,
    answer_score_spread,
    answer_scores_over_time,
    answer_unit_of_tone,
    answer_robustness,
    answer_speakers,
    answer_who_quotes_whom,
    answer_source_types,
    answer_anonymous,
    answer_coverage,
    answer_lag,
    answer_story,
    answer_story_course,
    answer_attention,
    answer_agendas,
    answer_leads,
    answer_words,
)
# By the name that the command line and the explorer know a question by.
ANSWERS = {
    function.__name__.removeprefix("answer_").replace("_", "-"): function
    for function in FUNCTIONS
}

__all__ = [
    "ANSWERS",
    "FUNCTIONS",
    "Answer",
    "answer_agendas",
    "answer_anonymous",
    "answer_attention",
    "answer_bursts",
    "answer_coverage",
    "answer_lag",
    "answer_leads",
    "answer_outlets",
    "answer_robustness",
    "answer_score_spread",
    "answer_scores",
    "answer_scores_over_time",
    "answer_source_types",
    "answer_speakers",
    "answer_story",
    "answer_story_course",
    "answer_topic_peaks",
    "answer_topics",
    "answer_topics_over_time",
    "answer_unit_of_tone",
    "answer_who_quotes_whom",
    "answer_words",
]
