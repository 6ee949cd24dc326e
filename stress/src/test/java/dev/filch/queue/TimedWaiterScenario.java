package dev.filch.queue;

import dev.filch.internal.WaiterList;
import dev.filch.stress.model.Scenario;

/**
 * A consumer that gives up after a time or when it is interrupted, one that never gives up, and a producer of one
 * element: whichever way the first one's wait ends, the element is taken. The second may stay parked.
 */
public final class TimedWaiterScenario extends Scenario {

    private final Injector<Item> injector = new Injector<>(0, 2);
    private final WaiterList waiters = new WaiterList();
    private String outcome;

    /**
     * With a deadline for the first consumer, or a thread that interrupts it; that consumer looks for the element after
     * a notification, as it must, or leaves if it wants to give up.
     */
    public TimedWaiterScenario(boolean timed, boolean looksAfterNotification) {
        mayStayParked("second");
        Thread first = new Thread(() -> outcome = take(timed, looksAfterNotification), "first");
        first.start();
        thread("second", () -> take(false, true));
        thread("producer", () -> {
            injector.offer(new Item(1));
            waiters.wakeOne();
        });
        if (!timed) {
            thread("interrupter", () -> first.interrupt());
        }
    }

    private String take(boolean timed, boolean looksAfterNotification) {
        long deadline = timed ? WaiterList.deadlineAfter(10) : WaiterList.NO_DEADLINE;
        try {
            while (injector.poll() == null) {
                if (!waiters.awaitUntil(() -> !injector.isEmpty(), deadline)) {
                    return "gave up";
                }
                if (!looksAfterNotification && (Thread.interrupted() || timed && System.nanoTime() >= deadline)) {
                    return "gave up";
                }
            }
            return "taken";
        } catch (InterruptedException e) {
            return "gave up";
        }
    }

    @Override
    public void afterwards() {
        require(injector.isEmpty(), "the element was taken");
    }

    @Override
    public String outcome() {
        return outcome;
    }
}
