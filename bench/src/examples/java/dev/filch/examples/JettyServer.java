package dev.filch.examples;

import dev.filch.pool.TaskTiming;
import dev.filch.pool.WorkStealingPool;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.LifeCycle;

/**
 * Jetty on a pool. {@code /echo} answers with what was sent to it, {@code /metrics} shows the pool's metrics to
 * Prometheus. {@link WebServer} does the same without a library.
 *
 * <p><b>What to learn</b>
 * <ul>
 *   <li><b>Jetty asks for its own interface.</b> {@link JettyThreadPool} adapts a pool to it.
 *   <li><b>Workers that Jetty keeps.</b> Each selector is a task that lasts as long as the server. So there is one
 *       worker more than processors for it. Do not wrap it in {@code Blocking}, which is for waits that end.
 *   <li><b>Handlers that do not wait.</b> Here the handler reads and writes asynchronously, so a slow client occupies
 *       no worker. A handler that waits does so in {@code Blocking}, as in {@link WebServer}.
 * </ul>
 */
public final class JettyServer implements AutoCloseable {

    private static final int SELECTORS = 1;

    private final WorkStealingPool pool;
    private final Server server;
    private final ServerConnector connector;

    /** Starts a server on the loopback; port 0 means any free port. */
    public JettyServer(int port, TaskTiming timing) throws Exception {
        int processors = Runtime.getRuntime().availableProcessors();
        pool = WorkStealingPool.builder().name("jetty").workers(processors + SELECTORS).timing(timing).build();
        server = new Server(new JettyThreadPool(pool));
        // Without acceptors, the selector accepts connections.
        connector = new ServerConnector(server, 0, SELECTORS);
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        server.addConnector(connector);
        server.setHandler(new Pages());
        server.start();
    }

    /** The address of a page. */
    public String url(String path) {
        return "http://127.0.0.1:" + connector.getLocalPort() + path;
    }

    private final class Pages extends Handler.Abstract {

        /** Answers a request; leaves those for other pages to Jetty, which says that there are none. */
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            switch (Request.getPathInContext(request)) {
                case "/echo" -> Content.copy(request, response, callback);
                case "/metrics" -> {
                    response.getHeaders().put(HttpHeader.CONTENT_TYPE, PrometheusText.CONTENT_TYPE);
                    String page = PrometheusText.of("jetty", pool.metrics().snapshot());
                    Content.Sink.write(response, true, page, callback);
                }
                default -> {
                    return false;
                }
            }
            return true;
        }
    }

    /** Stops the server, which shuts the pool down, and waits until the pool's threads have ended. */
    @Override
    public void close() {
        LifeCycle.stop(server);
        pool.close();
    }

    /** Serves until Enter is pressed. */
    public static void main(String[] args) throws Exception {
        try (JettyServer server = new JettyServer(8080, TaskTiming.SAMPLED)) {
            System.out.println("see " + server.url("/metrics") + "; Enter stops the server");
            System.in.read();
        }
    }
}
