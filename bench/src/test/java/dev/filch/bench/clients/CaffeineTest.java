package dev.filch.bench.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;

/** Caffeine with a pool as its executor. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CaffeineTest {

    private static final int KEYS = 5_000;
    private static final int MAX_SIZE = 100;

    private static int square(int number) {
        assertTrue(FilchPool.runsThis(), () -> "on " + Thread.currentThread());
        return number * number;
    }

    @EverySetup
    void eachKeyIsLoadedOnce(PoolSetup setup) throws Exception {
        AtomicInteger loads = new AtomicInteger();
        try (FilchPool pool = setup.build()) {
            AsyncLoadingCache<Integer, Integer> cache = Caffeine.newBuilder().executor(pool.service())
                    .buildAsync(key -> {
                        loads.incrementAndGet();
                        return square(key);
                    });

            Clients.runAll(4, number -> {
                List<CompletableFuture<Integer>> values = new ArrayList<>();
                for (int key = 0; key < KEYS; key++) {
                    values.add(cache.get(key));
                }
                for (int key = 0; key < KEYS; key++) {
                    assertEquals(key * key, values.get(key).get(30, TimeUnit.SECONDS));
                }
            });

            assertEquals(KEYS, loads.get());
        }
    }

    /** A value that comes from other values is loaded by further tasks of the pool. */
    @EverySetup
    void aLoadMayNeedOtherLoads(PoolSetup setup) throws Exception {
        try (FilchPool pool = setup.build()) {
            AtomicReference<AsyncLoadingCache<Integer, Long>> cache = new AtomicReference<>();
            cache.set(Caffeine.newBuilder().executor(pool.service()).buildAsync((key, executor) ->
                    CompletableFuture.supplyAsync(() -> key - 1, executor).thenComposeAsync(before -> key < 2
                            ? CompletableFuture.completedFuture((long) key)
                            : cache.get().get(before).thenCombineAsync(
                                    cache.get().get(before - 1), Long::sum, executor), executor)));

            assertEquals(7_540_113_804_746_346_429L, cache.get().get(92).get(30, TimeUnit.SECONDS));
        }
    }

    @EverySetup
    void theListenerIsToldOfEachEvictionOnThePool(PoolSetup setup) throws Exception {
        Set<Integer> evicted = ConcurrentHashMap.newKeySet();
        CountDownLatch left = new CountDownLatch(KEYS - MAX_SIZE);
        try (FilchPool pool = setup.build()) {
            Cache<Integer, Integer> cache = Caffeine.newBuilder().executor(pool.service()).maximumSize(MAX_SIZE)
                    .removalListener((Integer key, Integer value, RemovalCause cause) -> {
                        if (FilchPool.runsThis() && cause == RemovalCause.SIZE && evicted.add(key)) {
                            left.countDown();
                        }
                    }).build();

            Clients.runAll(4, number -> {
                for (int key = number; key < KEYS; key += 4) {
                    cache.put(key, -key);
                }
            });
            cache.cleanUp();
            Clients.await(left);

            assertEquals(MAX_SIZE, cache.estimatedSize());
            IntStream.range(0, KEYS).forEach(key ->
                    assertEquals(evicted.contains(key) ? null : -key, cache.getIfPresent(key)));
        }
    }

    @EverySetup
    void aFailedLoadIsNotKept(PoolSetup setup) throws Exception {
        AtomicInteger loads = new AtomicInteger();
        try (FilchPool pool = setup.build()) {
            AsyncLoadingCache<Integer, Integer> cache = Caffeine.newBuilder().executor(pool.service())
                    .buildAsync((key, executor) -> {
                        CompletableFuture<Integer> value = new CompletableFuture<>();
                        executor.execute(() -> {
                            if (loads.getAndIncrement() == 0) {
                                value.completeExceptionally(new TimeoutException("the first load")); // is not logged
                            } else {
                                value.complete(square(key));
                            }
                        });
                        return value;
                    });

            CompletableFuture<Integer> first = cache.get(7);
            Throwable thrown = assertThrows(CompletionException.class, first::join).getCause();
            assertEquals("the first load", thrown.getMessage());
            Clients.until(() -> cache.getIfPresent(7) == null, "the cache keeps a failed load");
            assertEquals(49, cache.get(7).get(30, TimeUnit.SECONDS));
        }
    }
}
