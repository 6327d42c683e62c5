#!/usr/bin/env bash
# trafilatura 2.0.0: <q> loses its quotation marks, and ends its paragraph.
#
# HTML says that a browser sets the marks around <q>; the text that is extracted has none. What was
# direct speech reads as indirect, and whoever counts quotations in pages counts too few. The
# sentence is also cut in two lines behind the element.
#
# Seen with the version below: "He said <q>yes</q> and left." becomes "He said yes" and, on the
# next line, "and left.". Fails if that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check trafilatura==2.0.0 lxml_html_clean 2>/dev/null

cat > "$folder/look.py" <<'EOF'
import trafilatura

ahead = "The mayor spoke for a long time about the bridge and the road to it. " * 3
behind = "The council met for a second time and came to no end of the matter. " * 4
said = "He said <q>yes, we will close it</q> and left with all his people."
page = f"<html><body><article><p>{ahead}</p><p>{said}</p><p>{behind}</p></article></body></html>"
lines = trafilatura.extract(page).split("\n")
[place] = [number for number, line in enumerate(lines) if line.startswith("He said")]
print(*lines[place : place + 2], sep="\n")
assert lines[place : place + 2] == [
    "He said yes, we will close it",
    "and left with all his people.",
]
EOF

"$folder/venv/bin/python" "$folder/look.py"
echo "as described"
