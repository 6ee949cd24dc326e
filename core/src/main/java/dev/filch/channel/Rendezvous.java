package dev.filch.channel;

import dev.filch.internal.Backoff;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TransferQueue;

/*
 * The idea. Waiting senders and waiting receivers have places in two queues. A thread that comes walks the queue of the
 * other side, and matches the first open choice there. If there is none, it enlists in its own queue and walks again.
 * Of two threads that enlist at the same time, the later one finds the earlier one's place. Choice explains matches.
 *
 * To close the channel, a thread sets a flag and ends all waits. A thread reads the flag after it has enlisted, while
 * its choice is still claimed. So no thread can match a choice that was made after the channel was closed.
 *
 * Linearization points
 *   an exchange                          the CAS that matches a choice, for both threads
 *   trySend, tryReceive without success  the last read of the walk
 *   close                                the write of the flag
 */

/** A channel that holds nothing: a sender and a receiver wait for each other. */
final class Rendezvous<E> extends Channel<E> {

    private static final VarHandle CLOSED;

    static {
        try {
            CLOSED = MethodHandles.lookup().findVarHandle(Rendezvous.class, "closed", boolean.class)
                    .withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Line senders = new Line();
    private final Line receivers = new Line();
    private boolean closed;

    @Override
    boolean put(E element) {
        return pass(element, null) != null;
    }

    @Override
    E take() {
        return cast(pass(null, null));
    }

    @Override
    Object pass(E element, Choice own) {
        return isClosed() ? null : exchangeWith(element == null ? senders : receivers, own, element);
    }

    @Override
    boolean sendUntil(E element, long deadlineNanos) throws InterruptedException {
        return exchange(senders, receivers, element, deadlineNanos) != null;
    }

    @Override
    E receiveUntil(long deadlineNanos) throws InterruptedException {
        return cast(exchange(receivers, senders, null, deadlineNanos));
    }

    /**
     * Waits for a partner.
     *
     * @param element null to receive
     * @return the element that passed, or null if the deadline has passed
     */
    private Object exchange(Line own, Line others, Object element, long deadlineNanos)
            throws InterruptedException {
        Choice choice = new Choice(Choice.CLAIMED);
        Place place = new Place(choice, 0, element);
        own.enlist(place);
        Object passed = null;
        int outcome;
        try {
            passed = isClosed() ? null : exchangeWith(others, choice, element);
            if (passed == null && !isClosed()) {
                choice.open();
                own.spin.await(choice);
                choice.await(this, deadlineNanos);
            }
        } catch (Throwable failure) {
            // Thrown by the pool, which starts a spare for this thread. Better to drop it than to lose an element.
            if (!Choice.isMatch(choice.end())) {
                throw failure;
            }
        } finally {
            outcome = choice.end();
            own.quit(place);
        }
        if (passed != null) {
            return passed;
        }
        if (Choice.isMatch(outcome)) {
            return element == null ? place.received() : element;
        }
        throwIfClosed();
        throwIfInterrupted();
        return null;
    }

    /**
     * Exchanges an element with the first thread of a side.
     *
     * @param own the caller's choice, which is claimed; null if it has no place
     * @param element null to receive
     * @return the element that passed; null if no thread waits, or the own choice has ended meanwhile
     */
    private static Object exchangeWith(Line side, Choice own, Object element) {
        if (!side.hasWaiters()) {
            return null;
        }
        int spins = 0;
        Place place = side.first();
        while (place != null) {
            Choice other = place.choice;
            if (other == own) {
                place = side.after(place);
            } else if (other.tryMatch(place.index)) {
                if (own != null && other.isTask()) {
                    // The executor may run the task in this thread, where it would wait for ever for a claimed choice.
                    own.end();
                }
                return element == null ? place.takeFromSender() : place.giveToReceiver(element);
            } else if (other.hasEnded()) {
                place = side.after(place);
            } else if (other.isClaimed()) {
                if (own == null || own.goesBefore(other)) {
                    spins = Backoff.awaitPeer(spins);
                } else if (own.giveInTo(other)) {
                    place = side.first();
                } else {
                    return null;
                }
            }
        }
        return null;
    }

    @Override
    void shut() {
        setClosedVolatile();
        senders.endWaits();
        receivers.endWaits();
    }

    @Override
    public TransferQueue<E> asTransferQueue() {
        return new ChannelTransferQueue<>(this);
    }

    @Override
    Line line(boolean sends) {
        return sends ? senders : receivers;
    }

    @Override
    public int size() {
        return 0;
    }

    @Override
    public int capacity() {
        return 0;
    }

    @Override
    public boolean isClosed() {
        return closedVolatile();
    }

    @SuppressWarnings("unchecked")
    private E cast(Object element) {
        return (E) element;
    }

    /**
     * Volatile: a thread that has enlisted and then finds the channel open is found by the thread that closes it.
     * Checked by ChannelScenario:0,c,r.
     */
    private boolean closedVolatile() {
        return (boolean) CLOSED.getVolatile(this);
    }

    /** Volatile: it comes before the walk that ends the waits. Checked by ChannelScenario:0,c,r. */
    private void setClosedVolatile() {
        CLOSED.setVolatile(this, true);
    }
}
