/**
 * Lock-free work queues for the JVM, and executors built on them.
 *
 * <p>The package {@link dev.filch.queue} contains the queues. They never start or park a thread, and read the clock
 * only to measure a pause. The package {@link dev.filch.pool} contains the executors, and a task queue for threads that
 * you start yourself.
 */
module dev.filch {
    // For Flight Recorder events. Without this module, none are written.
    requires static jdk.jfr;
    // For pools that are registered as MBeans.
    requires static java.management;

    exports dev.filch.queue;
    exports dev.filch.channel;
    exports dev.filch.pool;
}
