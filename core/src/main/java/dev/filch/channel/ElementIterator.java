package dev.filch.channel;

import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * Iterates over the elements that are left in the buffer of a channel, and then over those in its cells. Weakly
 * consistent. It holds the element that it returns next.
 */
final class ElementIterator<E> implements Iterator<E> {

    private final BufferedChannel<E> channel;
    private final Iterator<E> inBuffer;

    /** What the next call of {@link #next} returns; null at the end. */
    private E following;

    /** The cell of this element; null if it was in the buffer. */
    private Cell<E> followingCell;

    private Cell<E> shownCell;
    private boolean canRemove;

    ElementIterator(BufferedChannel<E> channel) {
        this.channel = channel;
        inBuffer = channel.buffer().iterator();
        advance();
    }

    private void advance() {
        if (inBuffer.hasNext()) {
            following = inBuffer.next();
            return;
        }
        following = null;
        Cell<E> cell = followingCell == null ? channel.cells().first() : channel.cells().after(followingCell);
        while (cell != null && following == null) {
            followingCell = cell;
            following = cell.elementVolatile();
            cell = channel.cells().after(cell);
        }
    }

    @Override
    public boolean hasNext() {
        return following != null;
    }

    @Override
    public E next() {
        E shown = following;
        if (shown == null) {
            throw new NoSuchElementException();
        }
        shownCell = followingCell;
        canRemove = true;
        advance();
        return shown;
    }

    @Override
    public void remove() {
        if (!canRemove) {
            throw new IllegalStateException("no element was shown, or it was removed");
        }
        if (shownCell == null) {
            throw new UnsupportedOperationException("the element was sent before the channel had a view");
        }
        canRemove = false;
        channel.remove(shownCell);
    }
}
