package dev.filch.bench.jmh;

import dev.filch.queue.Stealer;
import dev.filch.queue.WorkDeque;

/** The owner of a deque pushes, and one thief takes everything, singly or in batches into its own deque. */
record TheftLine(WorkDeque<Message> deque, int batch) implements Line {

    @Override
    public void send(int from, int to, Patience patience) {
        for (int number = from; number < to; number++) {
            deque.push(new Message(number));
        }
    }

    @Override
    public long receive(int count, Patience patience) {
        Stealer<Message> victim = deque.stealer();
        if (batch == 1) {
            return SingleLine.receive(victim::steal, count, patience);
        }
        BatchThief thief = victim::stealBatchAndPopWithLimit;
        return thief.receive(count, batch, patience);
    }
}
