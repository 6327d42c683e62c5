#!/usr/bin/env bash
# vaderSentiment 3.3.2: the typography of an outlet turns the tone of a sentence.
#
# Negations are known with a straight apostrophe only, and a word that touches a curly quotation
# mark or an ellipsis is another word. Newsrooms differ in which marks they set, so the difference
# between two outlets can be one of typesetting.
#
# Seen with the version below, compound scores: "The plan isn't good." -0.3412, with a typographic
# apostrophe +0.4404; "great" in curly quotation marks or before an ellipsis 0.0, in straight ones
# or before three points +0.6249. Fails if that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check vaderSentiment==3.3.2 2>/dev/null

cat > "$folder/look.py" <<'EOF'
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

scores = SentimentIntensityAnalyzer().polarity_scores
seen = {
    text: scores(text)["compound"]
    for text in (
        "The plan isn't good.",
        "The plan isn\u2019t good.",
        'It was "great" news.',
        "It was \u201cgreat\u201d news.",
        "It was great...",
        "It was great\u2026",
    )
}
for text, score in seen.items():
    print(f"{score:+.4f}  {text}")
assert list(seen.values()) == [-0.3412, 0.4404, 0.6249, 0.0, 0.6249, 0.0]
EOF

"$folder/venv/bin/python" "$folder/look.py"
echo "as described"
