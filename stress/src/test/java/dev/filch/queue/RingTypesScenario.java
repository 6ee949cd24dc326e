package dev.filch.queue;

import dev.filch.stress.model.Scenario;

/**
 * A thread polls all into an array that can hold what is in the ring, but not what comes into the slot of the oldest
 * element once that is taken: it must not be told that the oldest one does not fit.
 */
public final class RingTypesScenario extends Scenario {

    private final MpmcRing<Object> ring = MpmcRing.startingAt(2, 0);

    public RingTypesScenario() {
        ring.offer(new Item(1));
        ring.offer(new Item(2));
        thread("poll, offer", this::exchange);
        thread("pollAll", this::pollAll);
    }

    private void exchange() {
        ring.poll();
        ring.offer("of another type");
    }

    private void pollAll() {
        Item[] items = new Item[1];
        require(ring.pollAll(items, 0, 1) <= 1, "there is room for one");
        require(items[0] == null || Item.numberOf(items[0]) <= 2, "one of those that fit");
    }
}
