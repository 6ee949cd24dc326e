package dev.filch.queue;

import java.util.concurrent.CountDownLatch;

/**
 * Offers an element to an injector in the deepest frame of a stack. If the offer overflows, the frame above offers. One
 * of the deepest frames offers many times. Another thread takes elements, in every second round only at the end. All
 * accepted elements must come out, and no consumer may wait for one that was not accepted.
 */
final class OfferOverflowChild {

    private static final int ROUNDS = 62;
    private static final int MAX_EXTRA_FRAMES = 97;

    /** More than the slots of two segments. */
    private static final int RETRIES = 600;

    /** The maximum distance of the frame that retries from the deepest frame. */
    private static final int MAX_RETRYING_FRAME = 31;

    /** In bytes. */
    private static final int SMALL_STACK = 1 << 18;

    /** The only element, because an allocation may need stack. */
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
            int extraFrames = round % MAX_EXTRA_FRAMES;
            framesToRetries = round % MAX_RETRYING_FRAME;
            CountDownLatch offered = new CountDownLatch(1);
            Thread descending = new Thread(null, () -> {
                descend(extraFrames);
                offered.countDown();
            }, "descending", SMALL_STACK);
            descending.start();
            while (round % 2 == 0 && offered.getCount() > 0) {
                taken += takeAll();
            }
            descending.join();
            taken += takeAll();
            if (taken != accepted || !injector.isEmpty() || injector.iterator().hasNext()) {
                throw new AssertionError("round " + round + ": accepted " + accepted + ", but took " + taken);
            }
        }
        if (overflows == 0) {
            throw new AssertionError("expected some offers to overflow");
        }
        System.out.println("all accepted came out: " + taken + ", " + overflows + " overflows");
    }

    /** Takes elements, alternately by an operation that waits for producers and by one that does not. */
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

    private int descend(int extraFrames) {
        if (extraFrames > 0) {
            return descend(extraFrames - 1) + 1;
        }
        try {
            return descend(0) + 1;
        } catch (StackOverflowError full) {
            overflows++;
            offerAgainAndAgain();
            return 0;
        }
    }

    /** If an overflow leaves this method, the frame above offers. */
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
