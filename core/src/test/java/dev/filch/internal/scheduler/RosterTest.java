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

    private Thread waiting() {
        return Together.platformThread(() -> Together.await(end));
    }

    private List<Thread> threads() {
        List<Thread> threads = new ArrayList<>();
        roster.forEach(threads::add);
        return threads;
    }

    private static Thread ended() throws InterruptedException {
        Thread thread = Together.platformThread(() -> { });
        thread.start();
        thread.join();
        return thread;
    }

    @Test
    void numbersAreGivenOutOnce() throws Exception {
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

    private Roster.Entry addEnded() throws InterruptedException {
        Thread ended = ended();
        Roster.Entry entry = roster.add(ended);
        entry.noteStart(ended);
        return entry;
    }

    @Test
    void anEntryIsUsedAgainWhenItsThreadHasEnded() throws Exception {
        Roster.Entry entry = addEnded();
        Thread next = waiting();
        assertSame(entry, roster.add(next));
        assertEquals(List.of(next), threads());
    }

    @Test
    void anEntryIsKeptForAThreadThatRunsOrHasNotStarted() throws Exception {
        Thread unstarted = waiting();
        Roster.Entry first = roster.add(unstarted);
        Thread running = waiting();
        Roster.Entry second = roster.add(running);
        running.start();
        Thread third = waiting();
        Roster.Entry added = roster.add(third);
        assertNotSame(first, added);
        assertNotSame(second, added);
        assertEquals(Set.of(unstarted, running, third), Set.copyOf(threads()));
        end.countDown();
    }

    @Test
    void aThreadThatCouldNotBeStartedIsRemoved() {
        Roster.Entry entry = roster.add(waiting());
        roster.remove(entry);
        assertEquals(List.of(), threads());
        assertSame(entry, roster.add(waiting()));
    }

    /** Threads that come and go one after the other need a few entries only, however many there are. */
    @Test
    void hasAboutAsManyEntriesAsThreadsWereAliveAtTheSameTime() throws Exception {
        Set<Roster.Entry> entries = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            entries.add(addEnded());
        }
        assertEquals(1, entries.size());
    }

    @Test
    void threadsAddedAtTheSameTimeAreAllThere() throws Exception {
        addEnded();
        int each = 200;
        List<List<Thread>> added = Together.run(4, index -> {
            List<Thread> mine = new ArrayList<>();
            for (int i = 0; i < each; i++) {
                Thread thread = waiting();
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
        List<Thread> added = List.of(waiting(), waiting(), waiting());
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
    void joinAllCanBeInterrupted() throws Exception {
        Thread thread = waiting();
        roster.add(thread);
        thread.start();
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> roster.joinAll(WaiterList.NO_DEADLINE));
        end.countDown();
    }
}
