package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Spin;
import dev.filch.internal.Together;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * HIGH tasks in a deque are announced, so that others look for them before they go on with less urgent ones of their
 * own.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HighAnnouncementTest {

    /**
     * A thief must not pass by HIGH work because it got into the victim's deque from the injector, and not by a push.
     */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void highTasksThatCameInABatchAreTakenBeforeOwnNormalOnes(boolean lifo) {
        SourceProbe pool = new SourceProbe(2, lifo);
        for (int i = 1; i <= 4; i++) {
            pool.submit("high" + i, Lane.HIGH);
        }
        assertEquals("high1", pool.choice(0));
        assertEquals("queued HIGH 2+1 NORMAL 0+0 LOW 0+0", pool.source.describeQueued());
        for (int i = 1; i <= 4; i++) {
            pool.push(1, "normal", Lane.NORMAL);
        }
        assertEquals(Set.of("high2", "high3", "high4"), new HashSet<>(pool.choices(1, 3)));
        assertEquals("normal", pool.choice(1));
    }

    @Test
    void highTasksThatWereStolenInABatchAreTakenBeforeOwnNormalOnes() {
        SourceProbe pool = new SourceProbe(3, true);
        for (int i = 1; i <= 4; i++) {
            pool.push(0, "high" + i, Lane.HIGH);
        }
        assertEquals("high1", pool.choice(1));
        assertEquals("high4", pool.choice(0));
        assertEquals("high3", pool.choice(0));
        // Worker 0 finds no HIGH work of its own any more; worker 1 still has high2, which worker 2 must see.
        pool.push(2, "normal", Lane.NORMAL);
        assertEquals("high2", pool.choice(2));
        assertEquals("normal", pool.choice(2));
    }

    @Test
    void theAnnouncementOfHighWorkIsWithdrawnAndRenewed() throws Exception {
        SourceProbe pool = new SourceProbe(2, true);
        Field announced = StealingSource.class.getDeclaredField("highAnnounced");
        announced.setAccessible(true);
        for (int round = 0; round < 5; round++) {
            assertFalse(announced.getBoolean(pool.source));
            pool.push(0, "high", Lane.HIGH);
            assertTrue(announced.getBoolean(pool.source));
            pool.push(1, "normal", Lane.NORMAL);
            assertEquals("high", pool.choice(1));
            assertEquals("normal", pool.choice(1));
            assertEquals("null", pool.choice(1));
        }
    }

    /**
     * One worker finds no HIGH work and withdraws the announcement, while another relies on it and does not renew it.
     */
    @Test
    void theAnnouncementOfHighWorkIsNotLost() throws Exception {
        SourceProbe pool = new SourceProbe(2, true);
        SplittableRandom random = Seeded.random("HighAnnouncementTest");
        List<String> lost = new ArrayList<>();
        AtomicInteger announcedFor = new AtomicInteger();
        AtomicInteger pushedFor = new AtomicInteger();
        AtomicInteger checkedFor = new AtomicInteger();
        Together.run(2, index -> {
            for (int round = 1; round <= 1_000; round++) {
                if (index == 0) {
                    // Announced, and not true any more.
                    pool.push(0, "high", Lane.HIGH);
                    pool.source.nextClaimed(pool.workers[0]);
                    announcedFor.set(round);
                    // The other one is about to look; this comes between that look and what follows from it, now and
                    // then.
                    for (int pauses = random.nextInt(30); pauses > 0; pauses--) {
                        Spin.pause();
                    }
                    pool.push(0, "high", Lane.HIGH);
                    pushedFor.set(round);
                    awaitRound(checkedFor, round);
                } else {
                    for (int i = 0; i < 4; i++) {
                        pool.push(1, "normal", Lane.NORMAL);
                    }
                    awaitRound(announcedFor, round);
                    String first = pool.choice(1);
                    awaitRound(pushedFor, round);
                    // Two, since one of them may be a fair choice, of another task.
                    List<String> next = pool.choices(1, 2);
                    if (!first.equals("high") && !next.contains("high")) {
                        lost.add(round + ": " + first + " and then " + next);
                    }
                    pool.source.drainTo(new ArrayList<>());
                    checkedFor.set(round);
                }
            }
            return null;
        });
        assertEquals(List.of(), lost);
    }

    /** Spins, to meet the other in the middle of something, but not for long if that one has no processor now. */
    private static void awaitRound(AtomicInteger round, int number) {
        for (int looks = 0; round.get() < number; looks++) {
            if (looks < 1_000) {
                Spin.pause();
            } else {
                Thread.yield();
            }
        }
    }
}
