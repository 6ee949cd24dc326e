package dev.filch.stress.model;

import dev.filch.internal.Racy;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/** Scenarios for tests of the model checker. */
final class SampleScenarios {

    private SampleScenarios() {}

    /** The sleeper checks the condition before it announces that it sleeps. */
    static final class LostWakeUp extends Scenario {

        private static final VarHandle AWAKE;
        private static final VarHandle WAITER;

        static {
            try {
                MethodHandles.Lookup lookup = MethodHandles.lookup();
                AWAKE = lookup.findVarHandle(LostWakeUp.class, "awake", int.class);
                WAITER = lookup.findVarHandle(LostWakeUp.class, "waiter", Thread.class);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        private int awake;
        private Thread waiter;

        LostWakeUp(boolean again) {
            thread("sleeper", () -> {
                while ((int) AWAKE.getVolatile(this) == 0) {
                    WAITER.setVolatile(this, Thread.currentThread());
                    LockSupport.park(this);
                    if (!again) {
                        return;
                    }
                }
            });
            thread("waker", () -> {
                AWAKE.setVolatile(this, 1);
                Thread sleeper = (Thread) WAITER.getVolatile(this);
                if (sleeper != null) {
                    LockSupport.unpark(sleeper);
                }
            });
        }
    }

    /** Reads twice, and a third time so that a state follows the second read. */
    static final class LongReads extends Scenario {

        private static final VarHandle X;

        static {
            try {
                X = MethodHandles.lookup().findVarHandle(LongReads.class, "x", long.class);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        private long x;
        private String outcome = "";

        LongReads() {
            thread("writer", () -> X.setOpaque(this, -1L));
            thread("reader", () -> {
                long first = (long) X.getOpaque(this);
                long second = (long) X.getOpaque(this);
                long again = (long) X.getOpaque(this);
                outcome = first + "," + second;
            });
        }

        @Override
        public String outcome() {
            return outcome;
        }
    }

    /**
     * If polite, each thread lowers its flag while the other's is up; otherwise one spins on a plain field for ever.
     */
    static final class Endless extends Scenario {

        private static final VarHandle X;
        private static final VarHandle Y;

        static {
            try {
                MethodHandles.Lookup lookup = MethodHandles.lookup();
                X = lookup.findVarHandle(Endless.class, "x", int.class);
                Y = lookup.findVarHandle(Endless.class, "y", int.class);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        private int x;
        private int y;
        private boolean stop;

        Endless(boolean polite) {
            thread("left", polite ? () -> enter(X, Y) : this::waitForStop);
            thread("right", polite ? () -> enter(Y, X) : () -> stop = true);
        }

        private void enter(VarHandle own, VarHandle other) {
            own.setVolatile(this, 1);
            while ((int) other.getVolatile(this) == 1) {
                own.setVolatile(this, 0);
                own.setVolatile(this, 1);
            }
            own.setVolatile(this, 0);
        }

        private void waitForStop() {
            while (!stop) {
                // Deliberately without onSpinWait.
            }
        }
    }

    /** Fails in {@code afterwards} with the exception of a test library. */
    static final class ThrowsAfterwards extends Scenario {

        private int x;

        ThrowsAfterwards() {
            thread("writer", () -> x = 1);
        }

        @Override
        public void afterwards() {
            if (x != 0) {
                throw new AssertionError("expected 0 but was " + x);
            }
        }
    }

    /** Catches everything that a task throws, as a worker does. */
    static final class Swallowing extends Scenario {

        private int x;

        Swallowing(String task) {
            thread("worker", () -> {
                do {
                    try {
                        x++;
                        if (task.equals("again and again")) {
                            System.arraycopy(task, 0, task, 0, 0);
                        }
                        require(task.equals("race"), "no such task");
                    } catch (Throwable thrown) {
                        // Continues.
                    }
                } while (task.equals("again and again"));
            });
            thread("other", () -> {
                if (task.equals("race")) {
                    x = 1;
                }
            });
        }
    }

    /** Store buffering with volatile fields. */
    static final class VolatileFields extends Scenario {

        private volatile int x;
        private volatile int y;
        private int left;
        private int right;

        VolatileFields() {
            thread("left", () -> {
                x = 1;
                left = y;
            });
            thread("right", () -> {
                y = 1;
                right = x;
            });
        }

        @Override
        public String outcome() {
            return left + "" + right;
        }
    }

    /** Elements of the small types, which have their own instructions. */
    static final class SmallElements extends Scenario {

        private final byte[] bytes = new byte[1];
        private final char[] chars = {'a'};
        private final short[] shorts = new short[1];
        private final boolean[] booleans = new boolean[1];

        SmallElements(boolean racy) {
            thread("one", () -> {
                bytes[0]++;
                chars[0]++;
            });
            thread("two", () -> {
                shorts[0]++;
                booleans[0] |= true;
                if (racy) {
                    bytes[0]++;
                }
            });
        }

        @Override
        public String outcome() {
            return bytes[0] + " " + chars[0] + " " + shorts[0] + " " + booleans[0];
        }
    }

    /** One thread clears an element by an access marked as racy; another accesses the same element. */
    static final class RacyElement extends Scenario {

        private static final VarHandle ELEMENTS = MethodHandles.arrayElementVarHandle(Object[].class);
        private static final VarHandle DONE;

        static {
            try {
                DONE = MethodHandles.lookup().findVarHandle(RacyElement.class, "done", boolean.class);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        private final Object[] elements = {"there"};
        private boolean done;
        private boolean firstGone;
        private boolean secondGone;

        RacyElement(String other) {
            thread("clears", () -> {
                clear();
                DONE.setRelease(this, true);
            });
            thread(other, () -> {
                switch (other) {
                    case "reader" -> readTwice();
                    case "informed reader" -> {
                        while (!(boolean) DONE.getAcquire(this)) {
                            Thread.onSpinWait();
                        }
                        readTwice();
                    }
                    case "plain reader" -> firstGone = elements[0] == null;
                    case "writer" -> ELEMENTS.setRelease(elements, 0, "new");
                    case "racy writer" -> clear();
                    default -> elements[0] = "new";
                }
            });
        }

        private void readTwice() {
            firstGone = ELEMENTS.getAcquire(elements, 0) == null;
            secondGone = ELEMENTS.getAcquire(elements, 0) == null;
        }

        @Racy
        private void clear() {
            elements[0] = null;
        }

        @Override
        public String outcome() {
            return firstGone + " " + secondGone;
        }
    }

    /** The only thread spins on a weak comparison. */
    static final class WeakSpin extends Scenario {

        private static final VarHandle X;

        static {
            try {
                X = MethodHandles.lookup().findVarHandle(WeakSpin.class, "x", int.class);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        private int x;

        WeakSpin() {
            thread("only", () -> {
                while (!X.weakCompareAndSet(this, 0, 1)) {
                    Thread.onSpinWait();
                }
            });
        }
    }

    /** A correct publication. */
    static final class Publication extends Scenario {

        Publication() {
            Cell cell = new Cell();
            thread("writer", cell::publish);
            thread("reader", cell::read);
        }
    }

    /** A cell to publish, with accessors as in the main code. */
    static final class Cell {

        private static final VarHandle READY;

        static {
            try {
                READY = MethodHandles.lookup().findVarHandle(Cell.class, "ready", int.class);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        private int ready;
        private int contents;

        void publish() {
            contents = 1;
            setReadyRelease();
        }

        int read() {
            return (int) READY.getAcquire(this) == 1 ? contents : 0;
        }

        private void setReadyRelease() {
            READY.setRelease(this, 1);
        }
    }
}
