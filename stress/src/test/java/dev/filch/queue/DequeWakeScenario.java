package dev.filch.queue;

import dev.filch.internal.WaiterList;
import dev.filch.stress.model.Scenario;

/**
 * A thief parks while a deque is empty, and the owner wakes it after a push that reports that this may be needed. If a
 * wake-up is lost, the thief is parked for ever.
 */
public final class DequeWakeScenario extends Scenario {

    private final WorkDeque<Item> deque = WorkDeque.startingAt(true, 0, 4);
    private final WaiterList waiters = new WaiterList();

    /** The thief takes all initial and pushed elements. */
    public DequeWakeScenario(int prefilled, int pushes) {
        for (int i = 0; i < prefilled; i++) {
            deque.push(new Item(i));
        }
        thread("owner", () -> push(prefilled, pushes));
        thread("thief", () -> take(prefilled + pushes));
    }

    private void push(int firstNumber, int count) {
        for (int i = 0; i < count; i++) {
            if (deque.pushReportingEmpty(new Item(firstNumber + i))) {
                waiters.wakeOne();
            }
        }
    }

    private void take(int count) {
        for (int taken = 0; taken < count; taken++) {
            Item item = deque.stealer().steal();
            while (item == null) {
                await();
                item = deque.stealer().steal();
            }
            Item.numberOf(item);
        }
    }

    private void await() {
        try {
            waiters.awaitUntil(() -> !deque.isEmpty(), WaiterList.NO_DEADLINE);
        } catch (InterruptedException e) {
            throw new AssertionError("no thread interrupts this one", e);
        }
    }

    @Override
    public void afterwards() {
        require(deque.isEmpty(), "all elements were taken");
        require(waiters.isEmpty(), "no waiter is left on the list");
    }
}
