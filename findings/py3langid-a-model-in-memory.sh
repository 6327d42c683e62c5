#!/usr/bin/env bash
# py3langid 0.4.0: a model of 4.6 MB on disk is fourteen times that in memory, for ever.
#
# `classify` loads it at the first call into a module's variable: 64 MB for its two largest tables,
# which the file packs by LZMA. Nothing lets it go,
# and `set_languages` changes it for every other caller in the process. An identifier of one's own
# (`LanguageIdentifier.from_model_file(MODEL_FILE)`, in its README) goes with its last name, and
# is not touched by languages that others choose.
#
# Seen with the versions below (Python 3.11): file 4 MB, two tables over 60 MB; German is called
# French after set_languages(["fr"]), and German still by an identifier of one's own. Fails if
# that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip --disable-pip-version-check install --quiet \
  py3langid==0.4.0 numpy==2.3.5 2>/dev/null

cat > "$folder/look.py" <<'EOF2'
import py3langid
from py3langid import langid

text = "Der Rat der Stadt hat am Freitag beschlossen, die Brücke zu sperren."
own = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE)
file = langid.MODEL_DIR / langid.MODEL_FILE
tables = own.nb_ptc.nbytes
tables += len(own.tk_nextmove) * own.tk_nextmove.itemsize
print("file MB", file.stat().st_size // 2**20, "tables MB over 60:", tables > 60 * 2**20)
py3langid.set_languages(["fr"])
print("everybody's", py3langid.classify(text)[0], "own", own.classify(text)[0])
print("let go:", langid.IDENTIFIER is None)
EOF2

seen=$("$folder/venv/bin/python" "$folder/look.py")
echo "$seen"
grep -q "^file MB 4 tables MB over 60: True" <<< "$seen"
grep -q "^everybody's fr own de" <<< "$seen"
grep -q "^let go: False" <<< "$seen"
echo "as described"
