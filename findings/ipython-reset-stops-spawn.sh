#!/usr/bin/env bash
# IPython 9.18.1: after %reset no process can be started by multiprocessing's spawn.
#
# %reset -f clears the namespace of the notebook, which is that of the module __main__, and takes
# __spec__ with it. multiprocessing reads __main__.__spec__ when it starts a process afresh
# ("spawn", the usual way on macOS and Windows, and Dask's on all systems): AttributeError. A
# notebook that begins with %reset, as pipelines that run many in one kernel do, can then start no
# LocalCluster ("Nanny failed to start"). `__spec__ = None` in the cell behind it mends that.
#
# Seen with the versions below (Python 3.11): before %reset the process runs, after it
# AttributeError, with __spec__ set to None it runs. Fails if that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip --disable-pip-version-check install --quiet ipython==9.18.1 2>/dev/null

cat > "$folder/starting.py" <<'EOF2'
import multiprocessing
import time


def start():
    process = multiprocessing.get_context("spawn").Process(target=time.time)
    try:
        process.start()
    except AttributeError as error:
        return f"AttributeError: {error}"
    process.join()
    return f"exit {process.exitcode}"
EOF2
cat > "$folder/look.txt" <<'EOF2'
from starting import start
print("at first:", start())
%reset -f
from starting import start
print("after reset:", start())
__spec__ = None
print("with __spec__ = None:", start())
EOF2

export IPYTHONDIR="$folder/profile"
cd "$folder"
seen=$("$folder/venv/bin/ipython" --quick --no-banner --simple-prompt --colors=NoColor < "$folder/look.txt" 2>/dev/null | grep -o "\(at first\|after reset\|with __spec__\).*" || true)
echo "$seen"
grep -q "^at first: exit 0" <<< "$seen"
grep -q "^after reset: AttributeError" <<< "$seen"
grep -q "^with __spec__ = None: exit 0" <<< "$seen"
echo "as described"
