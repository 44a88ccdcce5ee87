package org.variometer.kairos;

import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.kairosdb.client.builder.QueryBuilder;
import org.kairosdb.client.builder.QueryMetric;
import org.kairosdb.client.builder.QueryTagBuilder;
import org.kairosdb.client.builder.grouper.TagGrouper;
import org.kairosdb.client.response.QueryTagResponse;
import org.variometer.series.TagValue;

/** The questions that are asked of KairosDB, over one connection. */
@SuppressWarnings("JavaUtilDate") // What the client takes.
final class Queries {
  private final Connection connection;
  private final Retrier retrier;

  Queries(Connection connection, Retrier retrier) {
    this.connection = connection;
    this.retrier = retrier;
  }

  /**
   * All points of a name, grouped by series.
   *
   * @param name the name in the database
   * @param groupBy the names of the tags
   * @param filter values that tags must have
   * @param from the first ms
   * @param to the last ms
   */
  QueryAnswer.Found points(
      String name, List<String> groupBy, Map<String, String> filter, long from, long to)
      throws SinkException {
    return run(name, groupBy, filter, from, to, OptionalLong.empty());
  }

  /** The timestamp of the first point of a name in {@code [from, to]}, if there is any. */
  OptionalLong first(
      String name, List<String> groupBy, Map<String, String> filter, long from, long to)
      throws SinkException {
    // The limit holds for each series, in the order of time.
    return run(name, groupBy, filter, from, to, OptionalLong.of(1)).stretches().stream()
        .filter(stretch -> stretch.timestamps().length > 0)
        .mapToLong(stretch -> stretch.timestamps()[0])
        .min();
  }

  /** The names of all series. */
  List<String> names() throws SinkException {
    return retrier.send(connection, "list its metrics", client -> client.getMetricNames());
  }

  /** The names of the tags that points of a name have. */
  Set<String> tagNames(String name, long from, long to) throws SinkException {
    QueryTagBuilder query = QueryTagBuilder.getInstance();
    query.setStart(new Date(from)).setEnd(new Date(to)).addMetric(name);
    QueryTagResponse response =
        retrier.send(connection, "name the tags of " + name, client -> client.queryTags(query));
    return response.getQueries().get(0).getResults().get(0).getTags().keySet();
  }

  private QueryAnswer.Found run(
      String name,
      List<String> groupBy,
      Map<String, String> filter,
      long from,
      long to,
      OptionalLong limit)
      throws SinkException {
    QueryBuilder query = QueryBuilder.getInstance();
    query.setStart(new Date(from)).setEnd(new Date(to));
    QueryMetric metric = query.addMetric(name);
    metric.addGrouper(new TagGrouper(groupBy));
    filter.forEach((tag, value) -> metric.addTag(tag, TagValue.escape(value)));
    limit.ifPresent(points -> metric.setLimit((int) points));
    return retrier.send(
        connection, "read " + name, client -> client.query(query, new QueryAnswer()));
  }
}
