package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Together;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A work queue used by one thread, and by a thread that waits while another acts. */
@Timeout(60)
class WorkQueueTest {

    private static final Runnable NOTHING = () -> { };

    private final WorkQueue queue = new WorkQueue();

    private Together.Running<Task> parkedReceiver() {
        return Together.start(queue::receive).awaitParked();
    }

    @Test
    void tasksAreReceivedInOrderWhateverTheirPriority() {
        long first = queue.submit(NOTHING, 0);
        long second = queue.submit(NOTHING, 255);
        long third = queue.submit(NOTHING);
        assertTrue(first < second && second < third);
        assertEquals(first, queue.tryReceive().id());
        assertEquals(second, queue.tryReceive().id());
        assertEquals(third, queue.tryReceive().id());
        assertNull(queue.tryReceive());
    }

    @Test
    void tasksHaveTheSubmittedIdPriorityAndWork() {
        List<String> runs = new ArrayList<>();
        long id = queue.submit(() -> runs.add("ran"), 42);
        queue.submit(NOTHING);
        Task task = queue.tryReceive();
        assertEquals(id, task.id());
        assertEquals(42, task.priority());
        task.run();
        assertEquals(List.of("ran"), runs);
        assertThrows(IllegalStateException.class, task::run);
        assertEquals(100, queue.tryReceive().priority());
    }

    @Test
    void reportsItsSizeAndTheNumberOfSubmissions() throws Exception {
        assertTrue(queue.isEmpty());
        queue.submit(NOTHING);
        queue.submit(NOTHING);
        queue.receive();
        assertFalse(queue.isEmpty());
        assertEquals(1, queue.size());
        assertEquals(2, queue.submitted());
        assertFalse(queue.isClosed());
        assertEquals("WorkQueue[open, 1 of 2 submitted tasks inside, receivers: 0 waiting]", queue.toString());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 256, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void refusesAPriorityOutsideItsRange(int priority) {
        assertThrows(IllegalArgumentException.class, () -> queue.submit(NOTHING, priority));
        assertTrue(queue.isEmpty());
        assertEquals(0, queue.submitted());
    }

    @Test
    void refusesNull() {
        assertThrows(NullPointerException.class, () -> queue.submit(null));
        assertThrows(NullPointerException.class, () -> queue.submit(null, 7));
        assertThrows(NullPointerException.class, () -> queue.receive(1, null));
        assertEquals(0, queue.submitted());
    }

    @Test
    void aClosedQueueRefusesTasksButHandsOutQueuedOnes() throws Exception {
        long id = queue.submit(NOTHING);
        queue.submit(NOTHING);
        queue.submit(NOTHING);
        queue.close();
        queue.close();
        assertTrue(queue.isClosed());
        assertThrows(RejectedExecutionException.class, () -> queue.submit(NOTHING));
        assertThrows(RejectedExecutionException.class, () -> queue.submit(NOTHING, 3));
        assertEquals(3, queue.submitted());
        assertEquals(3, queue.size());
        assertEquals(id, queue.receive().id());
        assertNotNull(queue.receive(1, TimeUnit.HOURS));
        assertNotNull(queue.tryReceive());
        assertNull(queue.receive());
        assertNull(queue.receive(1, TimeUnit.HOURS));
        assertNull(queue.tryReceive());
    }

    @Test
    void receiverWaitsForATask() throws Exception {
        Together.Running<Task> receiver = parkedReceiver();
        long id = queue.submit(NOTHING);
        assertEquals(id, receiver.join().id());
    }

    @Test
    void receiverWithATimeoutWaitsForATask() throws Exception {
        Together.Running<Task> receiver =
                Together.start(() -> queue.receive(Long.MAX_VALUE, TimeUnit.DAYS)).awaitParkedTimed();
        long id = queue.submit(NOTHING);
        assertEquals(id, receiver.join().id());
    }

    @Test
    void closeEndsTheWaitOfAllReceivers() throws Exception {
        List<Together.Running<Task>> receivers = List.of(parkedReceiver(), parkedReceiver(),
                Together.start(() -> queue.receive(1, TimeUnit.HOURS)).awaitParkedTimed());
        queue.close();
        for (Together.Running<Task> receiver : receivers) {
            assertNull(receiver.join());
        }
    }

    @Test
    void receiveTimesOutButNotEarly() throws Exception {
        long start = System.nanoTime();
        assertNull(queue.receive(20, TimeUnit.MILLISECONDS));
        assertTrue(System.nanoTime() - start >= TimeUnit.MILLISECONDS.toNanos(20));
        assertTrue(queue.toString().endsWith("receivers: 0 waiting]"));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void receiveDoesNotWaitIfTheTimeoutIsNotPositive(long timeout) throws Exception {
        assertNull(queue.receive(timeout, TimeUnit.DAYS));
        long id = queue.submit(NOTHING);
        assertEquals(id, queue.receive(timeout, TimeUnit.DAYS).id());
    }

    @Test
    void anInterruptedThreadReceivesNoTask() throws Exception {
        long id = queue.submit(NOTHING);
        for (long timeout : new long[] {-1, 0, 1}) {
            Thread.currentThread().interrupt();
            assertThrows(InterruptedException.class, () -> queue.receive(timeout, TimeUnit.HOURS));
            assertFalse(Thread.interrupted());
        }
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, queue::receive);
        assertEquals(id, queue.receive().id());
    }

    @Test
    void anInterruptEndsAWait() throws Exception {
        Together.Running<Void> receiver = Together.<Void>start(() -> {
            assertThrows(InterruptedException.class, queue::receive);
            return null;
        }).awaitParked();
        receiver.thread().interrupt();
        receiver.join();
        Together.Running<Void> timed = Together.<Void>start(() -> {
            assertThrows(InterruptedException.class, () -> queue.receive(1, TimeUnit.HOURS));
            return null;
        }).awaitParkedTimed();
        timed.thread().interrupt();
        timed.join();
        assertTrue(queue.toString().endsWith("receivers: 0 waiting]"));
    }

    @Test
    void eachParkedReceiverGetsATask() throws Exception {
        // Each parked receiver must be woken for a task of its own.
        List<Together.Running<Task>> receivers = List.of(parkedReceiver(), parkedReceiver(), parkedReceiver());
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < receivers.size(); i++) {
            ids.add(queue.submit(NOTHING));
        }
        List<Long> received = new ArrayList<>();
        for (Together.Running<Task> receiver : receivers) {
            received.add(receiver.join().id());
        }
        received.sort(null);
        assertEquals(ids, received);
    }
}
