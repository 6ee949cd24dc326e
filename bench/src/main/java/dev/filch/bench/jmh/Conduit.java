package dev.filch.bench.jmh;

import com.conversantmedia.util.concurrent.DisruptorBlockingQueue;
import dev.filch.channel.Channel;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.SynchronousQueue;

/**
 * A channel or a blocking queue. A thread that finds it full or empty waits inside it, as the contender lets it wait.
 */
interface Conduit extends MessageSource {

    /** The capacity of a conduit that is never full. */
    int UNBOUNDED = Integer.MAX_VALUE;

    /** The capacity of a conduit in which a sender waits for a receiver. */
    int RENDEZVOUS = 0;

    /** Sends a message. Waits while the conduit is full. */
    void send(Message message) throws InterruptedException;

    /**
     * Creates a conduit by its name in an {@code impl} parameter. A {@code LinkedTransferQueue} is unbounded even if a
     * capacity is asked for.
     *
     * @param capacity a number of messages, {@link #UNBOUNDED} or {@link #RENDEZVOUS}
     */
    static Conduit create(String name, int capacity) {
        return switch (name) {
            case "channel" -> new OfChannel(channel(capacity));
            case "abq" -> new OfQueue(new ArrayBlockingQueue<>(capacity));
            case "lbq" -> new OfQueue(new LinkedBlockingQueue<>(capacity));
            case "ltq" -> {
                LinkedTransferQueue<Message> queue = new LinkedTransferQueue<>();
                yield capacity == RENDEZVOUS ? new OfTransfers(queue) : new OfQueue(queue);
            }
            case "sq" -> new OfQueue(new SynchronousQueue<>());
            case "conversant" -> new OfQueue(new DisruptorBlockingQueue<>(capacity));
            case "jox" -> new JoxConduit(capacity);
            default -> throw new IllegalArgumentException("no channel or blocking queue is called " + name);
        };
    }

    /** Creates Filch's channel. */
    static Channel<Message> channel(int capacity) {
        return switch (capacity) {
            case RENDEZVOUS -> Channel.rendezvous();
            case UNBOUNDED -> Channel.unbounded();
            default -> Channel.bounded(capacity);
        };
    }

    /** Filch's channel. */
    record OfChannel(Channel<Message> channel) implements Conduit {

        @Override
        public void send(Message message) throws InterruptedException {
            channel.send(message);
        }

        @Override
        public Message receive() throws InterruptedException {
            return channel.receive();
        }
    }

    /** A blocking queue. */
    class OfQueue implements Conduit {

        private final BlockingQueue<Message> queue;

        OfQueue(BlockingQueue<Message> queue) {
            this.queue = queue;
        }

        @Override
        public void send(Message message) throws InterruptedException {
            queue.put(message);
        }

        @Override
        public Message receive() throws InterruptedException {
            return queue.take();
        }
    }

    /** A transfer queue whose senders wait for receivers. */
    final class OfTransfers extends OfQueue {

        private final LinkedTransferQueue<Message> queue;

        OfTransfers(LinkedTransferQueue<Message> queue) {
            super(queue);
            this.queue = queue;
        }

        @Override
        public void send(Message message) throws InterruptedException {
            queue.transfer(message);
        }
    }
}
