package dev.filch.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which waiters a queue shows, in which order, and how many ended ones it keeps. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WaiterQueueTest {

    /** The number of departures between two sweeps, and two waiters that always stay: the first and the last. */
    private static final int MAX_DEAD = 64 + 2;

    private static final class Place extends QueuedWaiter {

        private final int number;
        private volatile boolean ended;

        Place(int number) {
            this.number = number;
        }

        @Override
        protected boolean isWaiting() {
            return !ended;
        }

        @Override
        public String toString() {
            return number + (ended ? " ended" : "");
        }
    }

    private final WaiterQueue<Place> queue = new WaiterQueue<>();
    private int next;

    private Place enlist() {
        Place place = new Place(next++);
        queue.enlist(place);
        return place;
    }

    private void leave(Place place) {
        place.ended = true;
        queue.leave(place);
    }

    /** All waiters that the queue shows. */
    private List<Place> shown() {
        List<Place> shown = new ArrayList<>();
        for (Place place = queue.first(); place != null; place = queue.after(place)) {
            shown.add(place);
        }
        return shown;
    }

    /** The number of waiters that are linked from the head, dead or alive. */
    private int linked() {
        int count = 1;
        QueuedWaiter waiter = queue.headVolatile();
        while (waiter.nextVolatile() != null) {
            waiter = waiter.nextVolatile();
            count++;
        }
        return count;
    }

    @Test
    void emptyQueueShowsNoWaiter() {
        assertFalse(queue.hasWaiters());
        assertFalse(queue.mayWake());
        assertFalse(queue.beginWaking());
        assertNull(queue.first());
        assertEquals("0 waiting", queue.toString());
    }

    @Test
    void waitersAreShownInTheOrderTheyCame() {
        List<Place> places = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            places.add(enlist());
            assertEquals(places, shown());
            assertEquals(places.size() + " waiting", queue.toString());
        }
        for (int index : new int[] {2, 0, 2, 1, 0}) {
            leave(places.remove(index));
            assertEquals(places, shown());
            assertEquals(!places.isEmpty(), queue.hasWaiters());
        }
    }

    /** A waiter whose wait has ended is not shown, also before it has left. */
    @Test
    void endedWaitersAreNotShown() {
        Place first = enlist();
        Place second = enlist();
        Place third = enlist();
        first.ended = true;
        assertSame(second, queue.first());
        second.ended = true;
        assertSame(third, queue.first());
        assertTrue(queue.hasWaiters());
        third.ended = true;
        assertNull(queue.first());
        Place fourth = enlist();
        assertSame(fourth, queue.first());
        leave(first);
        leave(second);
        leave(third);
        assertEquals(List.of(fourth), shown());
        assertEquals("1 waiting", queue.toString());
    }

    /** A thread that stands on a waiter that was removed from the front goes on with those that still wait. */
    @Test
    void walkGoesOnAfterItsWaiterHasLeft() {
        Place first = enlist();
        Place second = enlist();
        Place third = enlist();
        assertSame(second, queue.after(first));
        leave(first);
        assertSame(second, queue.first());
        assertSame(second, queue.after(first), "expected a walk that stands on a removed waiter to begin anew");
        leave(second);
        assertSame(third, queue.after(first));
        assertSame(third, queue.after(second));
        leave(third);
        assertNull(queue.after(first));
        assertNull(queue.after(second));
        assertNull(queue.after(third));
    }

    @Test
    void oneWakeUpIsUnderWayAtATime() {
        assertFalse(queue.beginWaking());
        Place first = enlist();
        assertTrue(queue.mayWake());
        assertTrue(queue.beginWaking());
        assertFalse(queue.mayWake());
        assertFalse(queue.beginWaking());
        assertTrue(queue.hasWaiters());
        Place second = enlist();
        assertFalse(queue.mayWake());
        assertEquals("2 waiting", queue.toString());
        queue.endWaking();
        assertTrue(queue.mayWake());
        leave(first);
        leave(second);
        assertFalse(queue.mayWake());
        assertFalse(queue.beginWaking());
    }

    /** While some wait on, many others come and leave: alternately, or in groups, oldest or youngest first. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 50})
    void fewEndedWaitersStayLinked(int group) {
        List<Place> staying = new ArrayList<>();
        staying.add(enlist());
        Deque<Place> leaving = new ArrayDeque<>();
        for (int round = 0; round < 2_000; round++) {
            for (int i = 0; i < group; i++) {
                leaving.add(enlist());
            }
            if (round % 500 == 0) {
                staying.add(enlist());
            }
            while (!leaving.isEmpty()) {
                leave(round % 2 == 0 ? leaving.removeFirst() : leaving.removeLast());
            }
            assertTrue(linked() <= staying.size() + MAX_DEAD, () -> linked() + " waiters are linked");
        }
        assertEquals(staying, shown());
        staying.forEach(this::leave);
        assertNull(queue.first());
        assertTrue(linked() <= MAX_DEAD, () -> linked() + " waiters are linked");
    }

    @Test
    void nothingStaysLinkedIfNoneWaitsOn() {
        for (int i = 0; i < 1_000; i++) {
            leave(enlist());
            assertTrue(linked() <= 2);
        }
    }

    /** Several threads come and leave. Those that stay are shown, in their order, and few others are linked. */
    @Test
    void concurrentDeparturesLoseNoWaiter() throws Exception {
        SplittableRandom seeds = Seeded.random("concurrentDeparturesLoseNoWaiter");
        int threads = 4;
        for (int round = 0; round < 20; round++) {
            List<SplittableRandom> randoms = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                randoms.add(seeds.split());
            }
            List<List<Place>> staying = Together.run(threads, index -> come(randoms.get(index)));
            List<Place> shown = shown();
            int expected = 0;
            for (List<Place> own : staying) {
                List<Place> ownShown = new ArrayList<>(shown);
                ownShown.retainAll(own);
                assertEquals(own, ownShown, "expected all that stay, in their order: " + Seeded.description());
                expected += own.size();
            }
            assertEquals(expected, shown.size());
            // Each thread may delay a sweep.
            assertTrue(linked() <= expected + (threads + 1) * MAX_DEAD, () -> linked() + " waiters are linked");
            staying.forEach(own -> own.forEach(this::leave));
            assertFalse(queue.hasWaiters());
            assertNull(queue.first());
        }
    }

    /** Enlists waiters, and lets most of them leave; returns the others. */
    private List<Place> come(SplittableRandom random) {
        List<Place> staying = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            Place place = new Place(i);
            queue.enlist(place);
            if (random.nextInt(500) == 0) {
                staying.add(place);
            } else {
                assertNotNull(queue.first());
                leave(place);
            }
        }
        return staying;
    }
}
