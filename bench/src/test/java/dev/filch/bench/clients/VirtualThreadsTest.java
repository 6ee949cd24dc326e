package dev.filch.bench.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.filch.bench.contender.VirtualThreads;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** Very many virtual threads that submit tasks and wait for them. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@EnabledForJreRange(min = JRE.JAVA_21)
class VirtualThreadsTest {

    private static final int THREADS = 10_000;

    /** All wait at the same time: the workers are busy until each thread has submitted its task. */
    @EverySetup
    void eachGetsTheResultOfItsTask(PoolSetup setup) throws Exception {
        ThreadFactory factory = VirtualThreads.factory();
        CountDownLatch submitted = new CountDownLatch(THREADS);
        CountDownLatch ended = new CountDownLatch(THREADS);
        AtomicInteger right = new AtomicInteger();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        try (FilchPool pool = setup.build()) {
            for (int i = 0; i < setup.workers(); i++) {
                pool.service().execute(() -> Clients.await(submitted));
            }
            for (int i = 0; i < THREADS; i++) {
                int number = i;
                factory.newThread(() -> {
                    try {
                        var square = pool.service().submit(() -> number * number);
                        submitted.countDown();
                        if (square.get(30, TimeUnit.SECONDS) == number * number) {
                            right.incrementAndGet();
                        }
                    } catch (Exception | Error e) {
                        thrown.set(e);
                    } finally {
                        ended.countDown();
                    }
                }).start();
            }
            Clients.await(ended);

            assertEquals(null, thrown.get());
            assertEquals(THREADS, right.get());
        }
    }

    /** Each thread submits its next task when the one before has ended. */
    @EverySetup
    void eachRunsAChainOfTasks(PoolSetup setup) throws Exception {
        ThreadFactory factory = VirtualThreads.factory();
        CountDownLatch ended = new CountDownLatch(THREADS);
        AtomicInteger right = new AtomicInteger();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        try (FilchPool pool = setup.build()) {
            for (int i = 0; i < THREADS; i++) {
                factory.newThread(() -> {
                    try {
                        int count = 0;
                        for (int task = 0; task < 5; task++) {
                            int before = count;
                            count = pool.service().submit(() -> before + 1).get();
                        }
                        if (count == 5) {
                            right.incrementAndGet();
                        }
                    } catch (Exception | Error e) {
                        thrown.set(e);
                    } finally {
                        ended.countDown();
                    }
                }).start();
            }
            Clients.await(ended);

            assertEquals(null, thrown.get());
            assertEquals(THREADS, right.get());
        }
    }
}
