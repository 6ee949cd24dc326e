package dev.filch.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.pool.TaskTiming;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WebServersTest {

    private static final int REQUESTS = 200;
    private static final int CLIENTS = 8;

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

    @ParameterizedTest
    @EnumSource
    void eachRequestIsAnswered(Kind kind) throws Exception {
        kind.serve(url -> {
            ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
            List<Future<Http.Answer>> answers = new ArrayList<>();
            for (int i = 0; i < REQUESTS; i++) {
                byte[] body = ("request " + i).getBytes();
                answers.add(clients.submit(() -> Http.post(url.apply("/echo"), body)));
            }
            for (int i = 0; i < REQUESTS; i++) {
                Http.Answer answer = answers.get(i).get();
                assertEquals(200, answer.status());
                assertEquals("request " + i, answer.text());
            }
            clients.shutdown();
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
                assertArrayEquals(body, Http.post(url.apply("/echo"), body).body());
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void theMetricsPageCountsTheTasksOfTheRequests(Kind kind) throws Exception {
        kind.serve(url -> {
            Http.post(url.apply("/echo"), new byte[1]);
            Http.Answer answer = Http.get(url.apply("/metrics"));

            assertEquals(200, answer.status());
            assertEquals(PrometheusText.CONTENT_TYPE, answer.type());
            PrometheusPage page = PrometheusPage.parse(answer.text());
            String labels = "{pool=\"" + kind.pool + "\"}";
            assertTrue(page.value("filch_submitted_tasks_total" + labels) >= 2);
            assertTrue(page.value("filch_run_time_seconds_count" + labels) > 0);
            assertTrue(page.value("filch_threads" + labels) > 0);
        });
    }

    @ParameterizedTest
    @EnumSource
    void otherPagesAreNotFound(Kind kind) throws Exception {
        kind.serve(url -> assertEquals(404, Http.get(url.apply("/other")).status()));
    }

    @ParameterizedTest
    @EnumSource
    void aClosedServerHasNoPortAndNoThreads(Kind kind) throws Exception {
        List<String> page = new ArrayList<>();
        kind.serve(url -> {
            page.add(url.apply("/metrics"));
            Http.get(page.get(0));
        });

        assertThrows(ConnectException.class, () -> Http.get(page.get(0)));
        assertTrue(Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith(kind.pool + "-")), "a thread of the pool is left");
    }
}
