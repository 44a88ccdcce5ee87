-- The records that are no beacons, each as it came, with the reason. No key: a record is in one
-- slot, and each slot's run writes all of its own.
--
-- Written by: the batch, each slot's run files of its own, which count when its manifest is
--     published (manifests.hql).
-- How often: every slot, half an hour by default.
-- Kept: for variometer.batch.retain, 400 days by default, and variometer.batch.keep, 7 days by
--     default, besides: the oldest slot that can be gone back to has all of its own.
-- Created by: every run of the batch, if it is not there. By hand, after database.hql:
--     spark-sql --hivevar database=variometer --hivevar location=hdfs:///variometer \
--         -f hive-ddl/rejected_rows.hql
-- Parameters:
--     database  the database: variometer.batch.hive.database
--     location  where the batch keeps everything: variometer.batch.directory, as a whole URL
-- Backfill: files that lie there without a partition, after the table was created anew, are found
--     with MSCK REPAIR TABLE ${database}.rejected_rows. Old slots are run again with the batch's
--     --from and --to; their rows then count by the manifests that they publish.

CREATE EXTERNAL TABLE IF NOT EXISTS ${database}.rejected_rows (
  reason STRING COMMENT 'Why: oversized, malformed_json, missing_field, bad_field, unknown_currency, clock_ahead, too_late or bot.',
  arrival BIGINT COMMENT 'Arrival of the record, ms since the epoch; -1 if it has no timestamp, 0 if it came from a file and names no arrival.',
  source_partition INT COMMENT 'Partition of the log that it came from; null if it came from a file.',
  record_key BINARY COMMENT 'Key of the record as it came, empty without one; of a line of a file the session id that it names, empty without one.',
  payload BINARY COMMENT 'The record as it came, empty without a payload; a line of a file beyond 1 MiB as 1 MiB of zeros.',
  slot STRING COMMENT 'Slot whose run wrote the row: the minute of its end in UTC, like 2026-11-20T10:30Z. Sorts by time.',
  run STRING COMMENT 'Id of the run that wrote the row: the row counts if this run was published.'
)
COMMENT 'Records that are no beacons, raw rows: query rejected. Kept for variometer.batch.retain, 400 days by default.'
PARTITIONED BY (
  day STRING COMMENT 'Day of the slot\'s end in UTC, like 2026-11-20.'
)
STORED AS ORC
LOCATION '${location}/tables/rejected_rows'
;
