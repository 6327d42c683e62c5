#!/usr/bin/env bash
# pdoc 16.0.0, docformat numpy: a picture behind the last section becomes a parameter.
#
# A docstring may end, after its Parameters or Returns, with a Markdown picture whose address is
# a data URI. pdoc takes every unindented line of such a section for "name : type", and splits
# this one at the colon of "data:": the address becomes bold text and a type in brackets, the
# <img> is broken. Ahead of the first section the same line is left alone.
#
# Seen with the version below: src="data** (image/png;base64,...". Fails if that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check pdoc==16.0.0 2>/dev/null

cat > "$folder/sample.py" <<'EOF'
"""Two functions with a picture of one point."""


def ahead():
    """Draw.

    ![point](data:image/png;base64,iVBORw0KGgo=)

    Returns
    -------
    int
        A number.
    """


def behind():
    """Draw.

    Returns
    -------
    int
        A number.

    ![point](data:image/png;base64,iVBORw0KGgo=)
    """
EOF

cd "$folder"
venv/bin/python -m pdoc --docformat numpy --output-directory out sample.py
grep --only-matching '<img src="[^"]*"' out/sample.html
grep --quiet '<img src="data:image/png;base64,iVBORw0KGgo="' out/sample.html
grep --quiet --fixed-strings '<img src="data** (image/png;base64,iVBORw0KGgo=' out/sample.html
echo "as described"
