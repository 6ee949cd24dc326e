package dev.filch.bench.jmh;

import dev.filch.queue.MpmcRing;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jctools.queues.MessagePassingQueue;

/** Passes messages through a queue in batches, from a supplier to a consumer. */
record BatchLine(Batches queue, int batch) implements Line {

    /** A queue with batches. */
    interface Batches {

        /** Adds up to {@code limit} messages, and returns their number. */
        int fill(Numbered messages, int limit);

        /** Takes up to {@code limit} messages, and returns their number. */
        int drain(Sum sum, int limit);
    }

    /** Creates messages with consecutive numbers. */
    static final class Numbered implements Supplier<Message>, MessagePassingQueue.Supplier<Message> {

        private int next;

        private Numbered(int from) {
            next = from;
        }

        @Override
        public Message get() {
            return new Message(next++);
        }
    }

    /** Adds up the numbers. */
    static final class Sum implements Consumer<Message>, MessagePassingQueue.Consumer<Message> {

        private long sum;

        @Override
        public void accept(Message message) {
            sum += message.number;
        }
    }

    static BatchLine of(MpmcRing<Message> ring, int batch) {
        return new BatchLine(
                new Batches() {
                    @Override
                    public int fill(Numbered messages, int limit) {
                        return ring.fill(messages, limit);
                    }

                    @Override
                    public int drain(Sum sum, int limit) {
                        return ring.drain(sum, limit);
                    }
                },
                batch);
    }

    static BatchLine of(MessagePassingQueue<Message> queue, int batch) {
        return new BatchLine(
                new Batches() {
                    @Override
                    public int fill(Numbered messages, int limit) {
                        return queue.fill(messages, limit);
                    }

                    @Override
                    public int drain(Sum sum, int limit) {
                        return queue.drain(sum, limit);
                    }
                },
                batch);
    }

    @Override
    public void send(int from, int to, Patience patience) {
        Numbered messages = new Numbered(from);
        while (messages.next < to) {
            if (queue.fill(messages, Math.min(batch, to - messages.next)) == 0) {
                patience.pause();
            } else {
                patience.renew();
            }
        }
    }

    @Override
    public long receive(int count, Patience patience) {
        Sum sum = new Sum();
        int missing = count;
        while (missing > 0) {
            int received = queue.drain(sum, Math.min(batch, missing));
            if (received == 0) {
                patience.pause();
            } else {
                patience.renew();
                missing -= received;
            }
        }
        return sum.sum;
    }
}
