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

/** Timed parks end by timeout, by unpark, by interrupt or spuriously. */
class TimedParksTest {

    private final ModelChecker checker = new ModelChecker(name -> false);

    @BeforeAll
    static void needsFibers() {
        Fibers.assumeAvailable();
    }

    /** "Woken" means that the sleeper saw the waker's write, "late" that the clock has reached the deadline. */
    @Test
    void timedParkEndsInEveryWayAndAdvancesClock() {
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

    /** Without early timeouts, a park times out when no other thread can continue. */
    @Test
    void timedParkEndsIfNoOtherThreadCanContinue() {
        assertEquals(Set.of("woken late"), outcomes(checker.with(limits(0, 0)), Sleep.class, "nothing"));
        assertEquals(Set.of("woken late", "alone late"), outcomes(checker.with(limits(0, 1)), Sleep.class, "nothing"));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1})
    void parkForZeroTimeReturnsAtOnceAndLeavesPermit(long nanos) {
        assertEquals(Set.of("woken early"), outcomes(checker.with(limits(0, 1)), NoTime.class, nanos));
    }

    @Test
    void parkOfCenturiesDoesNotTimeOut() {
        assertFails("one is parked for ever", checker, NoTime.class, Long.MAX_VALUE);
    }

    /** The timeouts come in either order, but the clock never goes back. */
    @Test
    void clockShowsLatestDeadlineThatHasPassed() {
        assertEquals(Set.of("10 20", "20 20"), outcomes(checker.with(limits(0, 0)), TwoSleepers.class));
    }

    /** A thread that reads the clock during another's sleep may read it before or after the end of the sleep. */
    @Test
    void readingTheClockIsAStep() {
        assertEquals(Set.of("0 0", "0 10", "10 10"), outcomes(checker, ClockReader.class));
    }

    /** The worker ends after a timeout without a task. */
    @Test
    void wakeUpDuringTimeoutIsNotLost() {
        assertEquals(Set.of("by worker", "by submitter"), outcomes(checker, KeepAlive.class, "right"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"leaves without notice", "parks without a second check"})
    void wakeUpLostDuringTimeoutIsFound(String mistake) {
        assertFails("the task has run", checker, KeepAlive.class, mistake);
    }

    /**
     * A timeout would rescue the worker that parks without a second check, so the execution must be able to end before
     * it.
     */
    @Test
    void timeoutDoesNotRescueWorkerThatMayStayParked() {
        assertPasses(checker, Rescan.class, true);
        assertFails("the task has run", checker, Rescan.class, false);
    }

    /** Sleeps for ten nanoseconds while another thread sets a flag, and wakes it or not. */
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

    /** Parks with a timeout and an available permit, then without a timeout. */
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

    /**
     * A worker that ends after a timeout, and a submitter that wakes it, or runs the task itself if the worker has
     * ended.
     */
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
        private volatile String outcome = "not at all";

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
                if (mistake.equals("parks without a second check") || !(boolean) TASK.getVolatile(this)) {
                    LockSupport.parkNanos(this, 60);
                }
                if (mistake.equals("leaves without notice")) {
                    return;
                }
                if (STATE.compareAndSet(this, IDLE, GONE)) {
                    run("by worker");
                    return;
                }
            }
        }

        private boolean run(String runner) {
            if (!TASK.compareAndSet(this, true, false)) {
                return false;
            }
            outcome = runner;
            return true;
        }

        @Override
        public void afterwards() {
            require(!outcome.equals("not at all"), "the task has run");
        }

        @Override
        public String outcome() {
            return outcome;
        }
    }

    /** A worker that checks for tasks from time to time. */
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
