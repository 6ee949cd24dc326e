package dev.filch.queue;

import dev.filch.stress.model.Scenario;

/**
 * One slot of a segment, a late producer and an impatient consumer who poisons the slot and passes it; in the broken
 * twin it also clears the slot behind it, as a consumer does with a slot it took an element from. The producer must
 * learn that it is late.
 */
public final class PoisonScenario extends Scenario {

    private final Segment<Item> segment = Segment.first(0, 1);
    private boolean published;
    private Object taken;

    /** With or without the mistake. */
    public PoisonScenario(boolean clearsPoison) {
        thread("producer", () -> published = segment.casFromNullRelease(0, new Item(1)));
        thread("consumer", () -> {
            segment.awaitOrPoison(0);
            Object item = segment.itemAcquire(0);
            if (item != null) {
                taken = item;
                if (item != Segment.POISON || clearsPoison) {
                    segment.clearOpaque(0);
                }
            }
        });
    }

    @Override
    public void afterwards() {
        require(!published || taken != Segment.POISON, "an element is not put where everybody has passed");
    }
}
