-- The manifests: what each slot's run has published. Raw material of the views published and run_log,
-- which are what to query.
--
-- Written by: the batch, one small text file for each slot, as the last step of its run: the file is
--     what publishes the run. It is named by the slot without - and :, like 20261120T1030Z.jsonl, and
--     holds a JSON object a line: first
--       {"kind":"run","slot":"2026-11-20T10:30Z","run":"<id>","minutes":30,"sealed":<epoch ms>,
--        "offsets":{"0":[from,until]},"counts":{...},"seconds":{...},"code":"0.1.0",
--        "configuration":"<digest>"}
--     then {"kind":"file",...} for each file that the run wrote, last
--       {"kind":"end","slot":"2026-11-20T10:30Z","run":"<id>"}
--     and behind that, without a line end, a checksum of 64 hexadecimal digits, which is no JSON.
--     A manifest without the line "end" is one whose writer died: it publishes nothing.
-- How often: every slot, half an hour by default.
-- Kept: 7 days. Files of runs that were not published are removed before that, so that rows of a slot
--     earlier than the earliest manifest are published ones.
-- Created by: every run of the batch, if it is not there. By hand:
--     spark-sql --hivevar database=variometer --hivevar location=hdfs:///variometer \
--         -f hive-ddl/manifests.hql
-- Parameters:
--     database  the database: variometer.batch.hive.database
--     location  where the batch keeps everything: variometer.batch.directory, as a whole URL
-- Backfill: nothing to do; the table has no partitions and shows the files that are there.

CREATE EXTERNAL TABLE IF NOT EXISTS ${database}.manifests (
  line STRING COMMENT 'A line of a manifest: a JSON object with a field kind (run, file or end); the last line of a file is a checksum instead.'
)
COMMENT 'Manifests of the published slots of the last 7 days, line by line.'
STORED AS TEXTFILE
LOCATION '${location}/manifests'
;
