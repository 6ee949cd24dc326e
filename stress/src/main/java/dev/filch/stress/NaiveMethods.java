package dev.filch.stress;

import dev.filch.queue.MpmcRing;

/** What methods would be if they were made of others that are right: some mutants have these in their place. */
public final class NaiveMethods {

    private NaiveMethods() {}

    /** Others can use the room that it makes before it does so itself. */
    public static <E> E forceOffer(MpmcRing<E> ring, E element) {
        E displaced = null;
        while (!ring.offer(element)) {
            displaced = ring.poll();
            Thread.yield();
        }
        return displaced;
    }
}
