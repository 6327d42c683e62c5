#!/usr/bin/env bash
# Dask 2026.8.0 with pandas 3.1.1: a frame that goes through Dask has another type of string.
#
# pandas 3 has `str` for text (missing: NaN). dask.dataframe turns it into `string[pyarrow]`
# (missing: <NA>) in from_pandas, though both are Arrow's strings already, and leaves it so in
# compute(). A frame that went through Dask with nothing done to it equals itself no more;
# `== "a"` gives <NA> where pandas gives False, and a mask of it cannot choose rows by numpy. The
# setting dataframe.convert-string=False keeps the type.
#
# Seen with the versions below (Python 3.11): <StringDtype(na_value=<NA>)> by default, str with
# the setting. Fails if that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip --disable-pip-version-check install --quiet \
  'dask[dataframe]==2026.8.0' pandas==3.1.1 pyarrow==26.0.1 2>/dev/null

cat > "$folder/look.py" <<'EOF2'
import dask
import dask.dataframe as dd
import pandas as pd

posts = pd.DataFrame({"outlet": ["a", None]})
assert posts["outlet"].dtype == "str"
for convert in (None, False):
    with dask.config.set({"dataframe.convert-string": convert}):
        back = dd.from_pandas(posts, npartitions=1).compute()
    same = back["outlet"].eq("a").tolist()
    print(convert, repr(back["outlet"].dtype), back.equals(posts), same)
EOF2

seen=$("$folder/venv/bin/python" "$folder/look.py")
echo "$seen"
grep -q "^None <StringDtype(na_value=<NA>)> False \[True, <NA>\]" <<< "$seen"
grep -q "^False <StringDtype(na_value=nan)> True \[True, False\]" <<< "$seen"
echo "as described"
