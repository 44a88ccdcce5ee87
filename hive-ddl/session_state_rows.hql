-- The state of the sessions that can still change: all that the batch remembers of them. Key:
-- (site, session_id). Every run adds files of whole rows and changes none; of the rows of one key
-- the one of the latest published slot counts.
--
-- Written by: the batch, each slot's run files of its own, which count when its manifest is
--     published (manifests.hql).
-- How often: every slot, half an hour by default; only rows that are new or have changed.
-- Kept: a session for at least 72 h 40 min after its last arrival. The batch merges files, and
--     removes those that no slot has any more that can be gone back to (variometer.batch.keep, 7
--     days by default).
-- Created by: every run of the batch, if it is not there. By hand, after database.hql:
--     spark-sql --hivevar database=variometer --hivevar location=hdfs:///variometer \
--         -f hive-ddl/session_state_rows.hql
-- Parameters:
--     database  the database: variometer.batch.hive.database
--     location  where the batch keeps everything: variometer.batch.directory, as a whole URL
-- Backfill: nothing to do for files that are there; the table has no partitions. Old slots are run
--     again with the batch's --from and --to.

CREATE EXTERNAL TABLE IF NOT EXISTS ${database}.session_state_rows (
  session_hash BIGINT COMMENT 'Hash of site and session id, by which files are divided and sorted.',
  site STRING COMMENT 'Tenant, shop or app, after the configured mapping.',
  session_id STRING COMMENT 'Id of the session within its site.',
  last_arrival BIGINT COMMENT 'Arrival of the session\'s latest record, ms since the epoch.',
  state BINARY COMMENT 'Pieces and standing beacons as compact bytes; docs/STATE.md has the form, org.variometer.session.SessionCodec reads it.',
  slot STRING COMMENT 'Slot whose run wrote the row: the minute of its end in UTC, like 2026-11-20T10:30Z. Sorts by time.',
  run STRING COMMENT 'Id of the run that wrote the row: the row counts if this run was published.'
)
COMMENT 'State of the sessions, raw rows: query session_state. A session is kept for at least 72 h 40 min after its last arrival.'
STORED AS ORC
LOCATION '${location}/tables/session_state_rows'
;
