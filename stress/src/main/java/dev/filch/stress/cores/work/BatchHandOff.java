package dev.filch.stress.cores.work;

import dev.filch.queue.MpmcRing;
import dev.filch.stress.cores.run.Account;
import dev.filch.stress.cores.run.Host;
import dev.filch.stress.cores.run.Workload;
import java.util.ArrayList;
import java.util.List;

/** A {@link HandOff} through a ring, in batches. */
final class BatchHandOff implements Workload {

    private static final int BATCH = 32;

    private final MpmcRing<Message> ring = MpmcRing.padded(Queues.CAPACITY);

    @Override
    public List<Role> prepare(Host host, int cores) {
        List<Role> roles = new ArrayList<>();
        int pairs = Math.max(1, cores / 2);
        for (int i = 0; i < pairs; i++) {
            host.expectSender();
            host.expectReceiver();
            long first = i * Message.PER_SENDER;
            roles.add(new Role("producer " + i, () -> produce(host, first)));
            roles.add(new Role("consumer " + i, () -> consume(host)));
        }
        return roles;
    }

    private void produce(Host host, long first) {
        Producer producer = new Producer(host, first);
        RetryPause pause = new RetryPause();
        while (!host.isOver()) {
            for (int i = 0; i < BATCH; i++) {
                host.work();
            }
            if (ring.fill(producer::next, BATCH) == 0) {
                pause.afterFailure();
            } else {
                pause.afterSuccess();
            }
        }
        host.endSending();
    }

    private void consume(Host host) {
        Account account = host.account();
        RetryPause pause = new RetryPause();
        while (true) {
            int count = ring.drain(message -> receive(host, account, message), BATCH);
            if (count > 0) {
                pause.afterSuccess();
            } else if (host.isComplete()) {
                return;
            } else {
                pause.afterFailure();
            }
        }
    }

    private static void receive(Host host, Account account, Message message) {
        account.waited(message.sentAt);
        account.received(message.number);
        host.work();
    }

    /** Creates messages. */
    private static final class Producer {

        private final Host host;
        private final Account account;
        private long number;

        Producer(Host host, long first) {
            this.host = host;
            account = host.account();
            number = first;
        }

        Message next() {
            account.sent(number);
            return new Message(number++, host.now());
        }
    }
}
