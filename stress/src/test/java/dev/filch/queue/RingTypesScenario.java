package dev.filch.queue;

import dev.filch.stress.model.Scenario;

/**
 * A thread polls into an array whose type fits the elements in the ring, but not the one that is added when the oldest
 * has been taken. It must not fail because of the wrong element.
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
        require(ring.pollAll(items, 0, 1) <= 1, "at most one element is polled");
        require(items[0] == null || Item.numberOf(items[0]) <= 2, "the element has the type of the array");
    }
}
