"""Reads events of one source from the lake with pandas and with DuckDB: the manifest says which files count, the files say the rest.

S3_ENDPOINT=… S3_REGION=… S3_ACCESS_KEY_ID=… S3_SECRET_ACCESS_KEY=… LAKE_BUCKET=… python read_lake.py <source>
"""

import json
import os
import sys
import tempfile

import duckdb
import pandas
from pyarrow import fs

SOURCE = sys.argv[1]
BUCKET = os.environ["LAKE_BUCKET"]
scheme, _, host = os.environ["S3_ENDPOINT"].partition("://")
lake = fs.S3FileSystem(
    endpoint_override=host,
    scheme=scheme,
    region=os.environ["S3_REGION"],
    access_key=os.environ["S3_ACCESS_KEY_ID"],
    secret_key=os.environ["S3_SECRET_ACCESS_KEY"],
)


def files() -> list[str]:
    """Never a listing of the events' folder: a file without a line in the manifest is no part of the lake."""
    copies = lake.get_file_info(fs.FileSelector(f"{BUCKET}/raw_events_manifest", recursive=True, allow_not_found=True))
    named = []
    for copy in copies:
        if copy.type != fs.FileType.File:
            continue
        with lake.open_input_stream(copy.path) as stream:
            named += [f"{BUCKET}/{file['key']}" for file in json.loads(stream.read())["files"]]
    return named


named = files()
counts = {"pandas": 0, "duckdb": 0}
if named:
    frame = pandas.concat([pandas.read_parquet(file, filesystem=lake) for file in named])
    counts["pandas"] = int(frame[frame["source"] == SOURCE][["source", "id"]].drop_duplicates().shape[0])
    with tempfile.TemporaryDirectory() as folder:
        for number, file in enumerate(named):
            with lake.open_input_stream(file) as stream, open(f"{folder}/{number}.parquet", "wb") as copy:
                copy.write(stream.read())
        counts["duckdb"] = duckdb.execute(
            f"SELECT count(DISTINCT id) FROM read_parquet('{folder}/*.parquet', union_by_name = true) WHERE source = ?", [SOURCE]
        ).fetchone()[0]

print(json.dumps({"source": SOURCE, "files": len(named), **counts}))
