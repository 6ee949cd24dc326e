package dev.filch.internal.scheduler;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** A lane costs nothing before its first task. */
class UnusedLanesTest {

    private final StealingSource source = new StealingSource(4, true);

    @Test
    void queuesOfALaneAreCreatedForItsFirstTask() {
        assertTrue(source.offer(() -> { }, Lane.NORMAL));
        assertNull(source.laneOpaque(Lane.HIGH));
        assertNull(source.laneOpaque(Lane.LOW));
        assertTrue(source.offer(() -> { }, Lane.HIGH));
        assertNotNull(source.laneOpaque(Lane.HIGH));
        assertNull(source.laneOpaque(Lane.LOW));
    }

    @Test
    void readingAndDescribingCreatesNoQueues() {
        assertTrue(!source.hasWork());
        assertTrue(source.describeQueued().contains("HIGH 0"), source::describeQueued);
        assertNull(source.laneOpaque(Lane.HIGH));
        assertNull(source.laneOpaque(Lane.LOW));
    }

    @Test
    void closedSourceRefusesTasksOfUnusedLanesWithoutCreatingQueues() {
        source.close();
        assertSame(LaneQueues.CLOSED_LANE, source.laneOpaque(Lane.HIGH));
        assertSame(LaneQueues.CLOSED_LANE, source.laneOpaque(Lane.LOW));
        for (Lane lane : Lane.all()) {
            assertTrue(!source.offer(() -> { }, lane), () -> "expected a closed source to refuse a task of " + lane);
        }
    }
}
