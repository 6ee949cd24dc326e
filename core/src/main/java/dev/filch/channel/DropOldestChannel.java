package dev.filch.channel;

import dev.filch.internal.Backoff;
import dev.filch.internal.PaddedWord;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/** A channel whose elements are in a ring. A send to the full ring removes the oldest element. */
final class DropOldestChannel<E> extends RingBufferedChannel<E> {

    private final Consumer<? super E> onDrop;

    /** Padded: the other fields are read with every element. */
    private final PaddedWord dropped = new PaddedWord();

    DropOldestChannel(int capacity, Consumer<? super E> onDrop) {
        super(capacity);
        this.onDrop = onDrop;
    }

    @Override
    boolean put(E element) {
        if (!ring.offer(element) && !displace(element)) {
            return false;
        }
        // The ring has moved tail by a volatile read-modify-write, as the queue of receivers requires.
        receivers.wake();
        return true;
    }

    /** Sends an element although the ring was full; false if the channel is closed. */
    private boolean displace(E element) {
        if (ring.isClosed()) {
            return displaceInCells(element);
        }
        E oldest;
        try {
            oldest = ring.forceOffer(element);
        } catch (IllegalStateException closedMeanwhile) {
            return displaceInCells(element);
        }
        if (oldest != null) {
            count(1);
            onDrop.accept(oldest);
        }
        return true;
    }

    /** Sends an element although the ring is closed; false if the channel is, too. */
    private boolean displaceInCells(E element) {
        List<E> displaced = new ArrayList<>();
        int spins = 0;
        boolean sent = putToCells(element);
        try {
            while (!sent && !isClosed()) {
                E oldest = take();
                if (oldest != null) {
                    displaced.add(oldest);
                }
                sent = putToCells(element);
                if (!sent && oldest == null) {
                    // Other threads are about to add elements, or to release the room of elements they have taken.
                    spins = Backoff.awaitPeer(spins);
                }
            }
        } finally {
            // Also if there is no memory for a cell.
            if (!displaced.isEmpty()) {
                count(displaced.size());
                passToHandler(displaced.iterator());
            }
        }
        return sent;
    }

    /** Counts removed elements. The receivers learn of the sent one before the handler is called. */
    private void count(int removed) {
        dropped.getAndAddValue(removed);
        receivers.wake();
    }

    /** Passes all elements to the handler, even if it throws. */
    private void passToHandler(Iterator<E> removed) {
        try {
            onDrop.accept(removed.next());
        } finally {
            if (removed.hasNext()) {
                passToHandler(removed);
            }
        }
    }

    @Override
    E take() {
        return pollOrTakeFromCells();
    }

    @Override
    public long dropped() {
        return dropped.valueVolatile();
    }
}
