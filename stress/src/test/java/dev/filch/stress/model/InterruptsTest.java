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
    void anInterruptHappensBeforeItsDetection(String how) {
        assertEquals(Set.of("1", "not detected"), outcomes(checker, Detection.class, how));
    }

    @ParameterizedTest
    @ValueSource(strings = {"no detection", "park", "written after the interrupt"})
    void whatAnInterruptDoesNotOrderRaces(String how) {
        assertFails("data race on Detection.data", checker, Detection.class, how);
    }

    @ParameterizedTest
    @CsvSource({"park until interrupted, true false", "park when interrupted, true false", "spin, true false",
            "before the start, true false", "park twice when interrupted, true false"})
    void theStatusStaysSetUntilItIsCleared(String how, String outcome) {
        assertEquals(Set.of(outcome), outcomes(checker, Waiting.class, how));
    }

    /** A JVM may leave a permit behind, but nobody can count on it. */
    @Test
    void anInterruptThatWasClearedEndsNoPark() {
        assertFails("one is parked for ever", checker, Waiting.class, "park when cleared");
    }

    @Test
    void anInterruptThatIsTakenForAnotherIsLost() {
        assertPasses(checker, StopByInterrupt.class, true);
        assertFails("worker is parked for ever", checker, StopByInterrupt.class, false);
    }

    /** If the thread has ended as well, the wait may end either way. */
    @Test
    void aJoinIsInterrupted() {
        assertEquals(Set.of("interrupted, cleared", "joined, still set"), outcomes(checker, InterruptedJoin.class));
    }

    @Test
    void storesAreNotBufferedBeyondAnInterrupt() {
        assertEquals(Set.of("false 1", "true 0", "true 1"), outcomes(checker, StoreBuffering.class));
    }

    @ParameterizedTest
    @CsvSource({"own, an interrupt method of", "reference, a reference to Thread.interrupt"})
    void whatIsNotSimulatedIsRefused(String how, String what) {
        assertFails("not simulated: " + what, checker, Refused.class, how);
    }

    @Test
    void theTraceTellsWhereAnInterruptStands() {
        String trace = checker.explore(StopByInterrupt.class, false).toString();
        assertTrue(trace.matches("(?s).* stopper +InterruptsTest[$]StopByInterrupt[.]\\S+:\\d+ +interrupt worker.*"),
                trace);
    }

    /** Writes data, and interrupts a thread which reads the data if it, or another, detects the interrupt. */
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

    /** Waits for an interrupt, and asks for the status twice. */
    static final class Waiting extends Scenario {

        private String outcome = "";

        Waiting(String how) {
            thread("one", () -> {
                if (how.equals("before the start")) {
                    Thread waiter = new Thread(this::ask);
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
            ask();
        }

        private void waitFor(boolean spinning) {
            while (!Thread.currentThread().isInterrupted()) {
                if (spinning) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.park(this);
                }
            }
            ask();
        }

        private void ask() {
            boolean first = Thread.interrupted();
            outcome = first + " " + Thread.interrupted();
        }

        @Override
        public String outcome() {
            return outcome;
        }
    }

    /** A worker that clears its status before it parks must ask otherwise whether it shall stop. */
    static final class StopByInterrupt extends Scenario {

        private volatile boolean stopped;

        StopByInterrupt(boolean asks) {
            thread("stopper", () -> {
                Thread worker = new Thread(() -> {
                    boolean stop = false;
                    while (!stop) {
                        // For this worker, an interrupt that comes now was meant for its last task.
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

    /** Starts a thread that interrupts its starter, which waits for its end. */
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

    /** One side writes and asks for the status, the other interrupts and reads. */
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

    /** What is not simulated. */
    static final class Refused extends Scenario {

        Refused(String how) {
            thread("one", () -> {
                Thread thread = how.equals("own") ? new OwnInterrupt() : new Thread(() -> { });
                Runnable interrupt = how.equals("own") ? () -> thread.interrupt() : thread::interrupt;
                interrupt.run();
            });
        }
    }

    /** Interrupts in another way. */
    static final class OwnInterrupt extends Thread {
        @Override
        public void interrupt() {
            throw new IllegalStateException();
        }
    }
}
