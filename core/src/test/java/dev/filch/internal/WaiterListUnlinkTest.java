package dev.filch.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The dead leave the list, and none of the living with them. */
@Timeout(60)
class WaiterListUnlinkTest {

    /** How many dead waiters may be linked beside the live ones, and as many again for each sweep that is held up. */
    private static final int MOST_DEAD = 64;

    /** A failed run can be repeated with {@code -Dfilch.seed=} and what it printed. */
    private static final long SEED = Long.getLong("filch.seed", System.nanoTime());

    private final WaiterList list = new WaiterList();

    @BeforeAll
    static void printSeed() {
        System.out.println("WaiterListUnlinkTest: seed " + SEED);
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
        SplittableRandom random = new SplittableRandom(SEED);
        Deque<Waiter> living = new ArrayDeque<>();
        for (int i = 0; i < 200_000; i++) {
            String step = "step " + i;
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
        for (int round = 0; round < 200; round++) {
            int of = round;
            List<int[]> counts = Together.run(4, index -> mixedActions(new SplittableRandom(SEED + 31L * of + index)));
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
    private int[] mixedActions(SplittableRandom random) {
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
        for (int round = 0; round < 1_000; round++) {
            SplittableRandom random = new SplittableRandom(SEED + round);
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

    private int linked() {
        int linked = 0;
        for (Waiter waiter = list.headOpaque(); waiter != null; waiter = waiter.nextOpaque()) {
            linked++;
        }
        return linked;
    }
}
