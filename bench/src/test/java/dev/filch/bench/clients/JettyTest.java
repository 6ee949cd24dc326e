package dev.filch.bench.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.examples.Http;
import dev.filch.examples.JettyThreadPool;
import dev.filch.pool.Blocking;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Jetty answers every request on a pool's workers, and stops without losing one. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class JettyTest {

    private static final int SELECTORS = 1;
    private static final int REQUESTS = 2_000;
    private static final int CLIENTS = 8;

    private final AtomicInteger answered = new AtomicInteger();

    /** With two workers, the selector accepts connections; otherwise one worker would be left for nothing else. */
    private static int acceptors(PoolSetup setup) {
        return setup.workers() > 2 ? 1 : 0;
    }

    private static Server server(FilchPool pool, int acceptors, Handler handler) {
        Server server = new Server(new JettyThreadPool(pool.service()));
        ServerConnector connector = new ServerConnector(server, acceptors, SELECTORS);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(handler);
        server.setStopTimeout(TimeUnit.SECONDS.toMillis(30));
        return server;
    }

    private void send(Server server, int number) throws Exception {
        int port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
        Http.Answer answer = Http.post("http://127.0.0.1:" + port + "/", ("number " + number).getBytes());
        assertEquals(200, answer.status());
        assertEquals("answer to number " + number, answer.text());
        answered.incrementAndGet();
    }

    /** Answers with the request's body; first waits if it must. */
    private static Handler answering(Runnable before) {
        return new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) throws Exception {
                before.run();
                String question = Content.Source.asString(request);
                if (FilchPool.runsThis()) {
                    Content.Sink.write(response, true, "answer to " + question, callback);
                } else {
                    callback.failed(new IllegalStateException("on " + Thread.currentThread()));
                }
                return true;
            }
        };
    }

    @EverySetup
    void everyRequestIsAnswered(PoolSetup setup) throws Exception {
        try (FilchPool pool = setup.build()) {
            Server server = server(pool, acceptors(setup), answering(() -> { }));
            server.start();

            Clients.runAll(CLIENTS, number -> {
                for (int request = number; request < REQUESTS; request += CLIENTS) {
                    send(server, request);
                }
            });

            assertEquals(REQUESTS, answered.get());
            server.setStopTimeout(0);
            server.stop();
            server.join();
            assertTrue(pool.service().isTerminated(), pool.service()::toString);
        }
    }

    /** There are more of them than workers: they wait in {@code Blocking}. */
    @EverySetup
    void requestsUnderWayAreAnsweredBeforeTheServerStops(PoolSetup setup) throws Exception {
        CountDownLatch underWay = new CountDownLatch(CLIENTS);
        CountDownLatch release = new CountDownLatch(1);
        GracefulHandler graceful = new GracefulHandler(answering(() -> Blocking.run(() -> {
            underWay.countDown();
            Clients.await(release);
        })));
        try (FilchPool pool = setup.build()) {
            Server server = server(pool, acceptors(setup), graceful);
            server.start();
            FutureTask<Void> clients = Clients.start(() -> Clients.runAll(CLIENTS, number -> send(server, number)));
            Clients.await(underWay);

            FutureTask<Void> stop = Clients.start(server::stop);
            Clients.until(graceful::isShutdown, "the server did not begin to stop");
            assertEquals(0, answered.get());
            release.countDown();

            stop.get(30, TimeUnit.SECONDS);
            clients.get(30, TimeUnit.SECONDS);
            assertEquals(CLIENTS, answered.get());
            server.join();
            assertTrue(pool.service().isTerminated(), pool.service()::toString);
        }
    }

    @EverySetup
    void aServerThatLeavesNoWorkerForRequestsDoesNotStart(PoolSetup setup) throws Exception {
        try (FilchPool pool = setup.build()) {
            Server server = server(pool, setup.workers() - SELECTORS, answering(() -> { }));

            IllegalStateException thrown = assertThrows(IllegalStateException.class, server::start);

            assertTrue(thrown.getMessage().contains("Insufficient configured threads"), thrown::getMessage);
            server.stop();
        }
    }

    @Test
    void theNumberOfThreadsIsThatOfTheWorkers() throws Exception {
        try (FilchPool pool = PoolSetup.SHARED_WITH_FOUR_WORKERS.build()) {
            JettyThreadPool threads = new JettyThreadPool(pool.service());
            CountDownLatch busy = new CountDownLatch(4);
            CountDownLatch release = new CountDownLatch(1);
            assertEquals(4, threads.getIdleThreads());
            for (int i = 0; i < 4; i++) {
                threads.execute(() -> {
                    busy.countDown();
                    Clients.await(release);
                });
            }
            Clients.await(busy);

            assertEquals(4, threads.getThreads());
            assertEquals(0, threads.getIdleThreads());
            assertTrue(threads.isLowOnThreads());
            assertThrows(UnsupportedOperationException.class, () -> threads.setMaxThreads(5));
            assertThrows(UnsupportedOperationException.class, () -> threads.setMinThreads(1));
            release.countDown();
        }
    }
}
