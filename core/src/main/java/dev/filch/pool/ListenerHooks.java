package dev.filch.pool;

import dev.filch.internal.scheduler.Hooks;

/** Forwards the scheduler's events to a listener. */
record ListenerHooks(PoolListener listener) implements Hooks {

    @Override
    public void beforeTask(Runnable task) {
        listener.beforeTask(task);
    }

    @Override
    public void afterTask(Runnable task, Throwable thrown) {
        listener.afterTask(task, thrown);
    }

    @Override
    public void taskRefused(Runnable task) {
        listener.taskRefused(task);
    }

    @Override
    public void starved() {
        listener.starved();
    }

    @Override
    public void threadStarted() {
        listener.threadStarted();
    }

    @Override
    public void threadEnded() {
        listener.threadEnded();
    }
}
