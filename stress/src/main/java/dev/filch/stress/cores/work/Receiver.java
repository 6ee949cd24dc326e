package dev.filch.stress.cores.work;

import dev.filch.stress.cores.run.Account;
import dev.filch.stress.cores.run.Host;
import java.util.function.Supplier;

/** The code of a thread that takes messages one by one until the run is complete. */
final class Receiver {

    private Receiver() {
    }

    /** Takes messages from a source, which returns null if it has none. */
    static void receiveAll(Host host, Supplier<Message> source) {
        Account account = host.account();
        RetryPause pause = new RetryPause();
        while (true) {
            Message message = source.get();
            if (message != null) {
                pause.afterSuccess();
                account.waited(message.sentAt);
                account.received(message.number);
                host.work();
            } else if (host.isComplete()) {
                return;
            } else {
                pause.afterFailure();
            }
        }
    }
}
