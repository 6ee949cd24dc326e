package dev.filch.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.pool.TaskTiming;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WebServersTest {

    private static final int REQUESTS = 200;

    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** The servers, each on a free port; every task is timed. */
    private enum Kind {

        JDK("web") {
            @Override
            void serve(Use use) throws Exception {
                try (WebServer server = new WebServer(0, TaskTiming.EVERY_TASK)) {
                    use.with(server::url);
                }
            }
        },

        JETTY("jetty") {
            @Override
            void serve(Use use) throws Exception {
                try (JettyServer server = new JettyServer(0, TaskTiming.EVERY_TASK)) {
                    use.with(server::url);
                }
            }
        };

        private final String pool;

        Kind(String pool) {
            this.pool = pool;
        }

        /** Starts a server, and stops it after the use. */
        abstract void serve(Use use) throws Exception;
    }

    /** What a test does with a server, given the address of each page. */
    @FunctionalInterface
    private interface Use {

        void with(UnaryOperator<String> url) throws Exception;
    }

    private static HttpRequest get(String url) {
        return HttpRequest.newBuilder(URI.create(url)).build();
    }

    private static HttpRequest echo(UnaryOperator<String> url, byte[] body) {
        return HttpRequest.newBuilder(URI.create(url.apply("/echo"))).POST(BodyPublishers.ofByteArray(body)).build();
    }

    @ParameterizedTest
    @EnumSource
    void eachRequestIsAnswered(Kind kind) throws Exception {
        kind.serve(url -> {
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < REQUESTS; i++) {
                answers.add(client.sendAsync(echo(url, ("request " + i).getBytes()), BodyHandlers.ofString()));
            }
            for (int i = 0; i < REQUESTS; i++) {
                HttpResponse<String> answer = answers.get(i).get();
                assertEquals(200, answer.statusCode());
                assertEquals("request " + i, answer.body());
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void bodiesOfAnySizeAreEchoed(Kind kind) throws Exception {
        kind.serve(url -> {
            for (int size : new int[] {0, 1, 1_000_000}) {
                byte[] body = new byte[size];
                for (int i = 0; i < size; i++) {
                    body[i] = (byte) i;
                }
                assertArrayEquals(body, client.send(echo(url, body), BodyHandlers.ofByteArray()).body());
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void theMetricsPageCountsTheTasksOfTheRequests(Kind kind) throws Exception {
        kind.serve(url -> {
            client.send(echo(url, new byte[1]), BodyHandlers.discarding());
            HttpResponse<String> answer = client.send(get(url.apply("/metrics")), BodyHandlers.ofString());

            assertEquals(200, answer.statusCode());
            assertEquals(PrometheusText.CONTENT_TYPE, answer.headers().firstValue("Content-Type").orElse(""));
            PrometheusPage page = PrometheusPage.parse(answer.body());
            String labels = "{pool=\"" + kind.pool + "\"}";
            assertTrue(page.value("filch_submitted_tasks_total" + labels) >= 2);
            assertTrue(page.value("filch_run_time_seconds_count" + labels) > 0);
            assertTrue(page.value("filch_threads" + labels) > 0);
        });
    }

    @ParameterizedTest
    @EnumSource
    void otherPagesAreNotFound(Kind kind) throws Exception {
        kind.serve(url -> {
            HttpResponse<String> answer = client.send(get(url.apply("/other")), BodyHandlers.ofString());

            assertEquals(404, answer.statusCode());
        });
    }

    @ParameterizedTest
    @EnumSource
    void aClosedServerHasNoPortAndNoThreads(Kind kind) throws Exception {
        List<URI> page = new ArrayList<>();
        kind.serve(url -> {
            page.add(URI.create(url.apply("/metrics")));
            client.send(get(url.apply("/metrics")), BodyHandlers.discarding());
        });

        assertThrows(ConnectException.class, () -> new Socket("127.0.0.1", page.get(0).getPort()).close());
        assertTrue(Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith(kind.pool + "-")), "a thread of the pool is left");
    }
}
