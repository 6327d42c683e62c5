"""Who covers what of the same events, who is first, and how far agendas overlap.

`hours` (which dates tell an hour), `coverage` (each group's posts of an event), `leads` (who is
first), `dealing` (stories dealt out anew) and `overlap` (what two groups both cover).
"""

from toolkit.agendas.coverage import count_coverage as count_coverage
from toolkit.agendas.leads import compare_leads as compare_leads
from toolkit.agendas.overlap import compare_agendas as compare_agendas
