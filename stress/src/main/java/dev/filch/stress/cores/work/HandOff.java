package dev.filch.stress.cores.work;

import dev.filch.stress.cores.run.Account;
import dev.filch.stress.cores.run.Host;
import dev.filch.stress.cores.run.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** Producers offer messages to a queue, and consumers poll them. Each side has half of the cores. */
final class HandOff implements Workload {

    private final Queue<Message> queue;

    HandOff(Queue<Message> queue) {
        this.queue = queue;
    }

    @Override
    public List<Role> prepare(Host host, int cores) {
        List<Role> roles = new ArrayList<>();
        int pairs = Math.max(1, cores / 2);
        for (int i = 0; i < pairs; i++) {
            long first = i * Message.PER_SENDER;
            host.expectSender();
            host.expectReceiver();
            Queue<Message> producers = handle(i);
            Queue<Message> consumers = handle(i);
            roles.add(new Role("producer " + i, () -> produce(host, producers, first)));
            roles.add(new Role("consumer " + i, () -> Receiver.receiveAll(host, consumers::poll)));
        }
        return roles;
    }

    private Queue<Message> handle(int thread) {
        return queue instanceof PerThread<Message> perThread ? perThread.of(thread) : queue;
    }

    private static void produce(Host host, Queue<Message> queue, long first) {
        Account account = host.account();
        RetryPause pause = new RetryPause();
        for (long number = first; !host.isOver(); number++) {
            host.work();
            Message message = new Message(number, host.now());
            account.sent(number);
            while (!queue.offer(message)) {
                if (host.isComplete()) {
                    return; // another thread has failed
                }
                pause.afterFailure();
            }
            pause.afterSuccess();
        }
        host.endSending();
    }
}
