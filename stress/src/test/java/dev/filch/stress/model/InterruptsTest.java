package dev.filch.stress.model;

import static dev.filch.stress.model.Explorations.assertFails;
import static dev.filch.stress.model.Explorations.assertPasses;
import static dev.filch.stress.model.Explorations.outcomes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Interrupts of simulated threads. */
class InterruptsTest {

    private final ModelChecker checker = new ModelChecker(name -> false);

    @BeforeAll
    static void needsFibers() {
        Fibers.assumeAvailable();
    }

    @ParameterizedTest
    @ValueSource(strings = {"interrupted", "isInterrupted", "isInterrupted by another"})
    void interruptHappensBeforeItsDetection(String how) {
        assertEquals(Set.of("1", "not detected"), outcomes(checker, Detection.class, how));
    }

    @ParameterizedTest
    @ValueSource(strings = {"no detection", "park", "written after the interrupt"})
    void accessesThatInterruptDoesNotOrderRace(String how) {
        assertFails("data race on Detection.data", checker, Detection.class, how);
    }

    @ParameterizedTest
    @CsvSource({"park until interrupted, true false", "park when interrupted, true false", "spin, true false",
            "before the start, true false", "park twice when interrupted, true false"})
    void statusStaysSetUntilCleared(String how, String outcome) {
        assertEquals(Set.of(outcome), outcomes(checker, Waiting.class, how));
    }

    /** A JVM may leave a permit, but a program must not rely on it. */
    @Test
    void clearedInterruptDoesNotEndPark() {
        assertFails("one is parked for ever", checker, Waiting.class, "park when cleared");
    }

    @Test
    void interruptClearedForPreviousTaskIsLost() {
        assertPasses(checker, StopByInterrupt.class, true);
        assertFails("worker is parked for ever", checker, StopByInterrupt.class, false);
    }

    /** If the joined thread has ended as well, the wait may end either way. */
    @Test
    void interruptEndsJoin() {
        assertEquals(Set.of("interrupted, cleared", "joined, still set"), outcomes(checker, InterruptedJoin.class));
    }

    @Test
    void interruptPreventsStoreBuffering() {
        assertEquals(Set.of("false 1", "true 0", "true 1"), outcomes(checker, StoreBuffering.class));
    }

    @ParameterizedTest
    @CsvSource({"own, an interrupt method of", "reference, a reference to Thread.interrupt"})
    void unsimulatedInterruptIsRefused(String how, String what) {
        assertFails("not simulated: " + what, checker, Refused.class, how);
    }

    @Test
    void traceShowsSiteOfInterrupt() {
        String trace = checker.explore(StopByInterrupt.class, false).toString();
        assertTrue(trace.matches("(?s).* stopper +InterruptsTest[$]StopByInterrupt[.]\\S+:\\d+ +interrupt worker.*"),
                trace);
    }

    /** Writes data and interrupts a thread. That thread, or another, reads the data if it detects the interrupt. */
    static final class Detection extends Scenario {

        private int data;
        private String outcome = "not detected";

        Detection(String how) {
            thread("one", () -> {
                Thread target = new Thread(() -> read(how, Thread.currentThread()), "target");
                target.start();
                if (how.endsWith("by another")) {
                    new Thread(() -> read(how, target), "another").start();
                }
                data = 1;
                target.interrupt();
                if (how.startsWith("written after")) {
                    data = 2;
                }
            });
        }

        private void read(String how, Thread target) {
            if (how.endsWith("by another") && Thread.currentThread() == target) {
                return;
            }
            boolean detected = switch (how) {
                case "interrupted", "written after the interrupt" -> Thread.interrupted();
                case "park" -> {
                    LockSupport.park(this);
                    yield true;
                }
                case "no detection" -> true;
                default -> target.isInterrupted();
            };
            if (detected) {
                outcome = String.valueOf(data);
            }
        }

        @Override
        public String outcome() {
            return outcome;
        }
    }

    /** Waits for an interrupt, then reads the status twice. */
    static final class Waiting extends Scenario {

        private String outcome = "";

        Waiting(String how) {
            thread("one", () -> {
                if (how.equals("before the start")) {
                    Thread waiter = new Thread(this::readStatus);
                    waiter.interrupt();
                    waiter.start();
                } else if (how.contains("when")) {
                    parkInterrupted(how);
                } else {
                    Thread waiter = new Thread(() -> waitFor(how.equals("spin")));
                    waiter.start();
                    waiter.interrupt();
                }
            });
        }

        private void parkInterrupted(String how) {
            Thread.currentThread().interrupt();
            if (how.equals("park when cleared")) {
                Thread.interrupted();
            }
            LockSupport.park(this);
            if (how.contains("twice")) {
                LockSupport.park(this);
            }
            readStatus();
        }

        private void waitFor(boolean spinning) {
            while (!Thread.currentThread().isInterrupted()) {
                if (spinning) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.park(this);
                }
            }
            readStatus();
        }

        private void readStatus() {
            boolean first = Thread.interrupted();
            outcome = first + " " + Thread.interrupted();
        }

        @Override
        public String outcome() {
            return outcome;
        }
    }

    /** A worker that clears its status before it parks needs another way to learn that it must stop. */
    static final class StopByInterrupt extends Scenario {

        private volatile boolean stopped;

        StopByInterrupt(boolean asks) {
            thread("stopper", () -> {
                Thread worker = new Thread(() -> {
                    boolean stop = false;
                    while (!stop) {
                        // This worker assumes that an interrupt now was meant for its last task.
                        Thread.interrupted();
                        if (asks && stopped) {
                            return;
                        }
                        LockSupport.park(this);
                        stop = Thread.currentThread().isInterrupted();
                    }
                }, "worker");
                worker.start();
                stopped = true;
                worker.interrupt();
            });
        }
    }

    /** Starts and joins a thread that interrupts its starter. */
    static final class InterruptedJoin extends Scenario {

        private String outcome;

        InterruptedJoin() {
            thread("one", () -> {
                Thread starter = Thread.currentThread();
                Thread started = new Thread(() -> starter.interrupt());
                started.start();
                try {
                    started.join();
                    outcome = "joined, " + (Thread.interrupted() ? "still set" : "cleared");
                } catch (InterruptedException e) {
                    outcome = "interrupted, " + (Thread.interrupted() ? "still set" : "cleared");
                }
            });
        }

        @Override
        public String outcome() {
            return outcome;
        }
    }

    /** One thread writes and reads its interrupt status, the other interrupts it and reads. */
    static final class StoreBuffering extends Scenario {

        private volatile int x;
        private boolean interrupted;
        private int read;

        StoreBuffering() {
            thread("one", () -> {
                Thread target = new Thread(() -> {
                    x = 1;
                    interrupted = Thread.currentThread().isInterrupted();
                });
                target.start();
                target.interrupt();
                read = x;
            });
        }

        @Override
        public String outcome() {
            return interrupted + " " + read;
        }
    }

    /** Interrupts that are not simulated. */
    static final class Refused extends Scenario {

        Refused(String how) {
            thread("one", () -> {
                Thread thread = how.equals("own") ? new OwnInterrupt() : new Thread(() -> { });
                Runnable interrupt = how.equals("own") ? () -> thread.interrupt() : thread::interrupt;
                interrupt.run();
            });
        }
    }

    /** A thread with its own {@code interrupt}. */
    static final class OwnInterrupt extends Thread {
        @Override
        public void interrupt() {
            throw new IllegalStateException();
        }
    }
}
