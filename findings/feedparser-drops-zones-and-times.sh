#!/usr/bin/env bash
# feedparser 6.0.14: dates of feeds that become another hour, another day or a year before Christ.
#
# A zone that its table lacks (CEST, IST) is dropped without a word, so that the local time passes
# for UTC; with an ISO date and a zone's name behind it the time of the day goes as well; and the
# database's empty date 0000-00-00 becomes 30 November of the year -1, which no datetime can hold.
# `bozo` is not set for any of them.
#
# Seen with the version below: 21:15 CEST is 21:15 UTC (19:15 is right), "2016-04-22 21:15:00 PDT"
# is midnight, "0000-00-00 00:00:00" is (-1, 11, 30). Fails if that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check feedparser==6.0.14 2>/dev/null

cat > "$folder/look.py" <<'EOF'
import feedparser


def parse(stated):
    item = f"<item><title>x</title><pubDate>{stated}</pubDate></item>"
    feed = feedparser.parse(f'<rss version="2.0"><channel>{item}</channel></rss>')
    assert not feed.bozo
    return tuple(feed.entries[0].published_parsed)[:5]


seen = {
    stated: parse(stated)
    for stated in (
        "Fri, 22 Apr 2016 21:15:00 EST",
        "Fri, 22 Apr 2016 21:15:00 CEST",
        "2016-04-22 21:15:00 PDT",
        "0000-00-00 00:00:00",
    )
}
for stated, read in seen.items():
    print(f"{stated:32} {read}")
assert list(seen.values()) == [
    (2016, 4, 23, 2, 15),
    (2016, 4, 22, 21, 15),
    (2016, 4, 22, 0, 0),
    (-1, 11, 30, 0, 0),
]
EOF

"$folder/venv/bin/python" "$folder/look.py"
echo "as described"
