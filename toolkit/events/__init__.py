"""Events and running stories across outlets: which posts tell of one, what it is about, and why.

`terms` (what posts are compared by), `rows` (sparse rows of numbers), `nearness` (their products,
over the days that are open), `merging` (groups that grow by their likest pair), `neighbours` (what
is usual of a post's subject), `labels` (what a group is called), `grouping`, `evidence` and
`description` (what callers ask for).
"""

from toolkit.events.description import describe_events as describe_events
from toolkit.events.evidence import find_event_links as find_event_links
from toolkit.events.grouping import group_events as group_events
from toolkit.events.grouping import group_events_in_parts as group_events_in_parts
