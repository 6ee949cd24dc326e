package dev.filch.queue;

import dev.filch.stress.model.Scenario;

/** The owner moves the elements to another buffer beside a thief. The thief loses at most one attempt to that. */
public final class DequeMoveScenario extends Scenario {

    private static final Item CONTENDED = new Item(-1000);
    private static final int ATTEMPTS = 3;

    private final WorkDeque<Item> deque;

    private final int limit;

    /**
     * The owner pushes an element and allocates a new buffer before that; the thief takes at most {@code limit}
     * elements at once.
     */
    public DequeMoveScenario(boolean lifo, int prefilled, int limit) {
        this.limit = limit;
        deque = WorkDeque.startingAt(lifo, 0, 4);
        for (int i = 0; i < prefilled; i++) {
            deque.push(new Item(i));
        }
        thread("owner", this::renew);
        thread("thief", this::steal);
    }

    private void renew() {
        deque.pushesToMaintenance = 0;
        deque.maintenancesToRenewal = 0;
        deque.push(new Item(0));
    }

    private Item attempt() {
        return limit == 1
                ? deque.stealer().trySteal(CONTENDED)
                : deque.stealer().tryStealBatchAndPop(WorkDeque.fifo(), limit, CONTENDED);
    }

    private void steal() {
        int lost = 0;
        for (int i = 0; i < ATTEMPTS; i++) {
            if (attempt() == CONTENDED) {
                lost++;
            }
        }
        require(lost <= 1, "no more than one attempt is lost to a move");
    }
}
