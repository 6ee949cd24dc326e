package dev.filch.stress.cores.work;

import dev.filch.queue.Stealer;
import dev.filch.queue.WorkDeque;
import dev.filch.stress.cores.run.Account;
import dev.filch.stress.cores.run.Host;
import dev.filch.stress.cores.run.Workload;
import java.util.ArrayList;
import java.util.List;

/** One thread pushes into its deque; all others steal from it. */
final class Steals implements Workload {

    /** The owner yields while the deque holds this many elements, so that it does not grow without bound. */
    private static final int MAX_ELEMENTS = 4_096;

    private final WorkDeque<Message> deque = WorkDeque.fifo();

    @Override
    public List<Role> prepare(Host host, int cores) {
        List<Role> roles = new ArrayList<>();
        host.expectSender();
        Stealer<Message> stealer = deque.stealer();
        roles.add(new Role("owner", () -> push(host)));
        for (int i = 1; i < Math.max(2, cores); i++) {
            host.expectReceiver();
            roles.add(new Role("thief " + i, () -> Receiver.receiveAll(host, stealer::steal)));
        }
        return roles;
    }

    private void push(Host host) {
        Account account = host.account();
        long number = 0;
        while (!host.isOver()) {
            if (number % 64 == 0 && deque.size() >= MAX_ELEMENTS) {
                Thread.yield();
            } else {
                account.sent(number);
                deque.push(new Message(number++, host.now()));
            }
        }
        host.endSending();
    }
}
