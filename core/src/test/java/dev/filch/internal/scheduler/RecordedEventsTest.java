package dev.filch.internal.scheduler;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Allocation;
import jdk.jfr.Recording;
import org.junit.jupiter.api.Test;

/** What the events of timed tasks cost after the last recording has ended. */
class RecordedEventsTest {

    /** Enough that what the first calls allocate does not matter. In most of them, the code is not yet optimized. */
    private static final int TASKS = 10_000;

    @Test
    void eventsThatNoRecordingHasAllocateNothing() throws ReflectiveOperationException {
        try (Recording recording = new Recording()) {
            recording.start();
        }
        RecordedEvents events = new RecordedEvents();
        Runnable task = () -> { };
        Allocation.bytes();
        long before = Allocation.bytes();
        for (int i = 0; i < TASKS; i++) {
            assertNull(events.beginWait());
            assertNull(events.beginRun(null, task, Lane.NORMAL));
        }
        long allocated = Allocation.bytes() - before;
        assertTrue(allocated < 8 * TASKS, () -> TASKS + " tasks allocated " + allocated + " bytes");
    }
}
