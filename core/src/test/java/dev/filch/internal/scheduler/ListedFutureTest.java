package dev.filch.internal.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A future that is queued in two groups and listed by one of them is submitted again, to a group that refuses it. The
 * groups have no threads: the test does what they would do.
 */
class ListedFutureTest {

    private final WorkerGroupProbe first = WorkerGroupProbe.withoutThreads(1);
    private final WorkerGroupProbe second = WorkerGroupProbe.withoutThreads(1);
    private final AtomicInteger runs = new AtomicInteger();
    private final TaskFuture<Integer> future = new TaskFuture<>(first.group, runs::incrementAndGet);
    private final List<Runnable> listed = new ArrayList<>();

    @BeforeEach
    void submitToBothAndStopTheSecond() {
        first.submit(future);
        second.submit(future);
        assertEquals(List.of(future), second.group.shutdownNow());
        assertTrue(future.isWithdrawn());
    }

    private boolean claimFromFirst() {
        return future.claimTaken(Thread.currentThread(), first.group);
    }

    private void assertRefused(WorkerGroupProbe probe) {
        assertThrows(RejectedExecutionException.class, () -> probe.submit(future));
    }

    @Test
    void aGroupThatWasStoppedRefusesItAndLeavesItAsItIs() {
        first.source.queue.remove();
        assertEquals(List.of(), first.group.shutdownNow());
        first.source.onOffer = () -> assertFalse(claimFromFirst(), "a thread that has taken the first entry runs it");
        assertRefused(first);
        assertTrue(future.isWithdrawn());
        assertFalse(claimFromFirst());
        future.run();
        assertEquals(1, runs.get());
    }

    /** As the javadoc of {@code shutdownNow} says. */
    @Test
    void aGroupThatIsStoppedMeanwhileMayListItAndRefuseIt() {
        first.source.onOffer = () -> listed.addAll(first.group.shutdownNow());
        assertRefused(first);
        assertEquals(List.of(future), listed);
        listed.get(0).run();
        future.run();
        assertEquals(1, runs.get(), "it runs once, although two lists have it");
    }

    /** As the javadoc of {@code shutdownNow} says. */
    @Test
    void aGroupThatIsStoppedMeanwhileMayStartItAndRefuseIt() {
        first.source.onOffer = () -> {
            first.source.queue.remove();
            listed.addAll(first.group.shutdownNow());
            assertTrue(claimFromFirst());
            future.runClaimed(Thread.currentThread());
        };
        assertRefused(first);
        assertEquals(List.of(), listed);
        assertTrue(future.isDone());
        future.run();
        assertEquals(1, runs.get());
    }
}
