package dev.filch.stress.cores.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/** Programs for tests. The simulation runs rewritten copies, which share no static state with the tests. */
final class SamplePrograms {

    private static final VarHandle WORDS = MethodHandles.arrayElementVarHandle(long[].class);

    /** The distance between two variables, in words: two lines. */
    private static final int STRIDE = 16;

    private SamplePrograms() {
    }

    static void pause(int spins) {
        for (int i = 0; i < spins; i++) {
            Thread.onSpinWait();
        }
    }

    /** A flag and a parked thread. The broken variant announces the parked thread only after it has read the flag. */
    static final class WakeUp implements Program {

        private static final VarHandle FLAG;
        private static final VarHandle SLEEPER;

        static {
            try {
                MethodHandles.Lookup lookup = MethodHandles.lookup();
                FLAG = lookup.findVarHandle(WakeUp.class, "flag", boolean.class);
                SLEEPER = lookup.findVarHandle(WakeUp.class, "sleeper", Thread.class);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        private final boolean isBroken;
        private boolean flag;
        private Thread sleeper;

        WakeUp(boolean isBroken) {
            this.isBroken = isBroken;
        }

        @Override
        public Runnable[] threads() {
            return new Runnable[] {this::sleep, this::wake};
        }

        private void sleep() {
            if (isBroken && !(boolean) FLAG.getVolatile(this)) {
                pause(1_000);
                SLEEPER.setVolatile(this, Thread.currentThread());
                LockSupport.park(this);
            } else {
                SLEEPER.setVolatile(this, Thread.currentThread());
                while (!(boolean) FLAG.getVolatile(this)) {
                    LockSupport.park(this);
                }
            }
        }

        private void wake() {
            pause(100);
            FLAG.setVolatile(this, true);
            LockSupport.unpark((Thread) SLEEPER.getVolatile(this));
        }
    }

    /** Stores values of all types, and reads them before other cores can see them, and again after that. */
    static final class Types implements Program {

        private final byte[] bytes = new byte[8];
        private final boolean[] booleans = new boolean[8];
        private final char[] chars = new char[8];
        private final short[] shorts = new short[8];
        private final int[] ints = new int[8];
        private final long[] longs = new long[8];
        private final float[] floats = new float[8];
        private final double[] doubles = new double[8];
        private final Object[] objects = new Object[8];
        private boolean flag;
        private byte small;
        private double large;
        private Object object;
        private String buffered;
        private volatile boolean isShared;

        @Override
        public Runnable[] threads() {
            return new Runnable[] {this::write, this::share};
        }

        /** Gets copies of all lines, so that the other thread's stores must wait. */
        private void share() {
            read();
            isShared = true;
        }

        private void write() {
            while (!isShared) {
                Thread.onSpinWait();
            }
            bytes[1] = -7;
            booleans[1] = true;
            chars[1] = 'x';
            shorts[1] = -300;
            ints[1] = Integer.MIN_VALUE;
            longs[1] = Long.MIN_VALUE + 1;
            floats[1] = -0.5f;
            doubles[1] = 1e300;
            objects[1] = "element";
            flag = true;
            small = -128;
            large = -1e-300;
            object = "field";
            buffered = read();
        }

        private String read() {
            return bytes[1] + " " + booleans[1] + " " + chars[1] + " " + shorts[1] + " " + ints[1] + " " + longs[1]
                    + " " + floats[1] + " " + doubles[1] + " " + objects[1] + " " + flag + " " + small + " " + large
                    + " " + object;
        }

        @Override
        public String outcome() {
            return buffered + " / " + read();
        }
    }

    /** A thread that starts another, joins it, and parks for a time. */
    static final class StartAndJoin implements Program {

        private final StringBuilder events = new StringBuilder();

        @Override
        public Runnable[] threads() {
            return new Runnable[] {this::startAndJoin};
        }

        private void startAndJoin() {
            Thread child = new Thread(() -> events.append("child "), "child");
            events.append(child.isAlive()).append(' ');
            child.start();
            try {
                child.join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            long start = System.nanoTime();
            LockSupport.parkNanos(this, 100_000);
            events.append(child.isAlive()).append(' ').append(System.nanoTime() - start >= 100_000);
        }

        @Override
        public String outcome() {
            return events.toString();
        }
    }

    /** Threads that use a word as a lock, and yield while another thread holds it. */
    static final class Holders implements Program {

        private final int count;
        private final long[] words = new long[2 * STRIDE];
        private long held;

        Holders(int count) {
            this.count = count;
        }

        @Override
        public Runnable[] threads() {
            Runnable[] threads = new Runnable[count];
            for (int i = 0; i < count; i++) {
                threads[i] = this::holdRepeatedly;
            }
            return threads;
        }

        private void holdRepeatedly() {
            for (int i = 0; i < 200; i++) {
                while (!WORDS.compareAndSet(words, STRIDE, 0L, 1L)) {
                    Thread.yield();
                }
                held++;
                pause(50);
                WORDS.setRelease(words, STRIDE, 0L);
            }
        }

        @Override
        public String outcome() {
            return String.valueOf(held);
        }
    }

    /** A thread writes many lines. Another then reads them, forwards or backwards; the outcome is its time. */
    static final class Reading implements Program {

        private static final int LINES = 64;
        private static final int WORDS_PER_LINE = 8;

        private final boolean isForwards;
        private final long[] words = new long[LINES * WORDS_PER_LINE];
        private volatile boolean written;
        private long nanos;

        Reading(boolean isForwards) {
            this.isForwards = isForwards;
        }

        @Override
        public Runnable[] threads() {
            return new Runnable[] {this::write, this::read};
        }

        private void write() {
            for (int i = 0; i < words.length; i++) {
                words[i] = i;
            }
            written = true;
        }

        private void read() {
            while (!written) {
                Thread.onSpinWait();
            }
            pause(20);
            long start = System.nanoTime();
            long sum = 0;
            for (int line = 0; line < LINES; line++) {
                sum += words[(isForwards ? line : LINES - 1 - line) * WORDS_PER_LINE];
            }
            nanos = System.nanoTime() - start + sum % 2;
        }

        @Override
        public String outcome() {
            return String.valueOf(nanos);
        }
    }

    /** A thread writes one word repeatedly. Another thread takes its line once. */
    static final class Disturbed implements Program {

        private final long[] words = new long[2 * STRIDE];

        @Override
        public Runnable[] threads() {
            return new Runnable[] {this::write, this::disturb};
        }

        private void write() {
            for (int i = 0; i < 1_000; i++) {
                WORDS.getAndAdd(words, STRIDE, 1L);
            }
        }

        private void disturb() {
            pause(200);
            WORDS.getAndAdd(words, STRIDE, 1L);
        }
    }

    /** A thread that spins forever, and would continue after an exception. */
    static final class Spinning implements Program {

        private volatile boolean flag;

        @Override
        public Runnable[] threads() {
            return new Runnable[] {this::spin};
        }

        private void spin() {
            while (!flag) {
                try {
                    pause(1_000);
                } catch (RuntimeException e) {
                    flag = false;
                }
            }
        }
    }

    /** Its class initializer uses another class, whose initializer reads the number of processors. */
    static final class Processors implements Program {

        private static final int COUNT = ProcessorCount.COUNT;

        @Override
        public Runnable[] threads() {
            return new Runnable[0];
        }

        @Override
        public String outcome() {
            return String.valueOf(COUNT);
        }

        private static final class ProcessorCount {
            private static final int COUNT = Runtime.getRuntime().availableProcessors();
        }
    }

    /** Calls a method that is not simulated. */
    static final class Refused implements Program {

        @Override
        public Runnable[] threads() {
            return new Runnable[] {this::lock};
        }

        private synchronized void lock() {
            pause(1);
        }
    }
}
