package dev.filch.queue;

import java.util.concurrent.CountDownLatch;

/**
 * Offers to an injector in each frame from the end of the stack on, while another thread takes. What was accepted comes
 * out, and no consumer waits for what was not.
 */
final class OfferOverflowChild {

    private static final int ROUNDS = 300;
    private static final int MOST_FRAMES_BETWEEN = 97;

    /** In bytes: it is soon full. */
    private static final int SMALL_STACK = 1 << 18;

    /** One element for all, because an allocation may need a call. */
    private static final Object ELEMENT = new Object();

    private final Injector<Object> injector = new Injector<>();
    private long accepted;
    private long overflows;

    public static void main(String[] arguments) throws InterruptedException {
        new OfferOverflowChild().run();
    }

    private void run() throws InterruptedException {
        long taken = 0;
        for (int round = 0; round < ROUNDS; round++) {
            int between = round % MOST_FRAMES_BETWEEN;
            CountDownLatch offered = new CountDownLatch(1);
            Thread descending = new Thread(null, () -> {
                descend(between);
                offered.countDown();
            }, "descending", SMALL_STACK);
            descending.start();
            while (offered.getCount() > 0) {
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
            offer();
            return 0;
        }
    }

    /** If this overflows, the frame above tries. */
    private void offer() {
        if (injector.offer(ELEMENT)) {
            accepted++;
        }
    }
}
