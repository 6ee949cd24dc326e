package dev.filch.bench.jmh;

import java.util.Queue;

/** Messages go through the queue one by one. */
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
        long sum = 0;
        for (int received = 0; received < count; received++) {
            Message message = queue.poll();
            while (message == null) {
                patience.pause();
                message = queue.poll();
            }
            patience.renew();
            sum += message.number;
        }
        return sum;
    }
}
