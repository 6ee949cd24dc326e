package dev.filch.bench.jmh;

import dev.filch.bench.contender.ReentrantLockDeque;
import dev.filch.bench.contender.SynchronizedDeque;
import dev.filch.queue.Injector;
import dev.filch.queue.MpmcRing;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The queues that the benchmarks compare, by the names of their {@code impl} parameter. */
final class Queues {

    /** How many elements the bounded ones hold. */
    static final int CAPACITY = 1024;

    private Queues() {}

    static Queue<Message> create(String name) {
        return switch (name) {
            case "ring" -> MpmcRing.padded(CAPACITY);
            case "injector" -> new Injector<>();
            case "clq" -> new ConcurrentLinkedQueue<>();
            case "abq" -> new ArrayBlockingQueue<>(CAPACITY);
            case "synchronized" -> new SynchronizedDeque<>();
            case "reentrant-lock" -> new ReentrantLockDeque<>();
            default -> throw new IllegalArgumentException("no queue is called " + name);
        };
    }
}
