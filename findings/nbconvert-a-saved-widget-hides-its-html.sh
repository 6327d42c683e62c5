#!/usr/bin/env bash
# nbconvert 7.17.2: an output that carries a widget and HTML loses the HTML when the state of the
# widget is saved with the notebook.
#
# A widget may publish text/html beside its view, for pages in which no widget runs. Whether the
# exported page has that HTML depends on the notebook's metadata: without the widget's state the
# HTML is shown, with it (nbclient saves it by default, JupyterLab on request) the page has the
# view alone, which fetches its scripts from two hosts, and is blank where they cannot be reached.
# Saving more shows less. Two outputs, one of each kind, are both kept.
#
# Seen with the versions below (Python 3.11): HTML in the page 1 time without state, 0 times with
# it, 1 time with it as an output of its own. Fails if that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip --disable-pip-version-check install --quiet \
  nbconvert==7.17.2 nbformat==5.10.4 2>/dev/null

cat > "$folder/look.py" <<'EOF2'
from nbconvert import HTMLExporter
from nbformat.v4 import new_code_cell, new_notebook, new_output

VIEW = "application/vnd.jupyter.widget-view+json"
STATE = "application/vnd.jupyter.widget-state+json"
view = {VIEW: {"model_id": "abc", "version_major": 2, "version_minor": 1}}
page = {"text/html": "<p>four outlets</p>"}
model = {"model_name": "M", "model_module": "m", "model_module_version": "1", "state": {}}
state = {STATE: {"version_major": 2, "version_minor": 0, "state": {"abc": model}}}


def count(bundles, metadata):
    outputs = [new_output("display_data", data=data) for data in bundles]
    notebook = new_notebook(cells=[new_code_cell(outputs=outputs)], metadata=metadata)
    return HTMLExporter().from_notebook_node(notebook)[0].count("four outlets")


print("without state", count([view | page], {}))
print("with state", count([view | page], {"widgets": state}))
print("with state, two outputs", count([page, view], {"widgets": state}))
EOF2

seen=$("$folder/venv/bin/python" "$folder/look.py" 2>/dev/null)
echo "$seen"
grep -q "^without state 1$" <<< "$seen"
grep -q "^with state 0$" <<< "$seen"
grep -q "^with state, two outputs 1$" <<< "$seen"
echo "as described"
