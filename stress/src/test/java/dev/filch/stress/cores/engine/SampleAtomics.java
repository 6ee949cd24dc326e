package dev.filch.stress.cores.engine;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;

/** Programs that use the JDK's atomic variables and locks. */
final class SampleAtomics {

    private SampleAtomics() {
    }

    /** Two threads that add to the same variable. */
    static final class Adding implements Program {

        private static final int TIMES = 100;

        private final AtomicInteger sum = new AtomicInteger(7);
        private volatile long nanos;

        @Override
        public Runnable[] threads() {
            return new Runnable[] {this::add, this::add};
        }

        private void add() {
            long start = System.nanoTime();
            for (int i = 0; i < TIMES; i++) {
                sum.getAndAdd(1);
                SamplePrograms.pause(20); // the other thread takes the line meanwhile
            }
            nanos = System.nanoTime() - start - TIMES * 200;
        }

        @Override
        public String outcome() {
            return sum.get() + " " + nanos / TIMES;
        }
    }

    /** One thread that calls many of the access methods. */
    static final class Values implements Program {

        private final AtomicInteger number = new AtomicInteger();
        private final AtomicLong large = new AtomicLong(1L << 40);
        private final AtomicBoolean flag = new AtomicBoolean();
        private final AtomicReference<String> text = new AtomicReference<>("a");
        private final AtomicReferenceArray<String> texts = new AtomicReferenceArray<>(2);
        private String values;

        @Override
        public Runnable[] threads() {
            return new Runnable[] {this::access};
        }

        private void access() {
            number.set(3);
            number.lazySet(number.incrementAndGet() + number.getAndUpdate(value -> 2 * value));
            number.compareAndSet(8, number.getAcquire() + 1);
            large.addAndGet(1);
            large.compareAndExchange((1L << 40) + 1, 5);
            large.setOpaque(large.getPlain() - large.getAndSet(9) + 6);
            flag.set(!flag.getAndSet(true));
            text.updateAndGet(value -> value + "b");
            texts.set(1, text.getAndSet("c"));
            values = number + " " + large + " " + flag + " " + text + " " + texts.get(1) + " "
                    + flag.compareAndSet(false, true) + " " + text.weakCompareAndSetVolatile("c", "d") + " " + text;
        }

        @Override
        public String outcome() {
            return values;
        }
    }

    /** Uses classes that are not simulated. */
    static final class Refused implements Program {

        private final boolean isLock;

        Refused(boolean isLock) {
            this.isLock = isLock;
        }

        @Override
        public Runnable[] threads() {
            return new Runnable[] {() -> {
                if (isLock) {
                    new ReentrantLock().lock();
                } else {
                    new LongAdder().increment();
                }
            }};
        }
    }
}
