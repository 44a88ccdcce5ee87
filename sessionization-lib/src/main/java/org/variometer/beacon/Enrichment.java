package org.variometer.beacon;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The step between validation and grouping (spec §1): amounts into the reporting currency, visitor
 * ids into keyed hashes where configured, sites by their mapping. Immutable.
 */
public final class Enrichment {
  private static final String MAC = "HmacSHA256";
  private static final int VISITOR_HASH_BYTES = 16;

  private final String reportingCurrency;
  private final Map<String, BigDecimal> rates;
  private final Map<String, String> sites;
  private final Optional<Mac> visitorMac;

  /**
   * Enriches by these tables.
   *
   * @param reportingCurrency the currency of every amount that leaves this step
   * @param rates units of the reporting currency for one unit of another, by currency
   * @param sites the site to count for, by the site that a beacon names; others stay
   * @param visitorKey the secret of the visitors' hash; empty keeps visitor ids as they are
   */
  public Enrichment(
      String reportingCurrency,
      Map<String, BigDecimal> rates,
      Map<String, String> sites,
      Optional<byte[]> visitorKey) {
    this.reportingCurrency = reportingCurrency;
    this.rates = Map.copyOf(rates);
    this.sites = Map.copyOf(sites);
    this.visitorMac = visitorKey.map(Enrichment::mac);
  }

  /** The currency of an order that names none. */
  public String reportingCurrency() {
    return reportingCurrency;
  }

  /** Whether amounts in this currency can be converted. */
  public boolean knows(String currency) {
    return currency.equals(reportingCurrency) || rates.containsKey(currency);
  }

  /**
   * Converts an amount to the reporting currency, half-up to whole micros.
   *
   * @throws ArithmeticException if the result is beyond 64 bits, which a checked configuration
   *     rules out
   */
  public long convert(long micros, String currency) {
    if (currency.equals(reportingCurrency)) {
      return micros;
    }
    return BigDecimal.valueOf(micros)
        .multiply(rates.get(currency))
        .setScale(0, RoundingMode.HALF_UP)
        .longValueExact();
  }

  /** The site to count for. */
  public String site(String named) {
    return sites.isEmpty() ? named : sites.getOrDefault(named, named);
  }

  /** The visitor as it is kept: 32 hex digits of HMAC-SHA-256 where a key is configured. */
  public String visitor(String visitorId) {
    if (visitorMac.isEmpty()) {
      return visitorId;
    }
    try {
      // A copy of the prepared one spares looking it up and hashing the key.
      Mac mac = (Mac) visitorMac.get().clone();
      byte[] hash = mac.doFinal(visitorId.getBytes(UTF_8));
      return HexFormat.of().formatHex(hash, 0, VISITOR_HASH_BYTES);
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the JDK's own " + MAC + " can be copied", e);
    }
  }

  private static Mac mac(byte[] key) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(new SecretKeySpec(key, MAC));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + MAC, e);
    }
  }
}
