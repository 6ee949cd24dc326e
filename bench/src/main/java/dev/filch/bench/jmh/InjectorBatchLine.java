package dev.filch.bench.jmh;

import dev.filch.queue.Injector;

/** Passes messages through an injector in batches, from an array into each consumer's own deque. */
record InjectorBatchLine(Injector<Message> injector, int batch) implements Line {

    @Override
    public void send(int from, int to, Patience patience) {
        Message[] messages = new Message[batch];
        for (int start = from; start < to; start += batch) {
            int count = Math.min(batch, to - start);
            for (int i = 0; i < count; i++) {
                messages[i] = new Message(start + i);
            }
            injector.offerAll(messages, 0, count);
        }
    }

    @Override
    public long receive(int count, Patience patience) {
        BatchThief thief = injector::stealBatchAndPopWithLimit;
        return thief.receive(count, batch, patience);
    }
}
