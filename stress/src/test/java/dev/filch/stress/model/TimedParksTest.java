package dev.filch.stress.model;

import static dev.filch.stress.model.Explorations.assertFails;
import static dev.filch.stress.model.Explorations.assertPasses;
import static dev.filch.stress.model.Explorations.outcomes;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parks that end by their time, by an unpark, by an interrupt or for no reason. */
class TimedParksTest {

    private final ModelChecker checker = new ModelChecker(name -> false);

    @BeforeAll
    static void needsFibers() {
        Fibers.assumeAvailable();
    }

    /** "Woken" is whether the waker was seen to have come, "late" whether the clock has reached the deadline. */
    @Test
    void aTimedParkEndsInEveryWayAndTheClockKnows() {
        assertEquals(Set.of("woken early", "woken late", "alone early", "alone late"),
                outcomes(checker, Sleep.class, "unpark"));
        assertEquals(Set.of("woken early", "woken late", "alone late"),
                outcomes(checker.with(limits(0, 1)), Sleep.class, "unpark"));
        assertEquals(Set.of("woken early"), outcomes(checker.with(limits(0, 0)), Sleep.class, "unpark"));
        assertEquals(Set.of("woken early"), outcomes(checker.with(limits(0, 0)), Sleep.class, "interrupt"));
    }

    private static Limits limits(int spuriousWakeUps, int timeouts) {
        return new Limits(-1, 2, 1, spuriousWakeUps, timeouts, 1, 400, 1_000_000);
    }

    /** Without early ends, the time of a park runs out when no other thread can go on. */
    @Test
    void aTimedParkEndsIfNoOtherThreadCanGoOn() {
        assertEquals(Set.of("woken late"), outcomes(checker.with(limits(0, 0)), Sleep.class, "nothing"));
        assertEquals(Set.of("woken late", "alone late"), outcomes(checker.with(limits(0, 1)), Sleep.class, "nothing"));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1})
    void aParkForNoTimeReturnsAtOnceAndLeavesThePermit(long nanos) {
        assertEquals(Set.of("woken early"), outcomes(checker.with(limits(0, 1)), NoTime.class, nanos));
    }

    @Test
    void aParkOfCenturiesIsNotSavedByTime() {
        assertFails("one is parked for ever", checker, NoTime.class, Long.MAX_VALUE);
    }

    /** Which of two comes first is open, but the clock goes forward, to the later deadline. */
    @Test
    void theClockShowsTheLatestDeadlineThatHasPassed() {
        assertEquals(Set.of("10 20", "20 20"), outcomes(checker.with(limits(0, 0)), TwoSleepers.class));
    }

    /** A thread that reads the clock while another sleeps may read it before or after the end of the sleep. */
    @Test
    void readingTheClockIsAStep() {
        assertEquals(Set.of("0 0", "0 10", "10 10"), outcomes(checker, ClockReader.class));
    }

    /** A worker that leaves after a time without a task. */
    @Test
    void aWakeUpThatMeetsTheEndOfATimedParkIsNotLost() {
        assertEquals(Set.of("by worker", "by submitter"), outcomes(checker, KeepAlive.class, "right"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"leaves without a word", "parks without a second look"})
    void aWakeUpThatIsLostBesideATimedParkIsFound(String mistake) {
        assertFails("the task has run", checker, KeepAlive.class, mistake);
    }

    /** Time would save the worker that parks without a second look, so the end of the execution must come before. */
    @Test
    void timeSavesNoWorkerThatMayStayParked() {
        assertPasses(checker, Rescan.class, true);
        assertFails("the task has run", checker, Rescan.class, false);
    }

    /** Sleeps for ten nanoseconds while another thread makes it ready, and wakes it or not. */
    static final class Sleep extends Scenario {

        private volatile Thread sleeper;
        private volatile boolean ready;
        private String outcome;

        Sleep(String end) {
            thread("sleeper", () -> {
                long deadline = System.nanoTime() + 10;
                sleeper = Thread.currentThread();
                LockSupport.parkNanos(this, 10);
                outcome = (ready ? "woken" : "alone") + (deadline - System.nanoTime() <= 0 ? " late" : " early");
            });
            thread("waker", () -> {
                while (sleeper == null) {
                    Thread.onSpinWait();
                }
                ready = true;
                switch (end) {
                    case "unpark" -> LockSupport.unpark(sleeper);
                    case "interrupt" -> sleeper.interrupt();
                    default -> { }
                }
            });
        }

        @Override
        public String outcome() {
            return outcome;
        }
    }

    /** Parks for a time after it was given a permit, and then without one. */
    static final class NoTime extends Scenario {

        private String outcome;

        NoTime(long nanos) {
            thread("one", () -> {
                LockSupport.unpark(Thread.currentThread());
                LockSupport.parkNanos(nanos);
                LockSupport.park();
                outcome = "woken " + (System.nanoTime() == 0 ? "early" : "late");
            });
        }

        @Override
        public String outcome() {
            return outcome;
        }
    }

    /** One thread sleeps for ten nanoseconds, the other for twenty. */
    static final class TwoSleepers extends Scenario {

        private long first;
        private long second;

        TwoSleepers() {
            thread("first", () -> {
                LockSupport.parkNanos(10);
                first = System.nanoTime();
            });
            thread("second", () -> {
                LockSupport.parkNanos(20);
                second = System.nanoTime();
            });
        }

        @Override
        public String outcome() {
            return first + " " + second;
        }
    }

    /** One thread sleeps, the other reads the clock twice. */
    static final class ClockReader extends Scenario {

        private String outcome;

        ClockReader() {
            thread("sleeper", () -> LockSupport.parkNanos(10));
            thread("reader", () -> {
                long first = System.nanoTime();
                outcome = first + " " + System.nanoTime();
            });
        }

        @Override
        public String outcome() {
            return outcome;
        }
    }

    /** A worker that leaves after some time, and a submitter that wakes it, or runs the task if it has left. */
    static final class KeepAlive extends Scenario {

        private static final int AWAKE = 0;
        private static final int IDLE = 1;
        private static final int GONE = 2;
        private static final VarHandle STATE;
        private static final VarHandle TASK;

        static {
            try {
                STATE = MethodHandles.lookup().findVarHandle(KeepAlive.class, "state", int.class);
                TASK = MethodHandles.lookup().findVarHandle(KeepAlive.class, "task", boolean.class);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        private final String mistake;
        private final Thread worker = new Thread(this::work, "worker");
        private int state;
        private boolean task;
        private volatile String outcome = "by nobody";

        KeepAlive(String mistake) {
            this.mistake = mistake;
            mayStayParked("worker");
            worker.start();
            thread("submitter", () -> {
                TASK.setVolatile(this, true);
                if (STATE.compareAndSet(this, IDLE, AWAKE)) {
                    LockSupport.unpark(worker);
                } else if ((int) STATE.getVolatile(this) == GONE) {
                    run("by submitter");
                }
            });
        }

        private void work() {
            while (!run("by worker")) {
                STATE.setVolatile(this, IDLE);
                if (mistake.equals("parks without a second look") || !(boolean) TASK.getVolatile(this)) {
                    LockSupport.parkNanos(this, 60);
                }
                if (mistake.equals("leaves without a word")) {
                    return;
                }
                if (STATE.compareAndSet(this, IDLE, GONE)) {
                    run("by worker");
                    return;
                }
            }
        }

        private boolean run(String who) {
            if (!TASK.compareAndSet(this, true, false)) {
                return false;
            }
            outcome = who;
            return true;
        }

        @Override
        public void afterwards() {
            require(!outcome.equals("by nobody"), "the task has run");
        }

        @Override
        public String outcome() {
            return outcome;
        }
    }

    /** A worker that looks for tasks now and then. */
    static final class Rescan extends Scenario {

        private volatile boolean idle;
        private volatile boolean task;
        private volatile boolean run;

        Rescan(boolean right) {
            mayStayParked("worker");
            Thread worker = new Thread(() -> work(right), "worker");
            worker.start();
            thread("submitter", () -> {
                task = true;
                if (idle) {
                    LockSupport.unpark(worker);
                }
            });
        }

        private void work(boolean right) {
            while (!task) {
                idle = true;
                if (!right || !task) {
                    LockSupport.parkNanos(this, 1_000_000);
                }
            }
            run = true;
        }

        @Override
        public void afterwards() {
            require(run, "the task has run");
        }
    }
}
