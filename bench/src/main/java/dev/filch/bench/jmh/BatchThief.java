package dev.filch.bench.jmh;

import dev.filch.queue.WorkDeque;

/** Takes batches into a deque of the calling thread, by {@code stealBatchAndPopWithLimit} of a queue or stealer. */
@FunctionalInterface
interface BatchThief {

    /** Takes up to {@code limit} messages. Returns the oldest, or null, and moves the others into {@code own}. */
    Message take(WorkDeque<Message> own, int limit);

    /** Receives {@code count} messages, and returns the sum of their numbers. */
    default long receive(int count, int batch, Patience patience) {
        WorkDeque<Message> own = WorkDeque.lifo();
        long sum = 0;
        int received = 0;
        while (received < count) {
            Message message = take(own, Math.min(batch, count - received));
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
