package dev.filch.stress.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Threads that the program starts itself. */
class StartedThreadsTest {

    private final ModelChecker checker = new ModelChecker(name -> false);

    @BeforeAll
    static void needsFibers() {
        Fibers.assumeAvailable();
    }

    /** The started thread sees what happened before its start. A thread that has seen its end sees all its writes. */
    @ParameterizedTest
    @CsvSource({"join, 12", "alive, 12", "twice, 12", "subclass, 12", "named, 12", "unstarted, 0", "set-up, 1"})
    void startAndEndOrderAccesses(String how, String outcome) {
        assertEquals(Set.of(outcome), outcomes(Plain.class, how));
    }

    @ParameterizedTest
    @ValueSource(strings = {"no join", "written after start", "alive is no order", "set-up writes after start"})
    void unorderedAccessesRace(String how) {
        assertFails("data race on Plain.", Plain.class, how);
    }

    @ParameterizedTest
    @CsvSource({"oneself, one.1 waits for ever for the end of one.1", "starter, the end of one", "park, is parked for",
            "lost, two is parked for ever", "twice, IllegalThreadState", "many, more than 8 started threads",
            "throws, for a reason", "null, NullPointer"})
    void failuresAreFound(String how, String meaning) {
        assertFails(meaning, Failing.class, how);
    }

    @ParameterizedTest
    @CsvSource({"timed, Thread.join", "state, Thread.getState",
            "reference, a reference to Thread.start", "own life, Thread.isAlive of",
            "inherited, Thread.sleep", "stack, Thread.getStackTrace", "number, the number of a thread"})
    void unsimulatedOperationIsRefused(String how, String what) {
        assertFails("not simulated: " + what, Failing.class, how);
    }

    @Test
    void startedThreadParksAndIsUnparked() {
        assertTrue(checker.explore(Parking.class).passed());
    }

    @Test
    void storeBufferingOccursBetweenStarterAndStartedThread() {
        assertEquals(Set.of("00", "01", "10", "11"), outcomes(StoreBuffering.class, false));
        assertEquals(Set.of("01", "10", "11"), outcomes(StoreBuffering.class, true));
    }

    /**
     * Two starters with one thread each. Each pair takes three steps (start, write, end), so there are four times four
     * states; the last one is not counted.
     */
    @Test
    void threadIdentityDoesNotDependOnOrderOfStarts() {
        Report report = checker.explore(TwoStarters.class);
        assertTrue(report.passed(), report::toString);
        assertEquals(15, report.states());
    }

    /**
     * The started thread's operation comes after the starter's operation before the start, and before the one after the
     * join.
     */
    @Test
    void startAndJoinOrderOperations() {
        assertTrue(checker.explore(Ordered.class, true).passed());
        assertFails("not linearizable", Ordered.class, false);
    }

    private Set<String> outcomes(Class<? extends Scenario> scenario, Object... arguments) {
        Report report = checker.explore(scenario, arguments);
        assertTrue(report.passed(), report::toString);
        return report.outcomes();
    }

    private void assertFails(String meaning, Class<? extends Scenario> scenario, Object... arguments) {
        Report report = checker.explore(scenario, arguments);
        assertNotNull(report.found(), report::toString);
        assertTrue(report.found().failure().toString().contains(meaning), report::toString);
    }

    /** Joins a thread, and fails if interrupted. */
    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** A message to a started thread and a reply, through plain fields. */
    static final class Plain extends Scenario {

        private int forth;
        private int back;
        private String outcome = "";

        Plain(String how) {
            if (how.startsWith("set-up")) {
                forth = 1;
                new Thread(() -> outcome += forth).start();
                if (how.endsWith("start")) {
                    forth = 2;
                }
                thread("other", () -> { });
                return;
            }
            thread("one", () -> {
                forth = 1;
                Thread started = switch (how) {
                    case "subclass" -> new Copying();
                    case "named" -> new Thread(this::copy, "named");
                    default -> new Thread(this::copy);
                };
                if (how.equals("unstarted")) {
                    outcome = String.valueOf(started.isAlive() ? 1 : back);
                    StartedThreadsTest.join(started);
                    LockSupport.unpark(started);
                    return;
                }
                if (started instanceof Copying copying) {
                    copying.start();
                } else {
                    started.start();
                }
                if (how.equals("twice")) {
                    try {
                        started.start();
                    } catch (IllegalThreadStateException e) {
                        StartedThreadsTest.join(started);
                    }
                }
                if (how.equals("written after start")) {
                    forth = 3;
                }
                switch (how) {
                    case "no join" -> { }
                    case "alive" -> {
                        while (started.isAlive()) {
                            Thread.onSpinWait();
                        }
                    }
                    case "alive is no order" -> started.isAlive();
                    default -> StartedThreadsTest.join(started);
                }
                outcome = forth + "" + back;
            });
        }

        @Override
        public String outcome() {
            return outcome;
        }

        private void copy() {
            back = forth + 1;
        }

        /** A thread with its own {@code run}. */
        private final class Copying extends Thread {
            @Override
            public void run() {
                copy();
            }
        }
    }

    /** Failures, and operations that are not simulated. */
    static final class Failing extends Scenario {

        private volatile int ready;

        Failing(String how) {
            thread("one", () -> {
                try {
                    fail(how);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
        }

        private void fail(String how) throws InterruptedException {
            Thread starter = Thread.currentThread();
            Thread started = new Thread(() -> { });
            switch (how) {
                case "oneself" -> new Thread(() -> join(Thread.currentThread())).start();
                case "starter" -> {
                    started = new Thread(() -> join(starter));
                    started.start();
                    started.join();
                }
                case "park" -> {
                    started = new Thread(() -> LockSupport.park(this));
                    started.start();
                    started.join();
                }
                case "lost" -> loseWakeUp();
                case "twice" -> {
                    started.start();
                    started.start();
                }
                case "many" -> {
                    for (int i = 0; i < 9; i++) {
                        new Thread(() -> { }).start();
                    }
                }
                case "throws" -> new Thread(() -> {
                    throw new IllegalStateException("for a reason");
                }).start();
                case "null" -> join(null);
                case "timed" -> started.join(1);
                case "state" -> started.getState();
                case "reference" -> ((Runnable) started::start).run();
                case "own life" -> starter.isAlive();
                case "stack" -> started.getStackTrace();
                case "number" -> started.getId();
                default -> OwnClass.sleep(1);
            }
        }

        /** The sleeper checks once, then parks twice although one wake-up comes. */
        private void loseWakeUp() {
            Thread two = new Thread(() -> {
                if (ready == 0) {
                    LockSupport.park(this);
                    LockSupport.park(this);
                }
            }, "two");
            two.start();
            ready = 1;
            LockSupport.unpark(two);
        }
    }

    /** A thread class of the program. */
    private static final class OwnClass extends Thread {
    }

    /** Unparks a started thread, which checks its condition in a loop. */
    static final class Parking extends Scenario {

        private volatile int ready;

        Parking() {
            thread("one", () -> {
                Thread started = new Thread(() -> {
                    while (ready == 0) {
                        LockSupport.park(this);
                    }
                });
                started.start();
                ready = 1;
                LockSupport.unpark(started);
                join(started);
            });
        }
    }

    /** Each thread writes its own variable and reads the other's. */
    static final class StoreBuffering extends Scenario {

        private static final VarHandle X;
        private static final VarHandle Y;

        static {
            try {
                MethodHandles.Lookup lookup = MethodHandles.lookup();
                X = lookup.findVarHandle(StoreBuffering.class, "x", int.class);
                Y = lookup.findVarHandle(StoreBuffering.class, "y", int.class);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        private int x;
        private int y;
        private int left;
        private int right;

        StoreBuffering(boolean ordered) {
            thread("one", () -> {
                new Thread(() -> right = setAndGet(Y, X, ordered)).start();
                left = setAndGet(X, Y, ordered);
            });
        }

        private int setAndGet(VarHandle set, VarHandle get, boolean ordered) {
            if (ordered) {
                set.setVolatile(this, 1);
                return (int) get.getVolatile(this);
            }
            set.setOpaque(this, 1);
            return (int) get.getOpaque(this);
        }

        @Override
        public String outcome() {
            return left + "" + right;
        }
    }

    /** Two threads that start one thread each. */
    static final class TwoStarters extends Scenario {

        private volatile int x;
        private volatile int y;

        TwoStarters() {
            thread("one", () -> new Thread(() -> x = 1).start());
            thread("two", () -> new Thread(() -> y = 1).start());
        }
    }

    /** Operations whose numbers agree with the order of start and join, or do not. */
    static final class Ordered extends Scenario {

        Ordered(boolean right) {
            thread("one", () -> {
                operation("step", 1, () -> null);
                Thread started = new Thread(() -> operation("step", right ? 2 : 3, () -> null));
                started.start();
                join(started);
                operation("step", right ? 3 : 2, () -> null);
            });
        }

        @Override
        public void afterwards() {
            requireLinearizable(Steps::new);
        }
    }

    /** The steps must come in the order of their numbers. */
    static final class Steps implements Specification {

        private int last;

        @Override
        public boolean allows(String name, Object argument, Object result) {
            return (Integer) argument == ++last;
        }
    }
}
