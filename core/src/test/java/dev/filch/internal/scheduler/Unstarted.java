package dev.filch.internal.scheduler;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;

/** Makes threads that do not run, and remembers them: the test does what they would do. */
final class Unstarted implements ThreadFactory {

    final List<Thread> made = new ArrayList<>();

    @Override
    public Thread newThread(Runnable body) {
        Thread thread = new Thread(body) {
            @Override
            public synchronized void start() {
                // It stays as it is.
            }
        };
        made.add(thread);
        return thread;
    }
}
