package dev.filch.queue;

import dev.filch.internal.WaiterList;
import dev.filch.stress.model.Scenario;

/**
 * Consumers park while an injector is empty, and producers wake one after each offer. If a wake-up is lost, a consumer
 * is parked for ever. Each thread is a letter: o offers one element, p takes one.
 */
public final class WaiterScenario extends Scenario {

    private final Injector<Item> injector = new Injector<>(0, 2);
    private final WaiterList waiters = new WaiterList();

    /** Creates the threads: as many producers as consumers. */
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
                throw new AssertionError("no thread interrupts this one", e);
            }
            item = injector.poll();
        }
        Item.numberOf(item);
    }

    @Override
    public void afterwards() {
        require(injector.isEmpty(), "all elements were taken");
        require(waiters.isEmpty(), "no waiter is left on the list");
    }
}
