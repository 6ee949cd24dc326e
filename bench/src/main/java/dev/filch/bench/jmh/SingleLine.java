package dev.filch.bench.jmh;

import java.util.Queue;
import java.util.function.Supplier;

/** Passes messages through a queue one by one. */
record SingleLine(Queue<Message> queue) implements Line {

    @Override
    public void send(int from, int to, Patience patience) {
        for (int number = from; number < to; number++) {
            Message message = new Message(number);
            while (!queue.offer(message)) {
                patience.pause();
            }
            patience.renew();
        }
    }

    @Override
    public long receive(int count, Patience patience) {
        return receive(queue::poll, count, patience);
    }

    /** Takes {@code count} messages one by one, waiting if there are none. Returns the sum of their numbers. */
    static long receive(Supplier<Message> source, int count, Patience patience) {
        long sum = 0;
        for (int received = 0; received < count; received++) {
            Message message = source.get();
            while (message == null) {
                patience.pause();
                message = source.get();
            }
            patience.renew();
            sum += message.number;
        }
        return sum;
    }
}
