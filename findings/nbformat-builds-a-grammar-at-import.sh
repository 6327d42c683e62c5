#!/usr/bin/env bash
# nbformat 5.11.1 with jsonschema's format checkers: importing it parses a grammar of addresses.
#
# `import nbformat` validates nothing, yet it loads jsonschema, whose module of format checkers
# imports rfc3987_syntax if that is installed, and rfc3987_syntax builds a Lark parser for all of
# RFC 3987 when it is imported. JupyterLab's server installs it (jsonschema[format-nongpl]), so
# there every script that reads one notebook pays for it: most of the time of the import. A
# notebook's schema uses the format "uri" nowhere that reading needs.
#
# Seen with the versions below (Python 3.11): lark and rfc3987_syntax are loaded by `import
# nbformat`, 0.76 CPU seconds against 0.09 without rfc3987-syntax. Fails if that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
pip=("$folder/venv/bin/python" -m pip --disable-pip-version-check)
"${pip[@]}" install --quiet nbformat==5.11.1 'jsonschema[format-nongpl]==4.26.0' rfc3987-syntax==1.1.0 lark==1.3.1 2>/dev/null

cat > "$folder/look.py" <<'EOF'
import sys
import time

begun = time.process_time()
import nbformat

spent = time.process_time() - begun
print(f"{spent:.3f} {'rfc3987_syntax' in sys.modules} {'lark' in sys.modules}")
EOF

"$folder/venv/bin/python" "$folder/look.py" > /dev/null # once, so that all is compiled
with=$("$folder/venv/bin/python" "$folder/look.py")
"${pip[@]}" uninstall --quiet --yes rfc3987-syntax
without=$("$folder/venv/bin/python" "$folder/look.py")
echo "with rfc3987-syntax (CPU seconds, rfc3987_syntax loaded, lark loaded): $with"
echo "without:                                                              $without"
read -r slow loaded grammar <<< "$with"
read -r quick gone _ <<< "$without"
[ "$loaded" = True ] && [ "$grammar" = True ] && [ "$gone" = False ]
python3 -c "import sys; sys.exit(not $slow > 2 * $quick)"
echo "as described"
