-- The totals of each site, experiment, variant and population by minute, hour and day, as they
-- stand in KairosDB. Key: (day, site, experiment, variant, population, granularity, bucket). Every
-- run adds files of whole rows and changes none; of the rows of one key the one of the latest
-- published slot counts. A total that fell to 0 is a row of zeros.
--
-- Written by: the batch, each slot's run files of its own, which count when its manifest is
--     published (manifests.hql).
-- How often: every slot, half an hour by default; only rows that are new or have changed.
-- Kept: for variometer.batch.retain, 400 days by default, and variometer.batch.keep, 7 days by
--     default, besides: the oldest slot that can be gone back to has all of its own. In KairosDB
--     hours and days are kept for variometer.kairosdb.ttl.others, 400 days by default.
-- Created by: every run of the batch, if it is not there. By hand, after database.hql:
--     spark-sql --hivevar database=variometer --hivevar location=hdfs:///variometer \
--         -f hive-ddl/total_rows.hql
-- Parameters:
--     database  the database: variometer.batch.hive.database
--     location  where the batch keeps everything: variometer.batch.directory, as a whole URL
-- Backfill: files that lie there without a partition, after the table was created anew, are found
--     with MSCK REPAIR TABLE ${database}.total_rows. Old slots are run again with the batch's
--     --from and --to; their rows then count by the manifests that they publish.

CREATE EXTERNAL TABLE IF NOT EXISTS ${database}.total_rows (
  site STRING COMMENT 'Tenant, shop or app, after the configured mapping.',
  experiment STRING COMMENT 'Experiment; __all__ for all visits.',
  variant STRING COMMENT 'Variant; __multiple__ for visits that mention several, __all__ for all visits.',
  population STRING COMMENT 'assigned, qualified, or all for all visits.',
  granularity STRING COMMENT '1m, 1h or 1d. Minutes hold what can be added up, hours and days the distinct visitors only: the other totals of an hour are the sums of its minutes.',
  bucket BIGINT COMMENT 'Start of the bucket, ms since the epoch.',
  visits BIGINT COMMENT 'Visits that entered in the bucket; 0 in hours and days.',
  bounces BIGINT COMMENT 'Of these, visits with exactly one attributed page view and no attributed order; 0 in hours and days.',
  converted_visits BIGINT COMMENT 'Of these, visits with an attributed order; 0 in hours and days.',
  visit_revenue_micros BIGINT COMMENT 'Attributed revenue of these visits, millionths of the reporting currency; 0 in hours and days.',
  error_visits BIGINT COMMENT 'Of these, visits with an attributed error; 0 in hours and days.',
  page_views BIGINT COMMENT 'Attributed page views in the bucket; 0 in hours and days.',
  errors BIGINT COMMENT 'Attributed errors in the bucket; 0 in hours and days.',
  orders BIGINT COMMENT 'Attributed orders in the bucket; 0 in hours and days.',
  units BIGINT COMMENT 'Units of these orders; 0 in hours and days.',
  revenue_micros BIGINT COMMENT 'Revenue of these orders, millionths of the reporting currency; 0 in hours and days.',
  unique_visitors BIGINT COMMENT 'Distinct visitors; 0 in minutes.',
  multiple_exposure_visitors BIGINT COMMENT 'Distinct visitors whose visits mention several variants (variant __multiple__); 0 in minutes.',
  custom map<string,bigint> COMMENT 'Custom metrics by name, those of measure sum in millionths; empty in hours and days.',
  histograms map<string,map<int,bigint>> COMMENT 'Load times by name: bucket of the histogram to the number of values in it; empty in hours and days. Bucket 0 is of values below 0.001, bucket s of the index i = s - 346 in docs/SPEC.md, section 4.',
  slot STRING COMMENT 'Slot whose run wrote the row: the minute of its end in UTC, like 2026-11-20T10:30Z. Sorts by time.',
  run STRING COMMENT 'Id of the run that wrote the row: the row counts if this run was published.'
)
COMMENT 'Totals by minute, hour and day, raw rows: query totals. Kept for variometer.batch.retain, 400 days by default.'
PARTITIONED BY (
  day STRING COMMENT 'Day of the bucket in UTC, like 2026-11-20.'
)
STORED AS ORC
LOCATION '${location}/tables/total_rows'
;
