package dev.filch.stress.cores.work;

import dev.filch.stress.cores.run.Account;
import dev.filch.stress.cores.run.Host;
import java.util.function.Supplier;

/** A thread that takes messages, one by one, until the run is complete. */
final class Receiver {

    private Receiver() {
    }

    /** Takes messages; the source returns null if it has none. */
    static void receiveAll(Host host, Supplier<Message> source) {
        Account account = host.account();
        Patience patience = new Patience();
        while (true) {
            Message message = source.get();
            if (message != null) {
                patience.afterSuccess();
                account.waited(message.sentAt);
                account.received(message.number);
                host.work();
            } else if (host.isComplete()) {
                return;
            } else {
                patience.afterFailure();
            }
        }
    }
}
