package dev.filch.queue;

import dev.filch.internal.WaiterList;
import dev.filch.stress.model.Scenario;

/**
 * Consumers who park while an injector is empty, and producers who wake one after each offer: if a wake-up is lost,
 * somebody is parked for ever. Each thread is a letter: o offers one element, p takes one.
 */
public final class WaiterScenario extends Scenario {

    private final Injector<Item> injector = new Injector<>(0, 2);
    private final WaiterList waiters = new WaiterList();

    /** With as many offers as takers. */
    public WaiterScenario(String threads) {
        for (int i = 0; i < threads.length(); i++) {
            int number = i;
            thread(threads.charAt(i) + "" + i, threads.charAt(i) == 'o' ? () -> offer(number) : this::take);
        }
    }

    private void offer(int number) {
        injector.offer(new Item(number));
        waiters.wakeOne();
    }

    private void take() {
        Item item = injector.poll();
        while (item == null) {
            try {
                waiters.awaitUntil(() -> !injector.isEmpty(), WaiterList.NO_DEADLINE);
            } catch (InterruptedException e) {
                throw new AssertionError("nobody interrupts", e);
            }
            item = injector.poll();
        }
        Item.numberOf(item);
    }

    @Override
    public void afterwards() {
        require(injector.isEmpty(), "everything was taken");
        require(waiters.isEmpty(), "nobody is left on the list");
    }
}
