package dev.filch.channel;

import java.util.function.Function;

/**
 * An operation that a {@link Select} may do, and what follows it. {@link Sender#onSend} and {@link Receiver#onReceive}
 * make cases. A case is for one selection at a time, and can be used again for the next one.
 *
 * @param <R> the type of the selection's result
 */
public final class Case<R> {

    private final Channel<Object> channel;

    /** What to send; null to receive. */
    private final Object element;

    private final Function<Object, ? extends R> then;

    /** Where the thread stands in the channel's line; null if it does not wait. */
    private Place place;

    /** What was sent or received; null if nothing was. */
    private Object passed;

    @SuppressWarnings("unchecked")
    <E> Case(Channel<E> channel, E element, Function<? super E, ? extends R> then) {
        this.channel = (Channel<Object>) channel;
        this.element = element;
        this.then = (Function<Object, ? extends R>) then;
    }

    Line line() {
        return channel.line(element != null);
    }

    /**
     * Sends or receives if that needs no waiting, and decides for this case if it has, or if the channel is closed.
     *
     * @param own the choice of the calling thread, which is claimed; null if it has no place in a line
     */
    boolean isDecided(Choice own) {
        passed = channel.pass(element, own);
        if (passed != null) {
            return true;
        }
        if (own != null && own.hasEnded() || !channel.isClosed()) {
            return false;
        }
        // What was sent before the channel was closed may have come after the attempt.
        passed = channel.pass(element, own);
        return true;
    }

    /** Takes memory for a place, so that none can be missing once other threads find the choice. */
    void prepare(Choice choice, int index) {
        place = line() == null ? null : new Place(choice, index, element);
    }

    void enlist() {
        if (place != null) {
            line().enlist(place);
        }
    }

    void leave() {
        if (place != null) {
            line().leave(place);
            place = null;
        }
    }

    /** Takes over the result of a match at this case's place. */
    void acceptMatch() {
        passed = element != null ? element : place.received();
    }

    /** Does what follows the operation. */
    R finish() {
        Object what = passed;
        passed = null;
        if (what == null) {
            throw channel.closed();
        }
        return then.apply(what);
    }
}
