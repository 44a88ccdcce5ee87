-- The records that are no beacons, of published slots.
--
-- Written by: nobody; a view of rejected_rows.
-- How often: as the table: new rows count as soon as their slot is published.
-- Kept: as the table: for variometer.batch.retain, 400 days by default.
-- Created by: every run of the batch; what an older release has created is replaced. By hand, after
--     rejected_rows.hql and published.hql:
--     spark-sql --hivevar database=variometer -f hive-ddl/rejected.hql
-- Parameters:
--     database  the database: variometer.batch.hive.database

CREATE OR REPLACE VIEW ${database}.rejected (
  day COMMENT 'Day of the slot\'s end in UTC, like 2026-11-20; a condition on it reads these days only.',
  reason COMMENT 'Why: oversized, malformed_json, missing_field, bad_field, unknown_currency, clock_ahead, too_late or bot.',
  arrival COMMENT 'Arrival of the record, ms since the epoch; -1 if it has no timestamp, 0 if it came from a file and names no arrival.',
  arrival_at COMMENT 'The same as a timestamp: where there is no arrival, 1970-01-01 00:00:00 in UTC, or a millisecond before.',
  source_partition COMMENT 'Partition of the log that it came from; null if it came from a file.',
  record_key COMMENT 'Key of the record as it came, empty without one; of a line of a file the session id that it names, empty without one.',
  payload COMMENT 'The record as it came, empty without a payload; a line of a file beyond 1 MiB as 1 MiB of zeros.',
  payload_text COMMENT 'The same as text; what is no UTF-8 is replaced.',
  slot COMMENT 'Slot that the record landed in, like 2026-11-20T10:30Z.',
  run COMMENT 'Id of the run that wrote the row.'
)
COMMENT 'Records that are no beacons, with the reason. Kept for variometer.batch.retain, 400 days by default.'
AS
SELECT /*+ MAPJOIN(p, earliest) */
  r.day,
  r.reason,
  r.arrival,
  CAST(CAST(r.arrival AS DECIMAL(19, 0)) / 1000 AS TIMESTAMP) AS arrival_at,
  r.source_partition,
  r.record_key,
  r.payload,
  DECODE(r.payload, 'UTF-8') AS payload_text,
  r.slot,
  r.run
FROM ${database}.rejected_rows r
LEFT JOIN ${database}.published p ON r.slot = p.slot AND r.run = p.run
CROSS JOIN (SELECT MIN(slot) AS slot FROM ${database}.published) earliest
WHERE p.run IS NOT NULL OR r.slot < earliest.slot
;
