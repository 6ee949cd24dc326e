package dev.filch.stress.queue;

import dev.filch.channel.Channel;
import dev.filch.channel.ChannelClosedException;
import dev.filch.channel.Select;
import java.util.ArrayList;
import java.util.List;

/**
 * The operations of a channel, with results like those of {@link QueueActions}. One that finds the channel closed
 * returns {@link Element#CLOSED}, less ten times the number of the cause, if there is one.
 */
class ChannelActions {

    /** The result of a selection that could receive, but has sent. */
    static final int SENT = 0;

    final Channel<Element> channel;

    /** An operation that may find the channel closed. */
    @FunctionalInterface
    interface Call {

        int run() throws InterruptedException;
    }

    /** Why a channel is closed. */
    private static final class Cause extends RuntimeException {

        private static final long serialVersionUID = 1;

        private final transient Element number;

        Cause(int number) {
            super(null, null, false, false);
            this.number = new Element(number);
        }
    }

    ChannelActions(Channel<Element> channel, int... contents) {
        this.channel = channel;
        for (int value : contents) {
            trySend(value);
        }
    }

    static int resultOf(Call call) {
        try {
            return call.run();
        } catch (ChannelClosedException e) {
            return Element.CLOSED - (e.getCause() instanceof Cause cause ? 10 * Element.valueOf(cause.number) : 0);
        } catch (InterruptedException e) {
            throw new IllegalStateException("no thread interrupts another", e);
        }
    }

    final int trySend(int value) {
        return resultOf(() -> channel.trySend(new Element(value)) ? 1 : 0);
    }

    final int send(int value) {
        return resultOf(() -> {
            channel.send(new Element(value));
            return 1;
        });
    }

    /** The number of sent elements. */
    final int sendAll(int... values) {
        return resultOf(() -> channel.sendAll(List.of(Element.of(values))));
    }

    final int tryReceive() {
        return resultOf(() -> Element.valueOf(channel.tryReceive()));
    }

    final int receive() {
        return resultOf(() -> Element.valueOf(channel.receive()));
    }

    final int receiveAll(int limit) {
        List<Element> received = new ArrayList<>();
        return resultOf(() -> {
            channel.receiveAll(received, limit);
            return Element.digitsOf(received);
        });
    }

    final int drainTo(int limit) {
        List<Element> received = new ArrayList<>();
        channel.drainTo(received, limit);
        return Element.digitsOf(received);
    }

    final int selectSend(int value) {
        return resultOf(Select.<Integer>of(channel.onSend(new Element(value), () -> 1)).orDefault(() -> 0)::run);
    }

    final int selectReceive() {
        return resultOf(Select.<Integer>of(channel.onReceive(Element::valueOf)).orDefault(() -> Element.NONE)::run);
    }

    /** Sends or receives; the result is that of the receive, or {@link #SENT}. */
    final int selectEither(int value) {
        return resultOf(Select.<Integer>of(
                        channel.onSendNext(() -> new Element(value), () -> SENT), channel.onReceive(Element::valueOf))
                .orDefault(() -> Element.NONE)::run);
    }

    final void close() {
        channel.close();
    }

    final void closeWith(int cause) {
        channel.close(new Cause(cause));
    }

    /** The contents of the dropped elements. */
    final int cancel() {
        return Element.digitsOf(channel.cancel());
    }

    final int isClosed() {
        return channel.isClosed() ? 1 : 0;
    }

    final int size() {
        return channel.size();
    }

    final int dropped() {
        return (int) channel.dropped();
    }

    final void asBlockingQueue() {
        channel.asBlockingQueue();
    }

    /** Takes all remaining elements, then sends one more and takes it. */
    final int rest() {
        List<Element> rest = new ArrayList<>();
        channel.drainTo(rest, Integer.MAX_VALUE);
        trySend(Element.LAST);
        channel.drainTo(rest, Integer.MAX_VALUE);
        return Element.digitsOf(rest);
    }
}
