package dev.filch.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jol.info.ClassLayout;

/** Which threads are woken, and that no wake-up is lost. */
@Timeout(60)
class WaiterListTest {

    private final WaiterList list = newList();

    WaiterList newList() {
        return new WaiterList();
    }

    @Test
    void emptyListWakesNoThread() {
        assertTrue(list.isEmpty());
        assertFalse(list.wakeOne());
        assertEquals(0, list.wakeAll());
        assertEquals("0 waiting", list.toString());
    }

    @Test
    void wakeOneWakesExactlyOneThread() throws Exception {
        int threads = 4;
        Semaphore woken = new Semaphore(0);
        List<Together.Running<Void>> waiting = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            waiting.add(Together.<Void>start(() -> {
                assertTrue(list.await(list.enlist(), WaiterList.NO_DEADLINE));
                woken.release();
                return null;
            }).awaitParked());
        }
        for (int left = threads - 1; left >= 0; left--) {
            assertTrue(list.wakeOne());
            woken.acquire();
            assertEquals(left + " waiting", list.toString());
            assertEquals(0, woken.availablePermits());
        }
        assertTrue(list.isEmpty());
        for (Together.Running<Void> each : waiting) {
            each.join();
        }
    }

    @Test
    void wakeOneWakesTheThreadThatCameLast() {
        Waiter first = list.enlist();
        Waiter second = list.enlist();
        list.wakeOne();
        assertEquals("notified", second.toString());
        assertEquals("waiting", first.toString());
        list.wakeOne();
        assertEquals("notified", first.toString());
    }

    @Test
    void wakeAllWakesEveryThread() throws Exception {
        List<Together.Running<Boolean>> waiting = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            waiting.add(Together.start(() -> list.await(list.enlist(), WaiterList.NO_DEADLINE)).awaitParked());
        }
        Waiter cancelled = list.enlist();
        list.enlist();
        list.cancel(cancelled);
        assertEquals(6, list.wakeAll());
        for (Together.Running<Boolean> each : waiting) {
            assertTrue(each.join());
        }
        assertTrue(list.isEmpty());
    }

    @Test
    void wakeOneSkipsCancelledWaiters() {
        Waiter bottom = list.enlist();
        Waiter middle = list.enlist();
        Waiter top = list.enlist();
        assertTrue(list.cancel(middle));
        assertTrue(list.cancel(top));
        assertTrue(list.wakeOne());
        assertTrue(list.await(bottom, WaiterList.NO_DEADLINE));
        assertFalse(list.wakeOne());
    }

    @Test
    void cancelFailsAfterANotification() {
        Waiter waiter = list.enlist();
        assertTrue(list.wakeOne());
        assertFalse(list.cancel(waiter));
    }

    @Test
    void eitherCancelOrWakeOneSucceeds() throws Exception {
        int rounds = 20_000;
        Waiter[] enlisted = new Waiter[1];
        AtomicInteger turn = new AtomicInteger();
        boolean[][] won = new boolean[2][rounds];
        Together.run(2, index -> {
            for (int round = 0; round < rounds; round++) {
                if (index == 0) {
                    enlisted[0] = list.enlist();
                    turn.set(2 * round + 1);
                    won[0][round] = list.cancel(enlisted[0]);
                    while (turn.get() != 2 * round + 2) {
                        Spin.pause();
                    }
                } else {
                    while (turn.get() != 2 * round + 1) {
                        Spin.pause();
                    }
                    won[1][round] = list.wakeOne();
                    turn.set(2 * round + 2);
                }
            }
            return null;
        });
        for (int round = 0; round < rounds; round++) {
            assertNotEquals(won[0][round], won[1][round], "round " + round);
        }
        assertTrue(list.isEmpty());
    }

    @Test
    void waitThrowsIfInterruptedBefore() {
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> list.awaitUntil(() -> false, WaiterList.NO_DEADLINE));
        assertFalse(Thread.interrupted());
        assertTrue(list.isEmpty());
    }

    @Test
    void waitThrowsIfInterruptedMeanwhile() throws Exception {
        Together.Running<Void> waiting = Together.<Void>start(() -> {
            assertThrows(InterruptedException.class, () -> list.awaitUntil(() -> false, WaiterList.NO_DEADLINE));
            assertFalse(Thread.interrupted());
            return null;
        }).awaitParked();
        waiting.thread().interrupt();
        waiting.join();
        assertTrue(list.isEmpty());
    }

    @Test
    void notificationWinsOverAnInterrupt() throws Exception {
        Waiter waiter = list.enlist();
        list.wakeOne();
        Thread.currentThread().interrupt();
        assertTrue(list.await(waiter, WaiterList.NO_DEADLINE));
        assertTrue(list.awaitUntil(() -> {
            list.wakeOne();
            return false;
        }, WaiterList.NO_DEADLINE));
        assertTrue(Thread.interrupted());
    }

    /** The notification comes between the waiter's read of its state and its cancellation, which must then fail. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void notificationWinsOverALateCancellation(boolean interrupted) throws Exception {
        boolean[] notified = new boolean[1];
        Thread thread = new Thread(() -> notified[0] =
                list.await(list.enlist(), interrupted ? WaiterList.NO_DEADLINE : WaiterList.deadlineAfter(0))) {
            @Override
            public boolean isInterrupted() {
                assertTrue(list.wakeOne());
                return interrupted;
            }
        };
        thread.setDaemon(true);
        thread.start();
        thread.join();
        assertTrue(notified[0]);
        assertTrue(list.isEmpty());
    }

    @Test
    void strayUnparksEndNoWait() throws Exception {
        Together.Running<Boolean> waiting =
                Together.start(() -> list.await(list.enlist(), WaiterList.NO_DEADLINE)).awaitParked();
        for (int i = 0; i < 100; i++) {
            LockSupport.unpark(waiting.thread());
            waiting.awaitParked();
        }
        assertEquals("1 waiting", list.toString());
        list.wakeOne();
        assertTrue(waiting.join());
    }

    @Test
    void timesOutAtTheDeadlineAndNotBefore() throws Exception {
        long deadline = WaiterList.deadlineAfter(TimeUnit.MILLISECONDS.toNanos(20));
        assertFalse(list.awaitUntil(() -> false, deadline));
        assertTrue(System.nanoTime() - deadline >= 0);
        assertTrue(list.isEmpty());
    }

    @Test
    void deadlinesDoNotOverflow() throws Exception {
        assertFalse(list.awaitUntil(() -> false, WaiterList.deadlineAfter(0)));
        assertFalse(list.awaitUntil(() -> false, WaiterList.deadlineAfter(Long.MIN_VALUE)));
        Together.Running<Boolean> waiting =
                Together.start(() -> list.awaitUntil(() -> false, WaiterList.deadlineAfter(Long.MAX_VALUE)));
        waiting.awaitParkedTimed();
        list.wakeOne();
        assertTrue(waiting.join());
    }

    @Test
    void doesNotWaitIfTheConditionHolds() throws Exception {
        assertTrue(list.awaitUntil(() -> true, WaiterList.NO_DEADLINE));
        assertTrue(list.isEmpty());
    }

    @Test
    void noWakeUpIsLost() throws Exception {
        for (int threads : new int[] {1, 2, 4}) {
            handOver(Together::platformThread, threads, threads, 40_000);
        }
        handOver(Together::platformThread, 1, 8, 20_000);
        handOver(Together::platformThread, 8, 1, 20_000);
    }

    @Test
    void noWakeUpOfVirtualThreadsIsLost() throws Exception {
        ThreadFactory virtual = Together.virtualThreads();
        assumeTrue(virtual != null, "virtual threads need Java 21");
        handOver(virtual, 2, 2, 40_000);
        handOver(virtual, 4, 16, 40_000);
    }

    /** Producers add permits to a counter, and wake a thread for each. Consumers end once all permits are taken. */
    private void handOver(ThreadFactory factory, int producers, int consumers, int permits) throws Exception {
        AtomicInteger available = new AtomicInteger();
        AtomicInteger taken = new AtomicInteger();
        AtomicInteger produced = new AtomicInteger();
        Together.run(factory, producers + consumers, index -> {
            if (index < producers) {
                while (produced.getAndIncrement() < permits) {
                    available.getAndIncrement();
                    list.wakeOne();
                    // Let the consumers catch up and park, so that each of them depends on a wake-up.
                    for (int i = 0; i < 50 && available.get() > 0; i++) {
                        Spin.pause();
                    }
                }
            } else {
                consume(available, taken, permits);
            }
            return null;
        });
        assertEquals(permits, taken.get());
        assertTrue(list.isEmpty());
    }

    private void consume(AtomicInteger available, AtomicInteger taken, int permits) throws InterruptedException {
        while (taken.get() < permits) {
            int seen = available.get();
            if (seen == 0) {
                list.awaitUntil(() -> available.get() > 0 || taken.get() == permits, WaiterList.NO_DEADLINE);
            } else if (available.compareAndSet(seen, seen - 1) && taken.incrementAndGet() == permits) {
                list.wakeAll();
            }
        }
    }

    @Test
    void takesAtMost24Bytes() {
        assertTrue(ClassLayout.parseClass(WaiterList.class).instanceSize() <= 24);
    }
}
