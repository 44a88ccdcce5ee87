-- The sessions as known by the latest published slot, without quarantined ones.
--
-- Written by: nobody; a view of session_rows.
-- How often: as the table: new rows count as soon as their slot is published.
-- Kept: as the table: for variometer.batch.retain, 400 days by default.
-- Created by: every run of the batch; what an older release has created is replaced. By hand, after
--     session_rows.hql and published.hql:
--     spark-sql --hivevar database=variometer -f hive-ddl/sessions.hql
-- Parameters:
--     database  the database: variometer.batch.hive.database

CREATE OR REPLACE VIEW ${database}.sessions (
  hourly_partitioner COMMENT 'Hour of the last hit in UTC, like 2026-11-20-10; a condition on it reads these hours only.',
  site COMMENT 'Tenant, shop or app, after the configured mapping.',
  session_id COMMENT 'Id of the session within its site.',
  first_arrival COMMENT 'Arrival of the session\'s first record, ms since the epoch: tells apart sessions of one id that lie more than 72 h 40 min apart.',
  last_arrival COMMENT 'Arrival of the session\'s latest record, ms since the epoch.',
  started COMMENT 'Time of the first hit, ms since the epoch.',
  started_at COMMENT 'The same as a timestamp.',
  ended COMMENT 'Time of the last hit, ms since the epoch.',
  ended_at COMMENT 'The same as a timestamp.',
  visitor COMMENT 'Visitor of the first visit: the id, or its keyed hash where that is configured.',
  visits COMMENT 'Visits: runs of beacons without a gap of more than 35 minutes.',
  records COMMENT 'Accepted records, duplicates included.',
  beacons COMMENT 'Standing beacons.',
  page_views COMMENT 'Page views.',
  orders COMMENT 'Orders, each id once.',
  units COMMENT 'Units of these orders.',
  revenue_micros COMMENT 'Revenue of these orders, millionths of the reporting currency.',
  revenue COMMENT 'The same in units of the reporting currency, exact.',
  errors COMMENT 'Beacons of errors.',
  experiments COMMENT 'Experiments of the visits, each once with variant, population and entry: variant __multiple__ if a visit mentions several; population assigned or qualified; entered is the earliest entry, ms since the epoch.',
  visit_list COMMENT 'The visits in the order of time, each with its own visitor, times, counts and experiments, as the columns of these names.',
  slot COMMENT 'Slot whose run wrote the row, like 2026-11-20T10:30Z.',
  run COMMENT 'Id of that run.'
)
COMMENT 'Sessions by the hour of their last hit, newest published rows. Kept for variometer.batch.retain, 400 days by default.'
AS
SELECT
  n.hourly_partitioner,
  n.site,
  n.session_id,
  n.first_arrival,
  n.last_arrival,
  n.started,
  CAST(CAST(n.started AS DECIMAL(19, 0)) / 1000 AS TIMESTAMP) AS started_at,
  n.ended,
  CAST(CAST(n.ended AS DECIMAL(19, 0)) / 1000 AS TIMESTAMP) AS ended_at,
  n.visitor,
  n.visits,
  n.records,
  n.beacons,
  n.page_views,
  n.orders,
  n.units,
  n.revenue_micros,
  CAST(CAST(n.revenue_micros AS DECIMAL(19, 0)) / 1000000 AS DECIMAL(19, 6)) AS revenue,
  n.errors,
  n.experiments,
  n.visit_list,
  n.slot,
  n.run
FROM (
  SELECT /*+ MAPJOIN(p, earliest) */
    r.*,
    ROW_NUMBER() OVER (
      PARTITION BY r.hourly_partitioner, r.site, r.session_id, r.first_arrival
      ORDER BY r.slot DESC, r.run DESC
    ) AS place
  FROM ${database}.session_rows r
  LEFT JOIN ${database}.published p ON r.slot = p.slot AND r.run = p.run
  CROSS JOIN (SELECT MIN(slot) AS slot FROM ${database}.published) earliest
  WHERE p.run IS NOT NULL OR r.slot < earliest.slot
) n
WHERE n.place = 1 AND NOT n.retracted
;
