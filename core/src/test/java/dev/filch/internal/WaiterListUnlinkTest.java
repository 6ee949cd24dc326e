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

/** Dead waiters are unlinked, and live ones are not. */
@Timeout(60)
class WaiterListUnlinkTest {

    /** How many dead waiters may be linked besides the live ones; as many again for each sweep that is delayed. */
    private static final int MAX_DEAD = 64;

    /** To repeat a run, set {@code -Dfilch.seed=} to the seed that it printed. */
    private static final long SEED = Long.getLong("filch.seed", System.nanoTime());

    private final WaiterList list = new WaiterList();

    @BeforeAll
    static void printSeed() {
        System.out.println("WaiterListUnlinkTest: seed " + SEED);
    }

    @Test
    void deadWaitersDoNotKeepTheirThreadsReachable() throws Exception {
        list.enlist();
        AtomicBoolean cancelled = new AtomicBoolean();
        ReferenceQueue<Thread> unreachable = new ReferenceQueue<>();
        WeakReference<Thread> thread = new WeakReference<>(threadThatCancelled(cancelled), unreachable);
        do {
            System.gc();
        } while (unreachable.remove(100) != thread);
        assertTrue(cancelled.get());
        assertEquals(3, linked());
    }

    /** Returns a thread that has ended after cancelling its place in the middle of the list. */
    private Thread threadThatCancelled(AtomicBoolean cancelled) throws Exception {
        Semaphore mayCancel = new Semaphore(0);
        Semaphore enlisted = new Semaphore(0);
        Together.Running<Void> running = Together.start(() -> {
            Waiter waiter = list.enlist();
            enlisted.release();
            mayCancel.acquire();
            cancelled.set(list.cancel(waiter));
            return null;
        });
        enlisted.acquire();
        list.enlist();
        mayCancel.release();
        running.join();
        return running.thread();
    }

    @Test
    void cancelledWaitersInTheMiddleAreUnlinked() {
        list.enlist();
        Waiter last = list.enlist();
        int maxLinked = 0;
        for (int i = 0; i < 100_000; i++) {
            Waiter next = list.enlist();
            assertTrue(list.cancel(last));
            last = next;
            maxLinked = Math.max(maxLinked, i % 16 == 0 ? linked() : 0);
        }
        assertTrue(maxLinked <= 2 + MAX_DEAD, "too many waiters were linked: " + maxLinked);
        assertTrue(list.wakeOne());
        assertTrue(list.wakeOne());
        assertFalse(list.wakeOne());
    }

    @Test
    void timedOutWaitersDoNotAccumulate() throws Exception {
        int threads = 4;
        Waiter untimed = list.enlist();
        List<Integer> maxima = Together.run(threads, index -> {
            int maxLinked = 0;
            for (int i = 0; i < 2_000; i++) {
                assertFalse(list.awaitUntil(() -> false, WaiterList.deadlineAfter(10_000)));
                maxLinked = Math.max(maxLinked, linked());
            }
            return maxLinked;
        });
        assertTrue(maxima.stream().allMatch(n -> n <= 1 + threads + (1 + threads) * MAX_DEAD), "linked: " + maxima);
        assertTrue(list.cancel(untimed));
        assertTrue(list.isEmpty());
    }

    @Test
    void behavesLikeAStackOfTheLiveWaiters() {
        SplittableRandom random = new SplittableRandom(SEED);
        Deque<Waiter> live = new ArrayDeque<>();
        for (int i = 0; i < 200_000; i++) {
            String step = "step " + i + ", seed " + SEED;
            int action = random.nextInt(100);
            if (action < 50) {
                live.push(list.enlist());
            } else if (action < 75 && !live.isEmpty()) {
                int depth = random.nextInt(Math.min(20, live.size()));
                Waiter victim = live.stream().skip(depth).findFirst().orElseThrow();
                live.remove(victim);
                assertTrue(list.cancel(victim), step);
            } else if (action < 99) {
                Waiter expected = live.poll();
                assertEquals(expected != null, list.wakeOne(), step);
                assertTrue(expected == null || expected.toString().equals("notified"), step);
            } else if (random.nextInt(20) == 0) {
                assertEquals(live.size(), list.wakeAll(), step);
                live.clear();
            }
            if (live.isEmpty()) {
                assertTrue(list.isEmpty(), step);
            }
        }
    }

    /** Each waiter is cancelled or notified exactly once: no live one is unlinked, and no dead one stays linked. */
    @Test
    void isEmptyOnceAllWaitsHaveEnded() throws Exception {
        for (int round = 0; round < 200; round++) {
            long seed = SEED + 31L * round;
            List<int[]> counts = Together.run(4, index -> mixedActions(new SplittableRandom(seed + index)));
            int enlisted = counts.stream().mapToInt(c -> c[0]).sum();
            int ended = counts.stream().mapToInt(c -> c[1]).sum();
            while (list.wakeOne()) {
                ended++;
            }
            assertEquals(enlisted, ended, "round " + round + ", seed " + SEED);
            assertTrue(list.isEmpty(), "round " + round + ", seed " + SEED);
            assertEquals(0, linked());
        }
    }

    /** Returns how many waiters were enlisted, and how many cancelled or notified. Some stay on the list. */
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
    void isEmptyOnceAllWaitersAreCancelled() throws Exception {
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
            assertTrue(list.isEmpty(), "round " + round + ", seed " + SEED);
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
