-- The totals of each site, experiment, variant and population as known by the latest published
-- slot: absolute, over all visits, what stands in KairosDB for sealed buckets.
--
-- Written by: nobody; a view of total_rows.
-- How often: as the table: new rows count as soon as their slot is published.
-- Kept: as the table: for variometer.batch.retain, 400 days by default.
-- Created by: every run of the batch; what an older release has created is replaced. By hand, after
--     total_rows.hql and published.hql:
--     spark-sql --hivevar database=variometer -f hive-ddl/totals.hql
-- Parameters:
--     database  the database: variometer.batch.hive.database

CREATE OR REPLACE VIEW ${database}.totals (
  day COMMENT 'Day of the bucket in UTC, like 2026-11-20; a condition on it reads these days only.',
  site COMMENT 'Tenant, shop or app, after the configured mapping.',
  experiment COMMENT 'Experiment; __all__ for all visits.',
  variant COMMENT 'Variant; __multiple__ for visits that mention several, __all__ for all visits.',
  population COMMENT 'assigned, qualified, or all for all visits.',
  granularity COMMENT '1m, 1h or 1d. Minutes hold what can be added up, hours and days the distinct visitors only: the other totals of an hour are the sums of its minutes.',
  bucket COMMENT 'Start of the bucket, ms since the epoch.',
  bucket_at COMMENT 'The same as a timestamp.',
  visits COMMENT 'Visits that entered in the bucket; 0 in hours and days.',
  bounces COMMENT 'Of these, visits with exactly one attributed page view and no attributed order; 0 in hours and days.',
  converted_visits COMMENT 'Of these, visits with an attributed order; 0 in hours and days.',
  visit_revenue_micros COMMENT 'Attributed revenue of these visits, millionths of the reporting currency; 0 in hours and days.',
  visit_revenue COMMENT 'The same in units of the reporting currency, exact.',
  error_visits COMMENT 'Of these, visits with an attributed error; 0 in hours and days.',
  page_views COMMENT 'Attributed page views in the bucket; 0 in hours and days.',
  errors COMMENT 'Attributed errors in the bucket; 0 in hours and days.',
  orders COMMENT 'Attributed orders in the bucket; 0 in hours and days.',
  units COMMENT 'Units of these orders; 0 in hours and days.',
  revenue_micros COMMENT 'Revenue of these orders, millionths of the reporting currency; 0 in hours and days.',
  revenue COMMENT 'The same in units of the reporting currency, exact.',
  unique_visitors COMMENT 'Distinct visitors; 0 in minutes.',
  multiple_exposure_visitors COMMENT 'Distinct visitors whose visits mention several variants (variant __multiple__); 0 in minutes.',
  custom COMMENT 'Custom metrics by name, those of measure sum in millionths; empty in hours and days.',
  histograms COMMENT 'Load times by name: bucket of the histogram to the number of values in it; empty in hours and days. Bucket 0 is of values below 0.001, bucket s of the index i = s - 346 in docs/SPEC.md, section 4.',
  slot COMMENT 'Slot whose run wrote the row, like 2026-11-20T10:30Z.',
  run COMMENT 'Id of that run.'
)
COMMENT 'Totals by minute, hour and day, newest published rows. Kept for variometer.batch.retain, 400 days by default.'
AS
SELECT
  n.day,
  n.site,
  n.experiment,
  n.variant,
  n.population,
  n.granularity,
  n.bucket,
  CAST(CAST(n.bucket AS DECIMAL(19, 0)) / 1000 AS TIMESTAMP) AS bucket_at,
  n.visits,
  n.bounces,
  n.converted_visits,
  n.visit_revenue_micros,
  CAST(CAST(n.visit_revenue_micros AS DECIMAL(19, 0)) / 1000000 AS DECIMAL(19, 6)) AS visit_revenue,
  n.error_visits,
  n.page_views,
  n.errors,
  n.orders,
  n.units,
  n.revenue_micros,
  CAST(CAST(n.revenue_micros AS DECIMAL(19, 0)) / 1000000 AS DECIMAL(19, 6)) AS revenue,
  n.unique_visitors,
  n.multiple_exposure_visitors,
  n.custom,
  n.histograms,
  n.slot,
  n.run
FROM (
  SELECT /*+ MAPJOIN(p, earliest) */
    r.*,
    ROW_NUMBER() OVER (
      PARTITION BY r.day, r.site, r.experiment, r.variant, r.population, r.granularity, r.bucket
      ORDER BY r.slot DESC, r.run DESC
    ) AS place
  FROM ${database}.total_rows r
  LEFT JOIN ${database}.published p ON r.slot = p.slot AND r.run = p.run
  CROSS JOIN (SELECT MIN(slot) AS slot FROM ${database}.published) earliest
  WHERE p.run IS NOT NULL OR r.slot < earliest.slot
) n
WHERE n.place = 1
;
