-- The run log: what each published run read, counted and took, and with what it ran.
--
-- Written by: nobody; a view of the first lines of the manifests, and of the table written.
-- How often: as manifests.
-- Kept: as manifests: variometer.batch.keep, 7 days by default.
-- Created by: every run of the batch; what an older release has created is replaced. By hand, after
--     published.hql and written.hql:
--     spark-sql --hivevar database=variometer -f hive-ddl/run_log.hql
-- Parameters:
--     database  the database: variometer.batch.hive.database

CREATE OR REPLACE VIEW ${database}.run_log (
  slot COMMENT 'Name of the slot: the minute of its end in UTC, like 2026-11-20T10:30Z. Sorts by time.',
  run COMMENT 'Id of the run that was published for it.',
  minutes COMMENT 'Length of the slot.',
  sealed_through COMMENT 'Buckets that end up to here are the batch\'s, ms since the epoch.',
  sealed_through_at COMMENT 'The same as a timestamp.',
  read COMMENT 'Records read: accepted and rejected.',
  accepted COMMENT 'Records that are beacons: used, duplicate and quarantined.',
  used COMMENT 'Accepted records that stand, more than before: may be less than 0, as records of slots before can become quarantined.',
  duplicate COMMENT 'Accepted records of beacons that were known, more than before.',
  quarantined COMMENT 'Accepted records of sessions with too many beacons, more than before.',
  ignored_performance COMMENT 'Load times that were ignored, of accepted records.',
  rejected COMMENT 'Rejected records by reason, a JSON object of those that occurred, like {"bot":12}.',
  lost COMMENT 'Records at least that could not be read or were gone, and were left out on demand; a damaged input file counts as one.',
  sessions COMMENT 'Sessions more than before, without quarantined ones: may be less than 0, as a session can become quarantined.',
  visits COMMENT 'Visits more than before: may be less than 0, as visits are joined.',
  offsets COMMENT 'What was read, a JSON object: partition of the log to [first offset, offset behind the last].',
  seconds COMMENT 'How long the steps up to the publication took, a JSON object: step to seconds. landing, sessions, visitors, totals, merge.',
  points COMMENT 'Cells that were written to the database with their totals; NULL if that is not done yet.',
  zeros COMMENT 'Cells that were set to 0 in the database, as the batch has nothing of them; NULL as points.',
  written_seconds COMMENT 'How long the seal and the writing took; NULL as points.',
  code COMMENT 'Release of the batch that ran, and behind a + the digest of its code.',
  configuration COMMENT 'Digest of the configuration it ran with.'
)
COMMENT 'What each published run of the last 7 days did.'
AS
SELECT
  p.slot,
  p.run,
  CAST(get_json_object(m.line, '$.minutes') AS INT) AS minutes,
  CAST(get_json_object(m.line, '$.sealed') AS BIGINT) AS sealed_through,
  CAST(CAST(get_json_object(m.line, '$.sealed') AS DECIMAL(19, 0)) / 1000 AS TIMESTAMP) AS sealed_through_at,
  CAST(get_json_object(m.line, '$.counts.read') AS BIGINT) AS read,
  CAST(get_json_object(m.line, '$.counts.accepted') AS BIGINT) AS accepted,
  CAST(get_json_object(m.line, '$.counts.used') AS BIGINT) AS used,
  CAST(get_json_object(m.line, '$.counts.duplicate') AS BIGINT) AS duplicate,
  CAST(get_json_object(m.line, '$.counts.quarantined') AS BIGINT) AS quarantined,
  CAST(get_json_object(m.line, '$.counts.ignored_performance') AS BIGINT) AS ignored_performance,
  get_json_object(m.line, '$.counts.rejected') AS rejected,
  CAST(get_json_object(m.line, '$.lost') AS BIGINT) AS lost,
  CAST(get_json_object(m.line, '$.counts.sessions') AS BIGINT) AS sessions,
  CAST(get_json_object(m.line, '$.counts.visits') AS BIGINT) AS visits,
  get_json_object(m.line, '$.offsets') AS offsets,
  get_json_object(m.line, '$.seconds') AS seconds,
  CAST(get_json_object(w.line, '$.points') AS BIGINT) AS points,
  CAST(get_json_object(w.line, '$.zeros') AS BIGINT) AS zeros,
  CAST(get_json_object(w.line, '$.seconds') AS DOUBLE) AS written_seconds,
  get_json_object(m.line, '$.code') AS code,
  get_json_object(m.line, '$.configuration') AS configuration
FROM ${database}.manifests m
JOIN ${database}.published p
  ON get_json_object(m.line, '$.slot') = p.slot
  AND get_json_object(m.line, '$.run') = p.run
LEFT JOIN ${database}.written w
  ON get_json_object(w.line, '$.run') = p.run
WHERE get_json_object(m.line, '$.kind') = 'run'
;
