package dev.filch.bench.jmh;

import dev.filch.queue.Stealer;
import dev.filch.queue.WorkDeque;

/** The owner of a deque pushes, and one thief takes everything: singly, or in batches into a deque of its own. */
record TheftLine(WorkDeque<Message> deque, int batch) implements Line {

    @Override
    public void send(int from, int to, Patience patience) {
        for (int number = from; number < to; number++) {
            deque.push(new Message(number));
        }
    }

    @Override
    public long receive(int count, Patience patience) {
        return batch == 1 ? receiveSingly(count, patience) : receiveBatches(count, patience);
    }

    private long receiveSingly(int count, Patience patience) {
        Stealer<Message> victim = deque.stealer();
        long sum = 0;
        for (int received = 0; received < count; received++) {
            Message message = victim.steal();
            while (message == null) {
                patience.pause();
                message = victim.steal();
            }
            patience.renew();
            sum += message.number;
        }
        return sum;
    }

    private long receiveBatches(int count, Patience patience) {
        Stealer<Message> victim = deque.stealer();
        WorkDeque<Message> own = WorkDeque.lifo();
        long sum = 0;
        int received = 0;
        while (received < count) {
            Message message = victim.stealBatchAndPopWithLimit(own, batch);
            if (message == null) {
                patience.pause();
                continue;
            }
            patience.renew();
            while (message != null) {
                sum += message.number;
                received++;
                message = own.pop();
            }
        }
        return sum;
    }
}
