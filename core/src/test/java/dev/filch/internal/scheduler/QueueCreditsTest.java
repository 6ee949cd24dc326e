package dev.filch.internal.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Together;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class QueueCreditsTest {

    private static void give(QueueCredits credits, int number, int workers) {
        if (number % (workers + 1) == workers) {
            credits.giveShared();
        } else {
            credits.give(number % (workers + 1));
        }
    }

    @Test
    void exactlyTheCapacityCanBeTaken() {
        for (int capacity = 1; capacity <= 40; capacity++) {
            for (int workers : new int[] {1, 2, 3, 16, 17, 100}) {
                QueueCredits credits = new QueueCredits(capacity, workers);
                for (int round = 0; round < 3; round++) {
                    for (int i = 0; i < capacity; i++) {
                        assertEquals(i, credits.used());
                        assertTrue(credits.tryTake(), "credit " + i + " of " + capacity + ", workers: " + workers);
                    }
                    assertFalse(credits.tryTake());
                    for (int i = 0; i < capacity; i++) {
                        give(credits, i + round, workers);
                    }
                }
                assertEquals(0, credits.used());
            }
        }
    }

    @Test
    void creditsOfTheLargestCapacityDoNotOverflow() {
        QueueCredits credits = new QueueCredits(Integer.MAX_VALUE, 3);
        assertEquals(0, credits.used());
        assertTrue(credits.tryTake());
        assertEquals(1, credits.used());
        assertEquals(Integer.MAX_VALUE, credits.capacity());
    }

    /** There are as many credits as threads, and each thread holds at most one. They move from stripe to stripe. */
    @Test
    void noThreadIsRefusedWhileACreditIsLeft() throws Exception {
        int threads = 3;
        int workers = 2;
        QueueCredits credits = new QueueCredits(threads, workers);
        Together.run(threads, number -> {
            for (int i = 0; i < 300_000; i++) {
                assertTrue(credits.tryTake(), "expected a credit, since one was always left");
                give(credits, i + number, workers);
            }
            return null;
        });
        assertEquals(0, credits.used());
    }

    @Test
    void noMoreCreditsAreInUseThanTheCapacity() throws Exception {
        int capacity = 2;
        int workers = 3;
        QueueCredits credits = new QueueCredits(capacity, workers);
        AtomicInteger held = new AtomicInteger();
        AtomicInteger refusals = new AtomicInteger();
        Together.run(4, number -> {
            for (int i = 0; i < 200_000; i++) {
                if (credits.tryTake()) {
                    assertTrue(held.incrementAndGet() <= capacity, "expected at most " + capacity + " credits in use");
                    if (i % 1_000 == 0) {
                        // Other threads run while this one holds a credit, and are refused, even with few processors.
                        Thread.yield();
                    }
                    held.decrementAndGet();
                    give(credits, i + number, workers);
                } else {
                    refusals.incrementAndGet();
                }
            }
            return null;
        });
        assertEquals(0, credits.used());
        assertTrue(refusals.get() > 0, "expected refusals, but the queues were never full");
    }

    /**
     * 500 credits are in use all the time. The number may be too small by the credits that are given back during the
     * best of eight reads. A thread that is preempted in one read is not preempted in all of them.
     */
    @Test
    void creditsHeldThroughoutAReadAreCounted() throws Exception {
        int held = 500;
        int users = 8;
        QueueCredits credits = new QueueCredits(1000, users);
        for (int i = 0; i < held; i++) {
            assertTrue(credits.tryTake());
        }
        AtomicInteger running = new AtomicInteger(users);
        Together.run(users + 1, number -> {
            if (number < users) {
                for (int i = 0; i < 300_000 && credits.tryTake(); i++) {
                    credits.give(number);
                }
                running.decrementAndGet();
            }
            while (number == users && running.get() > 0) {
                int used = credits.used();
                assertTrue(used > held / 2 && used <= held + users, () -> "in use: " + used);
            }
            return null;
        });
        assertEquals(held, credits.used());
    }
}
