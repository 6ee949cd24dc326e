package dev.filch.internal.scheduler;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;

/** Makes threads that never run, and records them. The test does what they would do. */
final class UnstartedThreads implements ThreadFactory {

    final List<Thread> made = new ArrayList<>();

    @Override
    public Thread newThread(Runnable body) {
        Thread thread = new Thread(body) {
            @Override
            public synchronized void start() {
                // The thread is never started.
            }
        };
        made.add(thread);
        return thread;
    }
}
