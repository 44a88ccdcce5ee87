-- The published runs: one row for each slot that has a whole manifest. The views of the tables ask it
-- which rows count. Slots older than the manifests (variometer.batch.keep, 7 days by default) are not in it: a row of a slot earlier
-- than the earliest one here counts, too.
--
-- Written by: nobody; a view of the table manifests.
-- How often: as manifests.
-- Kept: as manifests.
-- Created by: every run of the batch; what an older release has created is replaced. By hand, after
--     manifests.hql:
--     spark-sql --hivevar database=variometer -f hive-ddl/published.hql
-- Parameters:
--     database  the database: variometer.batch.hive.database

CREATE OR REPLACE VIEW ${database}.published (
  slot COMMENT 'Name of the slot: the minute of its end in UTC, like 2026-11-20T10:30Z. Sorts by time.',
  run COMMENT 'Id of the run whose files count for this slot.'
)
COMMENT 'The runs that are published, of the slots of the last 7 days.'
AS
SELECT DISTINCT
  get_json_object(m.line, '$.slot') AS slot,
  get_json_object(m.line, '$.run') AS run
FROM ${database}.manifests m
WHERE get_json_object(m.line, '$.kind') = 'end'
;
