-- The days of visitors: what each did on each day, by experiment, variant and population: the units
-- of an experiment's analysis, and what distinct visitors are counted from. Key: (day, site,
-- visitor). Every run adds files of whole rows and changes none; of the rows of one key the one of
-- the latest published slot counts. Fields of an entry: first_exposure is the earliest entry, ms
-- since the epoch, null if no visit entered that day; exposures has the instants of entry with the
-- visits that entered then; hours has the hours of the day in UTC with the visits that have an
-- attributed beacon in them, hours without one are absent; mentions counts the visits that mention
-- the variant that day; then follows the visitor's part of that day's totals, amounts in millionths;
-- first_of_several has the instants of entry of visits that mention several variants, this one
-- first, and count under __multiple__; shares has what visits contribute to the sums that entered
-- at other instants than first_exposure, also on an earlier day, and what they don't have is of
-- visits that entered at first_exposure. Rows that were written before there were these two have
-- null there: all that visits contribute on a day is taken for that of its first_exposure, and
-- without one for that of a visit that entered in the last millisecond of the day before.
--
-- Written by: the batch, each slot's run files of its own, which count when its manifest is
--     published (manifests.hql).
-- How often: every slot, half an hour by default; only rows that are new or have changed.
-- Kept: for variometer.batch.retain, 400 days by default, and variometer.batch.keep, 7 days by
--     default, besides: the oldest slot that can be gone back to has all of its own.
-- Created by: every run of the batch, if it is not there. By hand, after database.hql:
--     spark-sql --hivevar database=variometer --hivevar location=hdfs:///variometer \
--         -f hive-ddl/visitor_day_rows.hql
-- Parameters:
--     database  the database: variometer.batch.hive.database
--     location  where the batch keeps everything: variometer.batch.directory, as a whole URL
-- Backfill: files that lie there without a partition, after the table was created anew, are found
--     with MSCK REPAIR TABLE ${database}.visitor_day_rows. Old slots are run again with the batch's
--     --from and --to; their rows then count by the manifests that they publish.

CREATE EXTERNAL TABLE IF NOT EXISTS ${database}.visitor_day_rows (
  visitor_hash BIGINT COMMENT 'Hash of site and visitor, by which files are divided and sorted.',
  site STRING COMMENT 'Tenant, shop or app, after the configured mapping.',
  visitor STRING COMMENT 'Visitor: the id, or its keyed hash where that is configured.',
  entries array<struct<
    experiment:string, variant:string, population:string, first_exposure:bigint,
    exposures:map<bigint,bigint>, hours:map<int,bigint>, mentions:bigint, visits:bigint,
    bounces:bigint, converted_visits:bigint, visit_revenue_micros:bigint, error_visits:bigint,
    page_views:bigint, errors:bigint, orders:bigint, units:bigint, revenue_micros:bigint,
    custom:map<string,bigint>, first_of_several:map<bigint,bigint>,
    shares:array<struct<
      entered:bigint, visits:bigint, bounces:bigint, converted_visits:bigint,
      visit_revenue_micros:bigint, error_visits:bigint, page_views:bigint, errors:bigint,
      orders:bigint, units:bigint, revenue_micros:bigint, custom:map<string,bigint>>>>>
    COMMENT 'What the visitor did that day, by experiment, variant and population; the fields are in the head of this table\'s file and in the columns of the view visitor_days.',
  slot STRING COMMENT 'Slot whose run wrote the row: the minute of its end in UTC, like 2026-11-20T10:30Z. Sorts by time.',
  run STRING COMMENT 'Id of the run that wrote the row: the row counts if this run was published.'
)
COMMENT 'What each visitor did on each day, raw rows: query visitor_days. Kept for variometer.batch.retain, 400 days by default.'
PARTITIONED BY (
  day STRING COMMENT 'Day in UTC, like 2026-11-20.'
)
STORED AS ORC
LOCATION '${location}/tables/visitor_day_rows'
;
