"""The lake as a team with Spark would write it: structured streaming from Kafka, from_json, a hash, Parquet on the local disk.

Prints a line of JSON: first the process that does the work, then how many records are stored whenever that has changed.
"""

import json
import os
import time

from pyspark.sql import SparkSession, functions as F

SCHEMA = """type STRING, source STRING, id STRING, schema_version INT,
  occurred_at TIMESTAMP, sent_at TIMESTAMP, received_at TIMESTAMP, effective_at TIMESTAMP, user_no BIGINT, device_no BIGINT,
  country STRING, platform STRING, device_family STRING, os_family STRING, browser_family STRING, is_bot BOOLEAN, is_staff BOOLEAN,
  fingerprint STRING, correlation_id STRING, import_id STRING, schema_marks ARRAY<STRING>, data STRING"""


def session(jars: str) -> SparkSession:
    builder = SparkSession.builder.master("local[2]").appName("lake")
    for name, value in {
        "spark.jars": ",".join(os.path.join(jars, name) for name in sorted(os.listdir(jars))),
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.memory": "2g",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.parquet.compression.codec": "zstd",
    }.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def say(**facts) -> None:
    print(json.dumps(facts), flush=True)


def main() -> None:
    folder = os.environ["FOLDER"]
    spark = session(os.environ["JARS"])
    spark.sparkContext.setLogLevel("ERROR")
    records = (
        spark.readStream.format("kafka")
        .option("kafka.bootstrap.servers", os.environ["BROKERS"])
        .option("subscribe", os.environ["TOPIC"])
        .option("startingOffsets", "earliest")
        .load()
    )
    rows = records.select(
        F.from_json(F.col("value").cast("string"), SCHEMA).alias("event"),
        F.sha2(F.col("value"), 256).alias("_hash"),
        F.col("topic").alias("_kt"),
        F.col("partition").alias("_kp"),
        F.col("offset").alias("_ko"),
    ).select("event.*", "_hash", "_kt", "_kp", "_ko")
    query = (
        rows.writeStream.format("parquet")
        .option("path", os.path.join(folder, "lake"))
        .option("checkpointLocation", os.path.join(folder, "checkpoint"))
        .partitionBy("type")
        .trigger(processingTime=os.environ["EVERY"])
        .start()
    )
    say(pid=spark._jvm.java.lang.ProcessHandle.current().pid())
    told = -1
    while query.isActive:
        stored = stored_by(query.lastProgress)
        if stored != told:
            say(stored=stored)
            told = stored
        time.sleep(0.3)
    raise SystemExit(str(query.exception()))


def stored_by(progress) -> int:
    if progress is None:
        return 0
    offsets = json.loads(progress["sources"][0]["endOffset"] or "{}")
    return sum(sum(parts.values()) for parts in offsets.values())


if __name__ == "__main__":
    main()
