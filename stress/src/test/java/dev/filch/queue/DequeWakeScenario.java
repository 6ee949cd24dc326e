package dev.filch.queue;

import dev.filch.internal.WaiterList;
import dev.filch.stress.model.Scenario;

/**
 * Thieves who park while a deque is empty, and an owner who wakes one when it is told that this may be needed; a thief
 * that has taken something wakes the next if more is there. If a wake-up is lost, somebody is parked for ever.
 */
public final class DequeWakeScenario extends Scenario {

    private final WorkDeque<Item> deque = WorkDeque.startingAt(true, 0, 4);
    private final WaiterList waiters = new WaiterList();

    /** With as many thieves as elements, each of whom takes one. */
    public DequeWakeScenario(int prefilled, int pushes) {
        for (int i = 0; i < prefilled; i++) {
            deque.push(new Item(i));
        }
        thread("owner", () -> push(prefilled, pushes));
        for (int i = 0; i < prefilled + pushes; i++) {
            thread("thief " + i, this::take);
        }
    }

    private void push(int firstNumber, int count) {
        for (int i = 0; i < count; i++) {
            if (deque.pushAndTell(new Item(firstNumber + i))) {
                waiters.wakeOne();
            }
        }
    }

    private void take() {
        Item item = deque.stealer().steal();
        while (item == null) {
            try {
                waiters.awaitUntil(() -> !deque.isEmpty(), WaiterList.NO_DEADLINE);
            } catch (InterruptedException e) {
                throw new AssertionError("nobody interrupts", e);
            }
            item = deque.stealer().steal();
        }
        Item.numberOf(item);
        if (!deque.isEmpty()) {
            waiters.wakeOne();
        }
    }

    @Override
    public void afterwards() {
        require(deque.isEmpty(), "everything was taken");
        require(waiters.isEmpty(), "nobody is left on the list");
    }
}
