-- The sessions, by the hour of their last hit. Key: (hourly_partitioner, site, session_id,
-- first_arrival). Every run adds files of whole rows and changes none; of the rows of one key the
-- one of the latest published slot counts.
--
-- Written by: the batch, each slot's run files of its own, which count when its manifest is
--     published (manifests.hql).
-- How often: every slot, half an hour by default; only rows that are new or have changed.
-- Kept: for variometer.batch.retain, 400 days by default, and variometer.batch.keep, 7 days by
--     default, besides: the oldest slot that can be gone back to has all of its own.
-- Created by: every run of the batch, if it is not there. By hand, after database.hql:
--     spark-sql --hivevar database=variometer --hivevar location=hdfs:///variometer \
--         -f hive-ddl/session_rows.hql
-- Parameters:
--     database  the database: variometer.batch.hive.database
--     location  where the batch keeps everything: variometer.batch.directory, as a whole URL
-- Backfill: files that lie there without a partition, after the table was created anew, are found
--     with MSCK REPAIR TABLE ${database}.session_rows. Old slots are run again with the batch's
--     --from and --to; their rows then count by the manifests that they publish.

CREATE EXTERNAL TABLE IF NOT EXISTS ${database}.session_rows (
  site STRING COMMENT 'Tenant, shop or app, after the configured mapping.',
  session_id STRING COMMENT 'Id of the session within its site.',
  first_arrival BIGINT COMMENT 'Arrival of the session\'s first record, ms since the epoch: tells apart sessions of one id that lie more than 72 h 40 min apart.',
  last_arrival BIGINT COMMENT 'Arrival of the session\'s latest record, ms since the epoch.',
  started BIGINT COMMENT 'Time of the first hit, ms since the epoch.',
  ended BIGINT COMMENT 'Time of the last hit, ms since the epoch.',
  visitor STRING COMMENT 'Visitor of the first visit: the id, or its keyed hash where that is configured.',
  visits INT COMMENT 'Visits: runs of beacons without a gap of more than 35 minutes.',
  records BIGINT COMMENT 'Accepted records, duplicates included.',
  beacons INT COMMENT 'Standing beacons.',
  page_views INT COMMENT 'Page views.',
  orders INT COMMENT 'Orders, each id once.',
  units BIGINT COMMENT 'Units of these orders.',
  revenue_micros BIGINT COMMENT 'Revenue of these orders, millionths of the reporting currency.',
  errors INT COMMENT 'Beacons of errors.',
  experiments array<struct<
    experiment:string, variant:string, population:string, entered:bigint>>
    COMMENT 'Experiments of the visits, each once with variant, population and entry: variant __multiple__ if a visit mentions several; population assigned or qualified; entered is the earliest entry, ms since the epoch.',
  visit_list array<struct<
    visitor:string, started:bigint, ended:bigint, beacons:int, page_views:int, orders:int,
    units:bigint, revenue_micros:bigint, errors:int,
    experiments:array<struct<experiment:string,variant:string,population:string,entered:bigint>>>>
    COMMENT 'The visits in the order of time, each with its own visitor, times, counts and experiments, as the columns of these names.',
  retracted BOOLEAN COMMENT 'True: the session is no longer in this partition, because its last hit moved to another hour, or it was quarantined.',
  slot STRING COMMENT 'Slot whose run wrote the row: the minute of its end in UTC, like 2026-11-20T10:30Z. Sorts by time.',
  run STRING COMMENT 'Id of the run that wrote the row: the row counts if this run was published.'
)
COMMENT 'Sessions by the hour of their last hit, raw rows: query sessions. Kept for variometer.batch.retain, 400 days by default.'
PARTITIONED BY (
  hourly_partitioner STRING COMMENT 'Hour of the last hit in UTC, like 2026-11-20-10.'
)
STORED AS ORC
LOCATION '${location}/tables/session_rows'
;
