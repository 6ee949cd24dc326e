package dev.filch.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jol.info.ClassLayout;
import org.openjdk.jol.info.FieldLayout;

@Timeout(60)
class WaiterListTest {

    /** How many dead waiters may be linked beside the live ones, and as many again for each sweep that is held up. */
    private static final int MOST_DEAD = 64;

    private final WaiterList list = new WaiterList();

    @Test
    void wakesNobodyIfNobodyWaits() {
        assertTrue(list.isEmpty());
        assertFalse(list.wakeOne());
        assertEquals(0, list.wakeAll());
        assertEquals("0 waiting", list.toString());
    }

    @Test
    void wakesExactlyOne() throws Exception {
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
    void wakesTheLastToCome() {
        Waiter first = list.enlist();
        Waiter second = list.enlist();
        list.wakeOne();
        assertEquals("notified", second.toString());
        assertEquals("waiting", first.toString());
        list.wakeOne();
        assertEquals("notified", first.toString());
    }

    @Test
    void wakesAll() throws Exception {
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
    void passesOverTheCancelled() {
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
    void cancelComesTooLate() {
        Waiter waiter = list.enlist();
        assertTrue(list.wakeOne());
        assertFalse(list.cancel(waiter));
    }

    @Test
    void cancelOrWakeWins() throws Exception {
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
                        Thread.onSpinWait();
                    }
                } else {
                    while (turn.get() != 2 * round + 1) {
                        Thread.onSpinWait();
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
    void interruptedBeforeItWaits() {
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> list.awaitUntil(() -> false, WaiterList.NO_DEADLINE));
        assertFalse(Thread.interrupted());
        assertTrue(list.isEmpty());
    }

    @Test
    void interruptedWhileItWaits() throws Exception {
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
    void interruptDoesNotHideANotification() throws Exception {
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

    /** Notified after it has looked whether it is, and before it gives up: then it must not give up. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoGivesUpTooLateIsNotified(boolean interrupted) throws Exception {
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
    void strayUnparksWakeNobody() throws Exception {
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
    void timesOutAndNotTooEarly() throws Exception {
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
    void theDeadDoNotKeepTheirThreads() throws Exception {
        list.enlist();
        AtomicBoolean cancelled = new AtomicBoolean();
        ReferenceQueue<Thread> unreachable = new ReferenceQueue<>();
        WeakReference<Thread> thread = new WeakReference<>(cancelledBelow(cancelled), unreachable);
        do {
            System.gc();
        } while (unreachable.remove(100) != thread);
        assertTrue(cancelled.get());
        assertEquals(3, linked());
    }

    /** A thread that has cancelled its place in the middle, and ended. */
    private Thread cancelledBelow(AtomicBoolean cancelled) throws Exception {
        Semaphore covered = new Semaphore(0);
        Semaphore enlisted = new Semaphore(0);
        Together.Running<Void> running = Together.start(() -> {
            Waiter waiter = list.enlist();
            enlisted.release();
            covered.acquire();
            cancelled.set(list.cancel(waiter));
            return null;
        });
        enlisted.acquire();
        list.enlist();
        covered.release();
        running.join();
        return running.thread();
    }

    @Test
    void sweepsTheMiddle() {
        list.enlist();
        Waiter last = list.enlist();
        int most = 0;
        for (int i = 0; i < 100_000; i++) {
            Waiter next = list.enlist();
            assertTrue(list.cancel(last));
            last = next;
            most = Math.max(most, i % 16 == 0 ? linked() : 0);
        }
        assertTrue(most <= 2 + MOST_DEAD, "linked: " + most);
        assertTrue(list.wakeOne());
        assertTrue(list.wakeOne());
        assertFalse(list.wakeOne());
    }

    @Test
    void timedWaitsDoNotPileUp() throws Exception {
        int threads = 4;
        Waiter forEver = list.enlist();
        List<Integer> most = Together.run(threads, index -> {
            int mostLinked = 0;
            for (int i = 0; i < 2_000; i++) {
                assertFalse(list.awaitUntil(() -> false, WaiterList.deadlineAfter(10_000)));
                mostLinked = Math.max(mostLinked, linked());
            }
            return mostLinked;
        });
        assertTrue(most.stream().allMatch(n -> n <= 1 + threads + (1 + threads) * MOST_DEAD), "linked: " + most);
        assertTrue(list.cancel(forEver));
        assertTrue(list.isEmpty());
    }

    @Test
    void behavesLikeAStackOfTheLiving() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Deque<Waiter> living = new ArrayDeque<>();
        for (int i = 0; i < 200_000; i++) {
            String step = "seed " + seed + ", step " + i;
            int action = random.nextInt(100);
            if (action < 50) {
                living.push(list.enlist());
            } else if (action < 75 && !living.isEmpty()) {
                int depth = random.nextInt(Math.min(20, living.size()));
                Waiter victim = living.stream().skip(depth).findFirst().orElseThrow();
                living.remove(victim);
                assertTrue(list.cancel(victim), step);
            } else if (action < 99) {
                Waiter expected = living.poll();
                assertEquals(expected != null, list.wakeOne(), step);
                assertTrue(expected == null || expected.toString().equals("notified"), step);
            } else if (random.nextInt(20) == 0) {
                assertEquals(living.size(), list.wakeAll(), step);
                living.clear();
            }
            if (living.isEmpty()) {
                assertTrue(list.isEmpty(), step);
            }
        }
    }

    /** All that was enlisted is cancelled or notified, once: nothing live is unlinked, and nothing dead is left. */
    @Test
    void isEmptyOnceAllHaveLeft() throws Exception {
        long seed = System.nanoTime();
        System.out.println("WaiterListTest.isEmptyOnceAllHaveLeft: seed " + seed);
        for (int round = 0; round < 200; round++) {
            int of = round;
            List<int[]> counts = Together.run(4, index -> mixedActions(new Random(seed + 31L * of + index)));
            int enlisted = counts.stream().mapToInt(c -> c[0]).sum();
            int ended = counts.stream().mapToInt(c -> c[1]).sum();
            while (list.wakeOne()) {
                ended++;
            }
            assertEquals(enlisted, ended, "round " + round);
            assertTrue(list.isEmpty(), "round " + round);
            assertEquals(0, linked());
        }
    }

    /** How many were enlisted, and how many cancelled or notified. Some are left on the list. */
    private int[] mixedActions(Random random) {
        List<Waiter> mine = new ArrayList<>();
        int enlisted = 0;
        int ended = 0;
        for (int i = 0; i < 1_000; i++) {
            int action = random.nextInt(100);
            if (action < 45) {
                mine.add(list.enlist());
                enlisted++;
            } else if (action < 75) {
                if (!mine.isEmpty()) {
                    ended += list.cancel(mine.remove(random.nextInt(mine.size()))) ? 1 : 0;
                }
            } else if (action < 99) {
                ended += list.wakeOne() ? 1 : 0;
            } else {
                ended += list.wakeAll();
            }
        }
        return new int[] {enlisted, ended};
    }

    @Test
    void isEmptyOnceThoseWhoWaitedAreCancelled() throws Exception {
        long seed = System.nanoTime();
        System.out.println("WaiterListTest.isEmptyOnceThoseWhoWaitedAreCancelled: seed " + seed);
        for (int round = 0; round < 1_000; round++) {
            Random random = new Random(seed + round);
            int[] places = {random.nextInt(4), random.nextInt(4), random.nextInt(4)};
            Together.run(3, index -> {
                Set<Waiter> mine = new HashSet<>();
                for (int i = 0; i <= places[index]; i++) {
                    mine.add(list.enlist());
                }
                mine.forEach(list::cancel);
                return null;
            });
            assertTrue(list.isEmpty(), "round " + round);
        }
    }

    @Test
    void losesNoWakeUp() throws Exception {
        for (int threads : new int[] {1, 2, 4}) {
            handOver(Together::platformThread, threads, threads, 40_000);
        }
        handOver(Together::platformThread, 1, 8, 20_000);
        handOver(Together::platformThread, 8, 1, 20_000);
    }

    @Test
    void losesNoWakeUpOfVirtualThreads() throws Exception {
        ThreadFactory virtual = Together.virtualThreads();
        assumeTrue(virtual != null, "virtual threads need Java 21");
        handOver(virtual, 2, 2, 40_000);
        handOver(virtual, 4, 16, 40_000);
    }

    /** Producers put permits into a counter and wake one each time; consumers end once all permits are taken. */
    private void handOver(ThreadFactory factory, int producers, int consumers, int permits) throws Exception {
        AtomicInteger available = new AtomicInteger();
        AtomicInteger taken = new AtomicInteger();
        AtomicInteger produced = new AtomicInteger();
        Together.run(factory, producers + consumers, index -> {
            if (index < producers) {
                while (produced.getAndIncrement() < permits) {
                    available.getAndIncrement();
                    list.wakeOne();
                    // Let the consumers catch up, so that they park and every wake-up counts.
                    for (int i = 0; i < 50 && available.get() > 0; i++) {
                        Thread.onSpinWait();
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
    void headIsAloneOnItsCacheLines() {
        ClassLayout layout = ClassLayout.parseClass(WaiterList.class);
        List<FieldLayout> shared = layout.fields().stream()
                .filter(field -> field.name().equals("head") || field.name().equals("buried")).toList();
        assertEquals(2, shared.size());
        for (FieldLayout field : shared) {
            assertTrue(field.offset() >= 128, () -> layout.toPrintable());
            assertTrue(layout.instanceSize() - field.offset() - field.size() >= 128, () -> layout.toPrintable());
        }
    }

    private int linked() {
        int linked = 0;
        for (Waiter waiter = list.headOpaque(); waiter != null; waiter = waiter.nextOpaque()) {
            linked++;
        }
        return linked;
    }
}
