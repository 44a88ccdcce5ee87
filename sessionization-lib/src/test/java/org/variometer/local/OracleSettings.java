package org.variometer.local;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.variometer.config.VariometerConfig;
import org.variometer.oracle.Oracle;

/** The oracle's settings as a configuration of the product. */
public final class OracleSettings {
  /** Reading a configuration takes longer than most tests; of settings there are few. */
  private static final Map<Oracle.Settings, VariometerConfig> READ = new ConcurrentHashMap<>();

  private static final Config DEFAULTS = VariometerConfig.load(Optional.empty(), Map.of());

  private OracleSettings() {}

  /** The configuration that says the same. */
  public static VariometerConfig config(Oracle.Settings settings) {
    return READ.computeIfAbsent(settings, OracleSettings::read);
  }

  private static VariometerConfig read(Oracle.Settings settings) {
    Map<String, Object> rates = new TreeMap<>();
    settings.rates().forEach((currency, rate) -> rates.put(currency, rate.toPlainString()));
    List<Map<String, Object>> custom =
        settings.customMetrics().stream()
            .map(
                metric ->
                    Map.<String, Object>of(
                        "name",
                        metric.name(),
                        "event",
                        metric.event(),
                        "measure",
                        metric.measure()))
            .toList();
    Config given =
        ConfigFactory.parseMap(
            Map.of(
                "variometer.session.max-beacons",
                settings.maxBeacons(),
                "variometer.order.max-revenue",
                settings.maxRevenue().toPlainString(),
                "variometer.currency.reporting",
                settings.reportingCurrency(),
                "variometer.metrics.custom",
                custom));
    Config maps =
        ConfigFactory.empty()
            .withValue("variometer.currency.rates", value(rates))
            .withValue("variometer.site.mapping", value(settings.siteMapping()));
    return VariometerConfig.from(given.withFallback(maps).withFallback(DEFAULTS));
  }

  private static com.typesafe.config.ConfigObject value(Map<String, ?> map) {
    return com.typesafe.config.ConfigValueFactory.fromMap(map);
  }
}
