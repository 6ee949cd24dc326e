package dev.filch.queue;

import dev.filch.internal.WaiterList;
import dev.filch.stress.model.Scenario;

/**
 * Two consumers and a producer of one element. The first consumer gives up after a timeout or an interrupt; the second
 * never does and may stay parked. However the first wait ends, the element must be taken.
 */
public final class TimedWaiterScenario extends Scenario {

    private final Injector<Item> injector = new Injector<>(0, 2);
    private final WaiterList waiters = new WaiterList();
    private String outcome;

    /**
     * Gives the first consumer a deadline, or a thread that interrupts it. After a notification that consumer polls, as
     * it must, or leaves if it is time to give up.
     */
    public TimedWaiterScenario(boolean timed, boolean pollsAfterNotification) {
        mayStayParked("second");
        Thread first = new Thread(() -> outcome = take(timed, pollsAfterNotification), "first");
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

    private String take(boolean timed, boolean pollsAfterNotification) {
        long deadline = timed ? WaiterList.deadlineAfter(10) : WaiterList.NO_DEADLINE;
        try {
            while (injector.poll() == null) {
                if (!waiters.awaitUntil(() -> !injector.isEmpty(), deadline)) {
                    return "gave up";
                }
                if (!pollsAfterNotification && (Thread.interrupted() || timed && System.nanoTime() >= deadline)) {
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
