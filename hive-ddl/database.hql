-- The database of all of Variometer's tables and views.
--
-- Written by: nobody; it has no files of its own. A table that an analyst creates in it without a
--     location is kept in ${location}/warehouse.
-- How often: once.
-- Kept: for ever.
-- Created by: every run of the batch, if it is not there. By hand, before all the other files here:
--     spark-sql --hivevar database=variometer --hivevar location=hdfs:///variometer \
--         -f hive-ddl/database.hql
-- Parameters:
--     database  its name: variometer.batch.hive.database
--     location  where the batch keeps everything: variometer.batch.directory, as a whole URL

CREATE DATABASE IF NOT EXISTS ${database}
COMMENT 'A/B tests metered: sessions, visitors and totals of the half-hourly batch.'
LOCATION '${location}/warehouse'
;
