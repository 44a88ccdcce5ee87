package org.variometer.guard;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import javax.servlet.Filter;
import javax.servlet.FilterChain;
import javax.servlet.FilterConfig;
import javax.servlet.ServletException;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletRequestWrapper;
import javax.servlet.http.HttpServletResponse;

/**
 * Shows Spark's pages to users who know their password (basic authentication), and says to Spark
 * who it is, so that its ACLs hold. For {@code spark.ui.filters}; the parameter {@value #FILE}
 * names the file of users.
 */
public final class PasswordFilter implements Filter {
  /** The parameter that names the file: lines {@code user:password}, mode 600. */
  public static final String FILE = "file";

  private PagesUsers users;

  /** Knows nobody yet. */
  public PasswordFilter() {}

  /**
   * Reads the file.
   *
   * @throws ServletException if it can't be used; then no page is shown
   */
  @Override
  public void init(FilterConfig config) throws ServletException {
    String file = config.getInitParameter(FILE);
    if (file == null) {
      throw new ServletException(
          "spark." + PasswordFilter.class.getName() + ".param." + FILE + " is not set");
    }
    try {
      users = PagesUsers.of(Path.of(file));
    } catch (IOException | InvalidPathException e) {
      throw new ServletException("users of Spark's pages: " + e.getMessage(), e);
    }
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest asked = (HttpServletRequest) request;
    Optional<String> user = users.known(asked.getHeader("Authorization"));
    if (user.isPresent()) {
      chain.doFilter(new Known(asked, user.get()), response);
      return;
    }
    HttpServletResponse answer = (HttpServletResponse) response;
    answer.setHeader("WWW-Authenticate", "Basic realm=\"Spark\", charset=\"UTF-8\"");
    answer.sendError(HttpServletResponse.SC_UNAUTHORIZED);
  }

  @Override
  public void destroy() {}

  /** A request of a user who is known. */
  private static final class Known extends HttpServletRequestWrapper {
    private final String user;

    Known(HttpServletRequest request, String user) {
      super(request);
      this.user = user;
    }

    @Override
    public String getRemoteUser() {
      return user;
    }
  }
}
