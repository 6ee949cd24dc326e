package dev.filch.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;

/** Checks that each token of several producers is taken exactly once. */
final class Ledger {

    private final int each;
    private final AtomicIntegerArray[] timesTaken;
    private final AtomicInteger taken = new AtomicInteger();

    Ledger(int producers, int each) {
        this.each = each;
        timesTaken = new AtomicIntegerArray[producers];
        Arrays.setAll(timesTaken, producer -> new AtomicIntegerArray(each));
    }

    boolean allTaken() {
        return taken.get() == timesTaken.length * each;
    }

    void take(Token token) {
        int times = timesTaken[token.producer()].incrementAndGet(token.number());
        assertEquals(1, times, () -> "expected to be taken once: " + token);
        taken.incrementAndGet();
    }

    /** For a thread that takes from a FIFO queue: it must take the tokens of each producer in order. */
    InOrder inOrder() {
        return new InOrder();
    }

    void assertAllTaken() {
        for (int producer = 0; producer < timesTaken.length; producer++) {
            AtomicIntegerArray times = timesTaken[producer];
            int[] missing = IntStream.range(0, each).filter(number -> times.get(number) == 0).limit(10).toArray();
            assertEquals(0, missing.length, "lost tokens of producer " + producer + ": " + Arrays.toString(missing));
        }
    }

    final class InOrder {

        private final int[] last = new int[timesTaken.length];

        private InOrder() {
            Arrays.fill(last, -1);
        }

        void take(Token token) {
            int before = last[token.producer()];
            assertTrue(before < token.number(), () -> "expected a number above " + before + ": " + token);
            last[token.producer()] = token.number();
            Ledger.this.take(token);
        }
    }
}
