package dev.filch.stress.cores.work;

import dev.filch.queue.MpmcRing;
import dev.filch.stress.cores.run.Account;
import dev.filch.stress.cores.run.Host;
import dev.filch.stress.cores.run.Workload;
import java.util.ArrayList;
import java.util.List;

/** As {@link HandOff}, through a ring and in batches. */
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
        Patience patience = new Patience();
        while (!host.isOver()) {
            for (int i = 0; i < BATCH; i++) {
                host.work();
            }
            if (ring.fill(producer::next, BATCH) == 0) {
                patience.afterFailure();
            } else {
                patience.afterSuccess();
            }
        }
        host.endsSending();
    }

    private void consume(Host host) {
        Account account = host.account();
        Patience patience = new Patience();
        while (true) {
            int count = ring.drain(message -> receive(host, account, message), BATCH);
            if (count > 0) {
                patience.afterSuccess();
            } else if (host.isComplete()) {
                return;
            } else {
                patience.afterFailure();
            }
        }
    }

    private static void receive(Host host, Account account, Message message) {
        account.waited(message.sentAt);
        account.received(message.number);
        host.work();
    }

    /** Makes messages. */
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
