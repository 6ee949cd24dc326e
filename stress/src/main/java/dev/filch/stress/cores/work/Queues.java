package dev.filch.stress.cores.work;

import dev.filch.queue.Injector;
import dev.filch.queue.MpmcRing;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedTransferQueue;
import org.jctools.queues.varhandle.MpmcVarHandleArrayQueue;

/** Creates the queues through which messages are passed. */
final class Queues {

    /** The capacity of bounded queues. */
    static final int CAPACITY = 1024;

    private Queues() {
    }

    static Queue<Message> create(String name) {
        return switch (name) {
            case "ring" -> MpmcRing.padded(CAPACITY);
            case "injector" -> new Injector<>();
            case "clq" -> new ConcurrentLinkedQueue<>();
            case "ltq" -> new LinkedTransferQueue<>();
            case "jctools" -> new MpmcVarHandleArrayQueue<>(CAPACITY);
            case "lock-mcs" -> new LockedDeque<>(new McsLock());
            case "lock-ticket" -> new LockedDeque<>(new TicketLock());
            case "lock-tas" -> new LockedDeque<>(new TestAndSetLock());
            case "plain-ring" -> new PlainRing<>();
            case "ticket-ring" -> new TicketRing<>();
            case "injector-x2" -> new Shards<>(2, Injector::new);
            case "injector-x4" -> new Shards<>(4, Injector::new);
            case "injector-x8" -> new Shards<>(8, Injector::new);
            case "michael-scott" -> new MichaelScottQueue<>();
            default -> throw new IllegalArgumentException("no such queue: " + name);
        };
    }
}
