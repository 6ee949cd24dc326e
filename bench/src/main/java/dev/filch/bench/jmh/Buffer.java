package dev.filch.bench.jmh;

/** How many messages a channel or blocking queue can hold. */
public enum Buffer {
    /** As many as the bounded queues of the other benchmarks. */
    BOUNDED(Queues.CAPACITY),
    /** Any number. */
    UNBOUNDED(Conduit.UNBOUNDED),
    /** None: each sender waits for a receiver. */
    RENDEZVOUS(Conduit.RENDEZVOUS);

    private final int capacity;

    Buffer(int capacity) {
        this.capacity = capacity;
    }

    int capacity() {
        return capacity;
    }
}
