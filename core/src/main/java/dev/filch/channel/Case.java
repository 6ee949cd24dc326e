package dev.filch.channel;

import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * An operation that a {@link Select} may do, and what follows it. {@link Sender#onSend} and {@link Receiver#onReceive}
 * make cases. A case is for one selection at a time, and can be used again for the next one: see {@link Select}.
 *
 * @param <R> the type of the selection's result
 */
public final class Case<R> {

    /** Stands for what passes through a channel that was closed. */
    private static final Object CLOSED = new Object();

    private final Channel<Object> channel;

    /** Makes what to send; null to receive. */
    private final Supplier<?> source;

    private final Function<Object, ? extends R> then;

    /** What this round sends; null to receive. */
    private Object element;

    /** Where the thread stands in the channel's line; null if it does not wait. */
    private Place place;

    @SuppressWarnings("unchecked")
    <E> Case(Channel<E> channel, Supplier<? extends E> source, Function<? super E, ? extends R> then) {
        this.channel = (Channel<Object>) channel;
        this.source = source;
        this.then = (Function<Object, ? extends R>) then;
    }

    boolean sends() {
        return source != null;
    }

    Channel<?> channel() {
        return channel;
    }

    Line line() {
        return channel.line(sends());
    }

    /** Begins a round. */
    void begin() {
        if (sends()) {
            element = Objects.requireNonNull(source.get(), "element");
        }
    }

    /** Ends a round, and forgets its element. */
    void end() {
        element = null;
    }

    /**
     * Sends or receives if that needs no waiting.
     *
     * @param own the choice of the calling thread, which is claimed; null if it has no place in a line
     * @return what was sent or received, {@link #CLOSED}, or null if neither was possible
     */
    Object attempt(Choice own) {
        Object sentOrReceived = channel.pass(element, own);
        if (sentOrReceived != null || own != null && own.hasEnded() || !channel.isClosed()) {
            return sentOrReceived;
        }
        // What was sent before the channel was closed may have come after the attempt.
        sentOrReceived = channel.pass(element, own);
        return sentOrReceived == null ? CLOSED : sentOrReceived;
    }

    /** When the case can be done although no other thread does anything, by {@link System#nanoTime}. */
    long dueNanos() {
        return channel.dueNanos();
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

    /** Spins until a condition holds, or this thread had better park. */
    void spin(AdaptiveSpin.Condition condition) {
        Line line = line();
        if (line != null) {
            line.spin.await(condition);
        }
    }

    void leave() {
        if (place != null) {
            line().quit(place);
            place = null;
        }
    }

    /** What was sent or received when this case's place was matched. */
    Object matched() {
        return sends() ? element : place.received();
    }

    /** Does what follows an attempt that returned this, or a match. */
    R finish(Object sentOrReceived) {
        if (sentOrReceived == CLOSED) {
            throw channel.closed();
        }
        return then.apply(sentOrReceived);
    }

    /**
     * Returns the operation and the channel.
     *
     * @return a human-readable description
     */
    @Override
    public String toString() {
        return (sends() ? "send to " : "receive from ") + channel;
    }
}
