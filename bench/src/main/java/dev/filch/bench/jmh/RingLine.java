package dev.filch.bench.jmh;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Passes tokens around a ring of threads. There is a conduit in front of each thread. A thread receives a message and
 * sends a new one with the next number to the next thread. There are no producers: the threads at which tokens start
 * send the first messages. At the end, each token is in the conduit in which it was at first, and is not received
 * again.
 */
final class RingLine implements Line {

    private static final int CAPACITY = 16;

    private final List<Conduit> conduits = new ArrayList<>();
    private final AtomicInteger threads = new AtomicInteger();
    private final int tokens;
    private final int hops;

    /**
     * Creates a ring.
     *
     * @param impl the name of the conduits
     * @param size the number of threads
     * @param tokens the number of tokens, which divides {@code size}
     * @param messages the number of all messages, a multiple of {@code size * tokens}
     */
    RingLine(String impl, int size, int tokens, int messages) {
        for (int i = 0; i < size; i++) {
            conduits.add(Conduit.create(impl, CAPACITY));
        }
        this.tokens = tokens;
        hops = messages / tokens;
    }

    @Override
    public void send(int from, int to, Patience patience) {
        throw new UnsupportedOperationException("the receivers send");
    }

    @Override
    public long receive(int count, Patience patience) throws InterruptedException {
        int position = threads.getAndIncrement();
        int spacing = conduits.size() / tokens;
        Conduit in = conduits.get(position);
        Conduit out = conduits.get((position + 1) % conduits.size());
        if (position % spacing == 0) {
            out.send(new Message(position / spacing * hops));
        }
        long sum = 0;
        for (int received = 0; received < count; received++) {
            int number = in.receive().number;
            sum += number;
            out.send(new Message(number + 1));
        }
        return sum;
    }
}
