package dev.filch.channel;

import dev.filch.queue.StoreBufferingScenario;

/** Two threads, each of which changes one queue of cells and then reads the other. */
public final class ViewBufferingScenario extends StoreBufferingScenario {

    /** Chooses the steps: offer-poll, offer-size, poll-offer or poll-isEmpty. */
    public ViewBufferingScenario(String steps) {
        super(Channel.<Integer>bounded(1).asBlockingQueue(), Channel.<Integer>bounded(1).asBlockingQueue(), steps);
    }
}
