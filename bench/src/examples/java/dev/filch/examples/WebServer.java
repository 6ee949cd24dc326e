package dev.filch.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.filch.pool.Blocking;
import dev.filch.pool.TaskTiming;
import dev.filch.pool.WorkStealingPool;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * The JDK's {@link HttpServer} on a pool. {@code /echo} answers with what was sent to it, {@code /metrics} shows the
 * pool's metrics to Prometheus. {@link JettyServer} does the same with Jetty.
 *
 * <p><b>What to learn</b>
 * <ul>
 *   <li><b>The server needs no more than an {@code Executor}.</b> It accepts connections on a thread of its own, and
 *       submits a task for each request.
 *   <li><b>Handlers that wait.</b> A handler that waits for its client, a database or another server does so in
 *       {@link Blocking}. A spare thread then serves other requests. So as many workers as processors are enough.
 *   <li><b>Waits in code of others.</b> The server reads the head of a request on a worker, and may wait there for a
 *       slow client. If such waits occupy all workers, the starvation guard starts a spare thread.
 *   <li><b>Timing.</b> {@link TaskTiming#SAMPLED} measures one task in 64. Under load, that is enough for percentiles.
 * </ul>
 */
public final class WebServer implements AutoCloseable {

    private final WorkStealingPool pool;
    private final HttpServer server;

    /** Starts a server on the loopback; port 0 means any free port. */
    public WebServer(int port, TaskTiming timing) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        pool = WorkStealingPool.builder()
                .name("web").timing(timing).starvationGuard(Duration.ofSeconds(1)).build();
        server.setExecutor(pool);
        server.createContext("/echo", this::echo);
        server.createContext("/metrics", this::metrics);
        server.start();
    }

    /** The address of a page. */
    public String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private void echo(HttpExchange exchange) throws IOException {
        byte[] sent = readBody(exchange);
        answer(exchange, "application/octet-stream", sent);
    }

    private void metrics(HttpExchange exchange) throws IOException {
        String page = PrometheusText.of("web", pool.metrics().snapshot());
        answer(exchange, PrometheusText.CONTENT_TYPE, page.getBytes(StandardCharsets.UTF_8));
    }

    /** Waits for the client, which may be slow. */
    private static byte[] readBody(HttpExchange exchange) throws IOException {
        try {
            return Blocking.call(() -> exchange.getRequestBody().readAllBytes());
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    private static void answer(HttpExchange exchange, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    /** Stops the server, then the pool. Requests under way are answered, or their connections closed. */
    @Override
    public void close() {
        server.stop(0);
        pool.close();
    }

    /** Serves until Enter is pressed. */
    public static void main(String[] args) throws IOException {
        // With JDK 17 on Linux, answers on connections that stay open otherwise take 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        try (WebServer server = new WebServer(8080, TaskTiming.SAMPLED)) {
            System.out.println("see " + server.url("/metrics") + "; Enter stops the server");
            System.in.read();
        }
    }
}
