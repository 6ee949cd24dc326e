package dev.filch.internal.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Together;
import dev.filch.internal.WaiterList;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RosterTest {

    private final Roster roster = new Roster();
    private final CountDownLatch end = new CountDownLatch(1);

    private Thread waitingThread() {
        return Together.platformThread(() -> Together.await(end));
    }

    private List<Thread> threads() {
        List<Thread> threads = new ArrayList<>();
        roster.forEach(threads::add);
        return threads;
    }

    private static Thread endedThread() throws InterruptedException {
        Thread thread = Together.platformThread(() -> { });
        thread.start();
        thread.join();
        return thread;
    }

    @Test
    void numbersAreUnique() throws Exception {
        assertEquals(1, roster.nextNumber());
        int threads = 4;
        int each = 10_000;
        Set<Integer> numbers = new HashSet<>();
        for (List<Integer> given : Together.run(threads,
                index -> IntStream.range(0, each).mapToObj(i -> roster.nextNumber()).toList())) {
            numbers.addAll(given);
        }
        assertEquals(threads * each, numbers.size());
        assertEquals(threads * each + 2, roster.nextNumber());
    }

    private Roster.Entry addEndedThread() throws InterruptedException {
        Thread endedThread = endedThread();
        Roster.Entry entry = roster.add(endedThread);
        entry.noteStart(endedThread);
        return entry;
    }

    @Test
    void entryIsReusedWhenItsThreadHasEnded() throws Exception {
        Roster.Entry entry = addEndedThread();
        Thread next = waitingThread();
        assertSame(entry, roster.add(next));
        assertEquals(List.of(next), threads());
    }

    @Test
    void entryOfARunningOrUnstartedThreadIsNotReused() throws Exception {
        Thread unstarted = waitingThread();
        Roster.Entry first = roster.add(unstarted);
        Thread running = waitingThread();
        Roster.Entry second = roster.add(running);
        running.start();
        Thread third = waitingThread();
        Roster.Entry added = roster.add(third);
        assertNotSame(first, added);
        assertNotSame(second, added);
        assertEquals(Set.of(unstarted, running, third), Set.copyOf(threads()));
        end.countDown();
    }

    @Test
    void threadThatCouldNotBeStartedIsRemoved() {
        Roster.Entry entry = roster.add(waitingThread());
        roster.remove(entry);
        assertEquals(List.of(), threads());
        assertSame(entry, roster.add(waitingThread()));
    }

    @Test
    void threadsThatRunOneAfterTheOtherShareAnEntry() throws Exception {
        Set<Roster.Entry> entries = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            entries.add(addEndedThread());
        }
        assertEquals(1, entries.size());
    }

    @Test
    void concurrentlyAddedThreadsAreAllListed() throws Exception {
        addEndedThread();
        int each = 200;
        List<List<Thread>> added = Together.run(4, index -> {
            List<Thread> mine = new ArrayList<>();
            for (int i = 0; i < each; i++) {
                Thread thread = waitingThread();
                roster.add(thread);
                mine.add(thread);
            }
            return mine;
        });
        Set<Thread> all = new HashSet<>();
        added.forEach(all::addAll);
        assertEquals(4 * each, threads().size());
        assertEquals(all, new HashSet<>(threads()));
    }

    @Test
    void joinAllWaitsForEachThread() throws Exception {
        assertTrue(roster.joinAll(WaiterList.NO_DEADLINE));
        List<Thread> added = List.of(waitingThread(), waitingThread(), waitingThread());
        for (Thread thread : added) {
            roster.add(thread);
            thread.start();
        }
        assertFalse(roster.joinAll(WaiterList.deadlineAfter(0)));
        assertFalse(roster.joinAll(WaiterList.deadlineAfter(1_000_000)));
        Together.Running<Boolean> joining =
                Together.start(() -> roster.joinAll(WaiterList.NO_DEADLINE)).awaitParked();
        end.countDown();
        assertTrue(joining.join());
        added.forEach(thread -> assertFalse(thread.isAlive()));
        assertTrue(roster.joinAll(WaiterList.deadlineAfter(0)));
    }

    @Test
    void joinAllDoesNotWaitForTheCurrentThread() throws Exception {
        roster.add(Thread.currentThread());
        assertTrue(roster.joinAll(WaiterList.NO_DEADLINE));
        assertFalse(Together.start(() -> roster.joinAll(WaiterList.deadlineAfter(0))).join());
    }

    @Test
    void joinAllThrowsIfInterrupted() throws Exception {
        Thread thread = waitingThread();
        roster.add(thread);
        thread.start();
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> roster.joinAll(WaiterList.NO_DEADLINE));
        end.countDown();
    }
}
