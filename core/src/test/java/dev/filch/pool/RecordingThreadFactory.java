package dev.filch.pool;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;

/** Creates daemon threads and keeps a record of them. */
final class RecordingThreadFactory implements ThreadFactory {

    private final Set<Thread> created = ConcurrentHashMap.newKeySet();

    /** A live view of all threads created so far. */
    Set<Thread> created() {
        return created;
    }

    @Override
    public Thread newThread(Runnable runnable) {
        Thread thread = new Thread(runnable);
        thread.setDaemon(true);
        created.add(thread);
        return thread;
    }
}
