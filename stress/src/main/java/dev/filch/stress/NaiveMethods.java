package dev.filch.stress;

import dev.filch.queue.MpmcRing;

/** Methods that combine correct operations into an incorrect one. Some mutants use them. */
public final class NaiveMethods {

    private NaiveMethods() {}

    /** Between the poll and the next offer, another producer can take the free slot. */
    public static <E> E forceOffer(MpmcRing<E> ring, E element) {
        E displaced = null;
        while (!ring.offer(element)) {
            displaced = ring.poll();
            Thread.yield();
        }
        return displaced;
    }
}
