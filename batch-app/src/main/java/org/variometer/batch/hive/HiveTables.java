package org.variometer.batch.hive;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.TableIdentifier;
import org.apache.spark.sql.catalyst.catalog.CatalogTable;
import org.apache.spark.sql.catalyst.catalog.CatalogTableType;
import org.apache.spark.sql.catalyst.plans.logical.CreateTable;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.variometer.batch.BatchException;
import org.variometer.codec.Sha256;
import org.variometer.config.BatchSettings;
import org.variometer.store.rows.HiveTable;
import scala.Option;

/** The batch's tables and views in Hive's metastore, as the files of {@code hive-ddl} have them. */
public final class HiveTables {
  private static final String DATABASE = "database";
  private static final String MANIFESTS = "manifests";
  private static final String WRITTEN = "written";

  /** A property of views: the digest of the files that they and their tables were created by. */
  private static final String FORM = "variometer.form";

  /** A property of tables: whether an external one is the owner of its files. */
  private static final String PURGE = "external.table.purge";

  /** The files, each behind those that it needs. */
  private static final List<String> TABLES =
      List.of(
          MANIFESTS,
          WRITTEN,
          "session_state_rows",
          "session_rows",
          "total_rows",
          "visitor_day_rows",
          "rejected_rows");

  private static final List<String> VIEWS =
      List.of(
          "published",
          "run_log",
          "session_state",
          "sessions",
          "totals",
          "visitor_days",
          "rejected");

  private final SparkSession spark;
  private final BatchSettings settings;
  private final Configuration hadoop;
  private final Path root;

  /**
   * The tables below the batch's directory.
   *
   * @param spark a session with the settings of {@link HiveSession}
   * @throws BatchException if there is no such directory as the settings say
   */
  public HiveTables(SparkSession spark, BatchSettings settings) throws BatchException {
    this.spark = spark;
    this.settings = settings;
    this.hadoop = spark.sparkContext().hadoopConfiguration();
    this.root = HiveSession.root(settings, hadoop);
  }

  /**
   * Creates what is not there yet, adds what an earlier release's tables don't have yet, and
   * replaces views that another release has created.
   *
   * @throws BatchException if the metastore can't be reached, or a table is there that is not the
   *     one to create: then all such tables are named, and no view has been touched
   */
  public void create() throws BatchException {
    requireMetastore();
    run(DATABASE);
    List<String> problems = new ArrayList<>();
    for (String table : TABLES) {
      boolean known = spark.catalog().tableExists(name(table));
      if (known && isOfEarlierRelease(table)) {
        run(name(table) + " can't be dropped", "DROP TABLE " + name(table));
        known = false;
      }
      if (!known) {
        run(table);
      }
      createFolder(table);
      if (!known && hasPartitions(table)) {
        run("partitions of " + name(table) + " can't be found", "MSCK REPAIR TABLE " + name(table));
      }
      problems.addAll(problems(table));
    }
    if (!problems.isEmpty()) {
      throw new BatchException(
          String.join("\n", problems)
              + "\nDrop such a table, or choose another database: variometer.batch.hive.database."
              + " Files of external tables stay; ALTER TABLE … SET TBLPROPERTIES"
              + " ('EXTERNAL'='TRUE') first makes a managed one external. The next run creates the"
              + " table and finds its partitions.");
    }
    createViews();
  }

  /**
   * Whether a table that is there lacks only fields that a later release has at the end of structs:
   * it is dropped then, to be created anew, because a metastore lets nobody change the type of a
   * column. Files of external tables stay; rows that were written before have null in such a field.
   */
  private boolean isOfEarlierRelease(String table) throws BatchException {
    CatalogTable found = found(table);
    StructType wanted = schema(table);
    return found.tableType().equals(CatalogTableType.EXTERNAL())
        && new Path(found.location()).equals(location(table))
        && !columns(found.schema()).equals(columns(wanted))
        && isPartOf(found.schema(), wanted)
        // Where this is set, a table takes its files with it.
        && !Boolean.parseBoolean(found.properties().get(PURGE).getOrElse(() -> "false"));
  }

  /** Whether a type begins like another one, in all its parts, and at most ends later. */
  private static boolean isPartOf(DataType type, DataType later) {
    if (type instanceof ArrayType list && later instanceof ArrayType laterList) {
      return isPartOf(list.elementType(), laterList.elementType());
    }
    if (!(type instanceof StructType struct && later instanceof StructType laterStruct)) {
      return type.equals(later);
    }
    boolean part = struct.fields().length <= laterStruct.fields().length;
    for (int i = 0; part && i < struct.fields().length; i++) {
      StructField field = struct.fields()[i];
      StructField laterField = laterStruct.fields()[i];
      part =
          field.name().equals(laterField.name())
              && isPartOf(field.dataType(), laterField.dataType());
    }
    return part;
  }

  /** To replace them is much work for a metastore, and every run asks for them. */
  private void createViews() throws BatchException {
    String form = form();
    for (String view : VIEWS) {
      if (!isViewOf(form, view)) {
        for (String statement : statements(view)) {
          run(cause(view), HqlFile.withProperty(statement, FORM, form));
        }
      }
    }
  }

  private boolean isViewOf(String form, String view) throws BatchException {
    if (!spark.catalog().tableExists(name(view))) {
      return false;
    }
    CatalogTable found = found(view);
    return found.tableType().equals(CatalogTableType.VIEW())
        && form.equals(found.properties().get(FORM).getOrElse(() -> ""));
  }

  /** Tells what the files create from what they did in another release, or elsewhere. */
  private String form() {
    Sha256 digest = new Sha256();
    for (List<String> files : List.of(TABLES, VIEWS)) {
      for (String file : files) {
        statements(file).forEach(digest::add);
      }
    }
    return digest.hex();
  }

  /** The table's name with its database. */
  public String name(HiveTable table) {
    return name(table.tableName());
  }

  /** Where the table's files are. */
  public Path location(HiveTable table) {
    return location(table.tableName());
  }

  /**
   * Makes partitions known whose folders have files, or will have; those that are known stay as
   * they are.
   *
   * @param partitions days or hours, as the table's partition column has them
   * @throws BatchException if they could not be added
   * @throws IllegalArgumentException if the table has no such partitions
   */
  public void addPartitions(HiveTable table, Collection<String> partitions) throws BatchException {
    if (!partitions.isEmpty()) {
      run(
          "partitions of " + name(table) + " can't be added",
          "ALTER TABLE " + name(table) + " ADD IF NOT EXISTS " + clauses(table, partitions, " "));
    }
  }

  /**
   * Makes partitions unknown; those that are not known don't matter. Their files stay.
   *
   * @throws BatchException if they could not be dropped
   * @throws IllegalArgumentException if the table has no such partitions
   */
  public void dropPartitions(HiveTable table, Collection<String> partitions) throws BatchException {
    if (!partitions.isEmpty()) {
      run(
          "partitions of " + name(table) + " can't be dropped",
          "ALTER TABLE " + name(table) + " DROP IF EXISTS " + clauses(table, partitions, ", "));
    }
  }

  private static String clauses(HiveTable table, Collection<String> partitions, String separator) {
    return new TreeSet<>(partitions)
        .stream().map(table::clause).collect(Collectors.joining(separator));
  }

  private String name(String table) {
    return settings.hive().database() + "." + table;
  }

  /** Where the table was known already, and its folder is gone: without one it can't be read. */
  private void createFolder(String table) throws BatchException {
    try {
      root.getFileSystem(hadoop).mkdirs(location(table));
    } catch (IOException e) {
      throw new BatchException(
          "the folder of table " + name(table) + " can't be created: " + e.getMessage(), e);
    }
  }

  /** Whether there are partitions of before the table was known here. */
  private boolean hasPartitions(String table) throws BatchException {
    try {
      for (FileStatus found : root.getFileSystem(hadoop).listStatus(location(table))) {
        if (found.isDirectory() && found.getPath().getName().indexOf('=') > 0) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      throw new BatchException(
          "the folder of table " + name(table) + " can't be read: " + e.getMessage(), e);
    }
  }

  private Path location(String table) {
    boolean ofText = table.equals(MANIFESTS) || table.equals(WRITTEN);
    return new Path(root, ofText ? table : "tables/" + table);
  }

  /** The first question to the metastore, which finds out whether it is there. */
  @SuppressWarnings(
      "CatchingUnchecked") // Spark throws checked exceptions that it does not declare.
  private void requireMetastore() throws BatchException {
    try {
      spark.catalog().databaseExists(settings.hive().database());
    } catch (Exception e) { // Spark throws checked ones without declaring them.
      String metastore = settings.hive().metastore();
      throw new BatchException(
          metastore.isEmpty()
              ? "the database of tables in "
                  + HiveSession.metastore(settings, hadoop)
                  + " can't be opened: "
                  + rootMessage(e)
                  + ". Only one process at a time can: wait for the other one, or have a metastore:"
                  + " variometer.batch.hive.metastore"
              : "Hive's metastore at "
                  + metastore
                  + " can't be reached: "
                  + rootMessage(e)
                  + ". Start it, or say where it is: variometer.batch.hive.metastore",
          e);
    }
  }

  private void run(String file) throws BatchException {
    for (String statement : statements(file)) {
      run(cause(file), statement);
    }
  }

  private static String cause(String file) {
    return "hive-ddl/" + file + ".hql can't be run";
  }

  private List<String> statements(String file) {
    return HqlFile.statements(file, settings.hive().database(), root.toString());
  }

  @SuppressWarnings(
      "CatchingUnchecked") // Spark throws checked exceptions that it does not declare.
  private void run(String failure, String statement) throws BatchException {
    try {
      spark.sql(statement);
    } catch (Exception e) { // Spark throws checked ones without declaring them.
      throw new BatchException(
          failure
              + " in the metastore "
              + (settings.hive().metastore().isEmpty()
                  ? HiveSession.metastore(settings, hadoop)
                  : settings.hive().metastore())
              + ": "
              + e.getMessage(),
          e);
    }
  }

  private static String rootMessage(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    String message = root.getMessage() == null ? root.toString() : root.getMessage();
    return message.lines().findFirst().orElse(message).strip();
  }

  /** What is different about a table that is there. */
  private List<String> problems(String table) throws BatchException {
    CatalogTable found = found(table);
    String name = name(table);
    if (!found.tableType().equals(CatalogTableType.EXTERNAL())) {
      return List.of(name + " is there, but not as an external table: " + found.tableType().name());
    }
    List<String> problems = new ArrayList<>();
    Path expected = location(table);
    Path actual = new Path(found.location());
    if (!actual.equals(expected)) {
      problems.add(name + " is there with another location: " + actual + " instead of " + expected);
    }
    Map<String, String> wanted = columns(schema(table));
    Map<String, String> present = columns(found.schema());
    for (Map.Entry<String, String> column : wanted.entrySet()) {
      String type = present.remove(column.getKey());
      if (type == null) {
        problems.add(
            name + " is there without the column " + column.getKey() + " " + column.getValue());
      } else if (!type.equals(column.getValue())) {
        problems.add(
            name
                + " is there with another type of the column "
                + column.getKey()
                + ": "
                + type
                + " instead of "
                + column.getValue());
      }
    }
    present.forEach(
        (column, type) ->
            problems.add(name + " is there with a column too many: " + column + " " + type));
    return problems;
  }

  @SuppressWarnings(
      "CatchingUnchecked") // Spark throws checked exceptions that it does not declare.
  private CatalogTable found(String table) throws BatchException {
    try {
      return spark.sessionState().catalog().getTableMetadata(identifier(table));
    } catch (Exception e) { // Spark throws checked ones without declaring them.
      throw new BatchException(name(table) + " can't be looked up: " + e.getMessage(), e);
    }
  }

  private TableIdentifier identifier(String table) {
    return new TableIdentifier(table, Option.apply(settings.hive().database()));
  }

  /** The columns that a file gives its table, partition column included. */
  private StructType schema(String file) {
    for (String statement : statements(file)) {
      if (parse(statement) instanceof CreateTable create) {
        return create.tableSchema();
      }
    }
    throw new IllegalStateException("hive-ddl/" + file + ".hql creates no table");
  }

  @SuppressWarnings(
      "CatchingUnchecked") // Spark throws checked exceptions that it does not declare.
  private LogicalPlan parse(String statement) {
    try {
      return spark.sessionState().sqlParser().parsePlan(statement);
    } catch (Exception e) { // Spark throws checked ones without declaring them.
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  private static Map<String, String> columns(StructType schema) {
    Map<String, String> columns = new TreeMap<>();
    for (StructField field : schema.fields()) {
      columns.put(field.name(), field.dataType().sql().toLowerCase(Locale.ROOT));
    }
    return columns;
  }
}
