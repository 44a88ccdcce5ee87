-- The state of each session that can still change, as of the latest published slot.
--
-- Written by: nobody; a view of session_state_rows.
-- How often: as the table: new rows count as soon as their slot is published.
-- Kept: as the table: a session for at least 72 h 40 min after its last arrival.
-- Created by: every run of the batch; what an older release has created is replaced. By hand, after
--     session_state_rows.hql and published.hql:
--     spark-sql --hivevar database=variometer -f hive-ddl/session_state.hql
-- Parameters:
--     database  the database: variometer.batch.hive.database

CREATE OR REPLACE VIEW ${database}.session_state (
  session_hash COMMENT 'Hash of site and session id; a condition on it, or on site and session_id, reads fewest bytes.',
  site COMMENT 'Tenant, shop or app, after the configured mapping.',
  session_id COMMENT 'Id of the session within its site.',
  last_arrival COMMENT 'Arrival of the session\'s latest record, ms since the epoch.',
  last_arrival_at COMMENT 'The same as a timestamp.',
  state COMMENT 'Pieces and standing beacons as compact bytes; docs/STATE.md has the form, org.variometer.session.SessionCodec reads it.',
  slot COMMENT 'Slot whose run wrote the row, like 2026-11-20T10:30Z.',
  run COMMENT 'Id of that run.'
)
COMMENT 'State of each session that can still change, newest published row.'
AS
SELECT
  n.session_hash,
  n.site,
  n.session_id,
  n.last_arrival,
  CAST(CAST(n.last_arrival AS DECIMAL(19, 0)) / 1000 AS TIMESTAMP) AS last_arrival_at,
  n.state,
  n.slot,
  n.run
FROM (
  SELECT /*+ MAPJOIN(p, earliest) */
    r.*,
    ROW_NUMBER() OVER (
      PARTITION BY r.session_hash, r.site, r.session_id
      ORDER BY r.slot DESC, r.run DESC
    ) AS place
  FROM ${database}.session_state_rows r
  LEFT JOIN ${database}.published p ON r.slot = p.slot AND r.run = p.run
  CROSS JOIN (SELECT MIN(slot) AS slot FROM ${database}.published) earliest
  WHERE p.run IS NOT NULL OR r.slot < earliest.slot
) n
WHERE n.place = 1
;
