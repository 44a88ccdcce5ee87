-- The manifests: what each slot's run has published. Raw material of the views published and run_log,
-- which are what to query.
--
-- Written by: the batch, one small text file for each slot, as the last step of its run: the file is
--     what publishes the run. It is named by the slot without - and :, like 20261120T1030Z.jsonl, and
--     holds a JSON object a line: first
--       {"kind":"run","slot":"2026-11-20T10:30Z","run":"<id>","form":1,"minutes":30,"buckets":16,
--        "offsets":{"0":[from,until]},"begin":<epoch ms>,"sealed":<epoch ms>,"written_from":<epoch ms>,
--        "touched_from":<epoch ms>,"counts":{...},"sum":{...},"lost":0,"seconds":{...},"code":"0.1.0+<digest>",
--        "configuration":"<digest>","rules":"<the configuration of what records mean>",
--        "metrics":{"<custom metric>":"<what it measures>"},
--        "settled_before":"20261113T0930Z"}
--     then {"kind":"file",...} for each file that is the state after the slot (but those of partitions
--     that were settled before), {"kind":"dropped",...} for each that is no longer, last
--       {"checksum":"<of all before>","kind":"end","slot":"2026-11-20T10:30Z","run":"<id>"}
--     A manifest without the line "end" is one whose writer died: it publishes nothing.
-- How often: every slot, half an hour by default.
-- Kept: variometer.batch.keep, 7 days by default. Files of runs that were not published are removed before that, so that rows of a slot
--     earlier than the earliest manifest are published ones.
-- Created by: every run of the batch, if it is not there. By hand:
--     spark-sql --hivevar database=variometer --hivevar location=hdfs:///variometer \
--         -f hive-ddl/manifests.hql
-- Parameters:
--     database  the database: variometer.batch.hive.database
--     location  where the batch keeps everything: variometer.batch.directory, as a whole URL
-- Backfill: nothing to do; the table has no partitions and shows the files that are there.

CREATE EXTERNAL TABLE IF NOT EXISTS ${database}.manifests (
  line STRING COMMENT 'A line of a manifest: a JSON object with a field kind: run, file, dropped or end.'
)
COMMENT 'Manifests of the published slots of the last 7 days (variometer.batch.keep), line by line.'
STORED AS TEXTFILE
LOCATION '${location}/manifests'
;
