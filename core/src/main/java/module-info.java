/**
 * Lock-free work queues for the JVM, and the executors built from them.
 *
 * <p>{@link dev.filch.queue} holds the structures: they never start a thread, never park one, and read the clock only
 * to measure a pause. {@link dev.filch.pool} holds the executors and the task queue that stand on them.
 */
module dev.filch {
    // For the events in dev.filch.internal.scheduler; without it, there are none.
    requires static jdk.jfr;
    // For pools that their builder registers as MBeans.
    requires static java.management;

    exports dev.filch.queue;
    exports dev.filch.channel;
    exports dev.filch.pool;
}
