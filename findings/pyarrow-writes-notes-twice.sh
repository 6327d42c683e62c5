#!/usr/bin/env bash
# pyarrow 26.0.1: a note in a table's metadata is written into a Parquet file twice.
#
# What `Table.replace_schema_metadata` sets is written as the file's own key-value metadata and,
# with the schema that Arrow adds under ARROW:schema, a second time in base64, uncompressed both.
# A store that keeps a note of 100 kB in each part (which files it was made from, their hashes)
# pays 234 kB for it, whatever the compression of the columns. `ParquetWriter` with
# `store_schema=False` and `add_key_value_metadata` writes it once.
#
# Seen with the version below (Python 3.11): 234 kB and 100 kB. Fails if that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip --disable-pip-version-check install --quiet pyarrow==26.0.1 2>/dev/null

cat > "$folder/look.py" <<'EOF2'
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

NOTE = b"x" * 100_000
table = pa.table({"post_id": ["a", "b"]})
usual, once = Path(sys.argv[1], "usual.parquet"), Path(sys.argv[1], "once.parquet")
pq.write_table(table.replace_schema_metadata({b"note": NOTE}), usual, compression="zstd")
with pq.ParquetWriter(once, table.schema, compression="zstd", store_schema=False) as writer:
    writer.write_table(table)
    writer.add_key_value_metadata({b"note": NOTE})
for path in (usual, once):
    assert pq.read_metadata(path).metadata[b"note"] == NOTE
    print(path.stem, round(path.stat().st_size / 1000))
EOF2

seen=$("$folder/venv/bin/python" "$folder/look.py" "$folder")
echo "$seen"
read -r _ usual _ once <<< "$(tr '\n' ' ' <<< "$seen")"
[ "$usual" -ge 230 ] && [ "$once" -le 103 ]
echo "as described"
