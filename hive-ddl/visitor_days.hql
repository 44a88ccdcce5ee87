-- The days of visitors: one row for each day, site, experiment, variant, population and visitor
-- with an attributed beacon that day. A variant that a visitor's visits only mention, because they
-- mention another one too and count under __multiple__, has no row: it would be a row of zeros. The
-- table has it.
--
-- Written by: nobody; a view of visitor_day_rows.
-- How often: as the table: new rows count as soon as their slot is published.
-- Kept: as the table: for variometer.batch.retain, 400 days by default.
-- Created by: every run of the batch; what an older release has created is replaced. By hand, after
--     visitor_day_rows.hql and published.hql:
--     spark-sql --hivevar database=variometer -f hive-ddl/visitor_days.hql
-- Parameters:
--     database  the database: variometer.batch.hive.database

CREATE OR REPLACE VIEW ${database}.visitor_days (
  day COMMENT 'Day in UTC, like 2026-11-20; a condition on it reads these days only.',
  site COMMENT 'Tenant, shop or app, after the configured mapping.',
  visitor COMMENT 'Visitor: the id, or its keyed hash where that is configured.',
  visitor_hash COMMENT 'Hash of site and visitor.',
  experiment COMMENT 'Experiment; __all__ for all visits.',
  variant COMMENT 'Variant; __multiple__ for visits that mention several, __all__ for all visits.',
  population COMMENT 'assigned, qualified, or all for all visits.',
  first_exposure COMMENT 'Earliest entry of that day, ms since the epoch; null if no visit entered that day.',
  first_exposure_at COMMENT 'The same as a timestamp.',
  exposures COMMENT 'Instant of entry, ms since the epoch, to visits that entered then.',
  hours COMMENT 'Hour of day in UTC to visits with an attributed beacon in it.',
  mentions COMMENT 'Visits that mention the variant that day; 0 for those qualified and for the variants __all__ and __multiple__, which nobody mentions.',
  visits COMMENT 'Visits that entered that day.',
  bounces COMMENT 'Of these, visits with exactly one attributed page view and no attributed order.',
  converted_visits COMMENT 'Of these, visits with an attributed order.',
  visit_revenue_micros COMMENT 'Attributed revenue of these visits, millionths of the reporting currency.',
  visit_revenue COMMENT 'The same in units of the reporting currency, exact.',
  error_visits COMMENT 'Of these, visits with an attributed error.',
  page_views COMMENT 'Attributed page views of that day.',
  errors COMMENT 'Attributed errors of that day.',
  orders COMMENT 'Attributed orders of that day.',
  units COMMENT 'Units of these orders.',
  revenue_micros COMMENT 'Revenue of these orders, millionths of the reporting currency.',
  revenue COMMENT 'The same in units of the reporting currency, exact.',
  custom COMMENT 'Custom metrics by name, those of measure sum in millionths.',
  shares COMMENT 'Parts of all these sums: of the visits that entered at other instants than first_exposure, each with the instant, ms since the epoch, also of an earlier day. What is left is of first_exposure. Null in rows of before there were any.',
  slot COMMENT 'Slot whose run wrote the row, like 2026-11-20T10:30Z.',
  run COMMENT 'Id of that run.'
)
COMMENT 'What each visitor did on each day, by experiment, variant and population; without variants that were only mentioned. Kept for variometer.batch.retain, 400 days by default.'
AS
SELECT
  v.day,
  v.site,
  v.visitor,
  v.visitor_hash,
  v.entry.experiment AS experiment,
  v.entry.variant AS variant,
  v.entry.population AS population,
  v.entry.first_exposure AS first_exposure,
  CAST(CAST(v.entry.first_exposure AS DECIMAL(19, 0)) / 1000 AS TIMESTAMP) AS first_exposure_at,
  v.entry.exposures AS exposures,
  v.entry.hours AS hours,
  v.entry.mentions AS mentions,
  v.entry.visits AS visits,
  v.entry.bounces AS bounces,
  v.entry.converted_visits AS converted_visits,
  v.entry.visit_revenue_micros AS visit_revenue_micros,
  CAST(CAST(v.entry.visit_revenue_micros AS DECIMAL(19, 0)) / 1000000 AS DECIMAL(19, 6)) AS visit_revenue,
  v.entry.error_visits AS error_visits,
  v.entry.page_views AS page_views,
  v.entry.errors AS errors,
  v.entry.orders AS orders,
  v.entry.units AS units,
  v.entry.revenue_micros AS revenue_micros,
  CAST(CAST(v.entry.revenue_micros AS DECIMAL(19, 0)) / 1000000 AS DECIMAL(19, 6)) AS revenue,
  v.entry.custom AS custom,
  v.entry.shares AS shares,
  v.slot,
  v.run
FROM (
  SELECT
    n.day, n.site, n.visitor, n.visitor_hash, e.entry, n.slot, n.run
  FROM (
    SELECT /*+ MAPJOIN(p, earliest) */
      r.*,
      ROW_NUMBER() OVER (
        PARTITION BY r.day, r.site, r.visitor, r.visitor_hash
        ORDER BY r.slot DESC, r.run DESC
      ) AS place
    FROM ${database}.visitor_day_rows r
    LEFT JOIN ${database}.published p ON r.slot = p.slot AND r.run = p.run
    CROSS JOIN (SELECT MIN(slot) AS slot FROM ${database}.published) earliest
    WHERE p.run IS NOT NULL OR r.slot < earliest.slot
  ) n
  LATERAL VIEW EXPLODE(n.entries) e AS entry
  WHERE n.place = 1
) v
WHERE SIZE(v.entry.hours) > 0
;
