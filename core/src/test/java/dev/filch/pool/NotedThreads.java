package dev.filch.pool;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;

/** Makes daemon threads, and remembers them. */
final class NotedThreads implements ThreadFactory {

    private final Set<Thread> made = ConcurrentHashMap.newKeySet();

    /** All threads so far; grows with each one. */
    Set<Thread> made() {
        return made;
    }

    @Override
    public Thread newThread(Runnable runnable) {
        Thread thread = new Thread(runnable);
        thread.setDaemon(true);
        made.add(thread);
        return thread;
    }
}
