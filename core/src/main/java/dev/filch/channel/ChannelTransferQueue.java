package dev.filch.channel;

import dev.filch.internal.WaiterList;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TransferQueue;

/** A channel as a queue whose senders can wait for receivers. {@link Channel#asTransferQueue} specifies it. */
final class ChannelTransferQueue<E> extends ChannelQueue<E> implements TransferQueue<E> {

    ChannelTransferQueue(Channel<E> channel) {
        super(channel);
    }

    @Override
    public boolean tryTransfer(E element) {
        return channel.handOver(Objects.requireNonNull(element, "element"));
    }

    @Override
    public void transfer(E element) throws InterruptedException {
        Objects.requireNonNull(element, "element");
        Channel.throwIfInterrupted();
        channel.handOverUntil(element, WaiterList.NO_DEADLINE);
    }

    @Override
    public boolean tryTransfer(E element, long timeout, TimeUnit unit) throws InterruptedException {
        Objects.requireNonNull(element, "element");
        long nanos = unit.toNanos(timeout);
        Channel.throwIfInterrupted();
        if (nanos <= 0 || channel.isClosed()) {
            return channel.handOver(element);
        }
        try {
            return channel.handOverUntil(element, Channel.deadlineAfter(nanos));
        } catch (ChannelClosedException closed) {
            return false;
        }
    }

    @Override
    public boolean hasWaitingConsumer() {
        return channel.line(false).hasWaiters();
    }

    @Override
    public int getWaitingConsumerCount() {
        return channel.line(false).count();
    }
}
