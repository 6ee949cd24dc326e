package dev.filch.bench.jmh;

import dev.filch.queue.MpmcRing;

/** Passes messages through a ring in batches, from arrays and into arrays that the threads keep. */
record ArrayLine(MpmcRing<Message> ring, int batch) implements Line {

    @Override
    public void send(int from, int to, Patience patience) {
        Message[] messages = new Message[batch];
        int next = from;
        while (next < to) {
            int count = Math.min(batch, to - next);
            for (int i = 0; i < count; i++) {
                messages[i] = new Message(next + i);
            }
            send(messages, count, patience);
            next += count;
        }
    }

    private void send(Message[] messages, int count, Patience patience) {
        int sent = 0;
        while (sent < count) {
            int added = ring.offerAll(messages, sent, count);
            if (added == 0) {
                patience.pause();
            } else {
                patience.renew();
                sent += added;
            }
        }
    }

    @Override
    public long receive(int count, Patience patience) {
        Message[] messages = new Message[batch];
        long sum = 0;
        int missing = count;
        while (missing > 0) {
            int received = ring.pollAll(messages, 0, Math.min(batch, missing));
            if (received == 0) {
                patience.pause();
                continue;
            }
            patience.renew();
            missing -= received;
            for (int i = 0; i < received; i++) {
                sum += messages[i].number;
            }
        }
        return sum;
    }
}
