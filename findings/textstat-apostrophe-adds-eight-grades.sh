#!/usr/bin/env bash
# textstat 0.7.8: a typographic apostrophe makes "doesn't" a difficult word.
#
# The list of easy words has contractions with a straight apostrophe. With a typographic one the
# word is in no list, so Dale and Chall's score counts it as difficult, and adds 3.6365 besides
# once over 5% of the words are. Syllables and words are counted alike, so no other count shows it.
#
# Seen with the version below: "He doesn't know and she won't say." has a Dale-Chall score of 0.35,
# with typographic apostrophes 8.50: from under fourth grade to twelfth. Fails if that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check textstat==0.7.8 2>/dev/null

cat > "$folder/look.py" <<'EOF'
import textstat

straight = "He doesn't know and she won't say."
set_in_type = straight.replace("'", "\u2019")
for text in (straight, set_in_type):
    score = textstat.dale_chall_readability_score(text)
    print(f"{score:.2f}  {textstat.difficult_words(text)} difficult  {text}")
assert textstat.lexicon_count(straight) == textstat.lexicon_count(set_in_type)
assert textstat.syllable_count(straight) == textstat.syllable_count(set_in_type)
assert textstat.dale_chall_readability_score(straight) < 1
assert textstat.dale_chall_readability_score(set_in_type) > 8
EOF

"$folder/venv/bin/python" "$folder/look.py"
echo "as described"
