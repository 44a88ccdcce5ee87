-- The log of what published runs wrote to the database: one row for each run that has. Raw material of the view
-- run_log, which is what to query.
--
-- Written by: the batch, one small text file for each run, when all that it seals and changes stands in
--     KairosDB. It is named by the run, and holds two JSON objects, a line each: first
--       {"kind":"written","slot":"2026-11-20T10:30Z","run":"<id>","form":1,"points":3331,"zeros":0,
--        "seconds":4.2}
--     then {"checksum":"<of the line before>"}
-- How often: every slot, half an hour by default.
-- Kept: as manifests: variometer.batch.keep, 7 days by default.
-- Created by: every run of the batch, if it is not there. By hand:
--     spark-sql --hivevar database=variometer --hivevar location=hdfs:///variometer \
--         -f hive-ddl/written.hql
-- Parameters:
--     database  the database: variometer.batch.hive.database
--     location  where the batch keeps everything: variometer.batch.directory, as a whole URL
-- Backfill: nothing to do; the table has no partitions and shows the files that are there.

CREATE EXTERNAL TABLE IF NOT EXISTS ${database}.written (
  line STRING COMMENT 'A JSON object with a field kind: written; one without is a checksum.'
)
COMMENT 'What the published runs of the last 7 days (variometer.batch.keep) wrote to the database, line by line.'
STORED AS TEXTFILE
LOCATION '${location}/written'
;
