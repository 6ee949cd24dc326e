package dev.filch.stress.cores.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EventQueueTest {

    private record Event(long time, int order) {
    }

    @Test
    void eventsLeaveByTimeThenInInsertionOrder() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        EventQueue<Event> queue = new EventQueue<>();
        List<Event> expected = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            if (random.nextInt(3) > 0 || expected.isEmpty()) {
                Event event = new Event(random.nextInt(100), i);
                queue.add(event.time, event);
                expected.add(event);
            } else {
                Event first = expected.stream()
                        .min(Comparator.comparingLong(Event::time).thenComparingInt(Event::order))
                        .orElseThrow();
                expected.remove(first);
                assertEquals(first.time, queue.time(), "seed " + seed);
                assertEquals(first, queue.remove(), "seed " + seed);
            }
        }
    }

    @Test
    void theTimeOfAnEmptyQueueIsMaxValue() {
        EventQueue<String> queue = new EventQueue<>();
        assertTrue(queue.isEmpty());
        assertEquals(Long.MAX_VALUE, queue.time());
        queue.add(5, "event");
        queue.remove();
        assertEquals(Long.MAX_VALUE, queue.time());
    }
}
