package dev.filch.queue;

import java.util.concurrent.CountDownLatch;

/**
 * Offers to an injector from the end of the stack on: in one of the deepest frames many times, and in each frame once;
 * if that overflows, the frame above goes on. Another thread takes, in every second round only at the end. What was
 * accepted comes out, and no consumer waits for what was not.
 */
final class OfferOverflowChild {

    private static final int ROUNDS = 62;
    private static final int MOST_FRAMES_BETWEEN = 97;

    /** More than the slots of two segments. */
    private static final int RETRIES = 600;

    /** The frame with the retries is this far from the deepest one, at most. */
    private static final int MAX_RETRYING_FRAME = 31;

    /** In bytes: it is soon full. */
    private static final int SMALL_STACK = 1 << 18;

    /** One element for all, because an allocation may need a call. */
    private static final Object ELEMENT = new Object();

    private final Injector<Object> injector = new Injector<>();
    private int framesToRetries;
    private long accepted;
    private long overflows;

    public static void main(String[] arguments) throws InterruptedException {
        new OfferOverflowChild().run();
    }

    private void run() throws InterruptedException {
        long taken = 0;
        for (int round = 0; round < ROUNDS; round++) {
            int between = round % MOST_FRAMES_BETWEEN;
            framesToRetries = round % MAX_RETRYING_FRAME;
            CountDownLatch offered = new CountDownLatch(1);
            Thread descending = new Thread(null, () -> {
                descend(between);
                offered.countDown();
            }, "descending", SMALL_STACK);
            descending.start();
            while (round % 2 == 0 && offered.getCount() > 0) {
                taken += takeAll();
            }
            descending.join();
            taken += takeAll();
            if (taken != accepted || !injector.isEmpty() || injector.iterator().hasNext()) {
                throw new AssertionError(accepted + " accepted, " + taken + " taken in round " + round);
            }
        }
        if (overflows == 0) {
            throw new AssertionError("the stack was never full");
        }
        System.out.println("all accepted came out: " + taken + ", " + overflows + " overflows");
    }

    /** By turns as consumers that wait, and as those that do not. */
    private long takeAll() {
        WorkDeque<Object> batch = WorkDeque.fifo();
        long taken = 0;
        boolean more = true;
        while (more) {
            more = injector.poll() != null;
            taken += more ? 1 : 0;
            taken += injector.tryPollBatch(batch, 8, null) == null ? 0 : 1;
            while (batch.pop() != null) {
                taken++;
            }
        }
        return taken;
    }

    private int descend(int between) {
        if (between > 0) {
            return descend(between - 1) + 1;
        }
        try {
            return descend(0) + 1;
        } catch (StackOverflowError full) {
            overflows++;
            offerAgainAndAgain();
            return 0;
        }
    }

    /** If the first or the last attempt overflows outside of the try, the frame above goes on. */
    private void offerAgainAndAgain() {
        int retries = framesToRetries == 0 ? RETRIES : 0;
        framesToRetries--;
        for (int i = 0; i < retries; i++) {
            try {
                offer();
            } catch (StackOverflowError again) {
                overflows++;
            }
        }
        offer();
    }

    private void offer() {
        if (injector.offer(ELEMENT)) {
            accepted++;
        }
    }
}
