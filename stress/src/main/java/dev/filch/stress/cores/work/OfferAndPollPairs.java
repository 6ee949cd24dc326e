package dev.filch.stress.cores.work;

import dev.filch.stress.cores.run.Account;
import dev.filch.stress.cores.run.Host;
import dev.filch.stress.cores.run.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** Each thread offers a message and polls one, in turns. */
final class OfferAndPollPairs implements Workload {

    private final Queue<Message> queue;

    OfferAndPollPairs(Queue<Message> queue) {
        this.queue = queue;
    }

    @Override
    public List<Role> prepare(Host host, int cores) {
        List<Role> roles = new ArrayList<>();
        for (int i = 0; i < cores; i++) {
            long first = i * Message.PER_SENDER;
            host.expectSender();
            host.expectReceiver();
            roles.add(new Role("thread " + i, () -> exchange(host, first)));
        }
        return roles;
    }

    private void exchange(Host host, long first) {
        Account account = host.account();
        RetryPause pause = new RetryPause();
        for (long number = first; !host.isOver(); number++) {
            account.sent(number);
            Message message = new Message(number, host.now());
            while (!queue.offer(message)) {
                pause.afterFailure();
            }
            host.work();
            receive(account, queue.poll());
            host.work();
        }
        host.endSending();
        while (!host.isComplete()) {
            receive(account, queue.poll());
        }
    }

    private static void receive(Account account, Message message) {
        if (message != null) {
            account.waited(message.sentAt);
            account.received(message.number);
        }
    }
}
