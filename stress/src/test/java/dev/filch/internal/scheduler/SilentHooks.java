package dev.filch.internal.scheduler;

/** Hooks that do nothing. */
class SilentHooks implements Hooks {

    @Override
    public void beforeTask(Runnable task) {
        // Nothing.
    }

    @Override
    public void afterTask(Runnable task, Throwable thrown) {
        // Nothing.
    }

    @Override
    public void taskRefused(Runnable task) {
        // Nothing.
    }

    @Override
    public void starved() {
        // Nothing.
    }

    @Override
    public void threadStarted() {
        // Nothing.
    }

    @Override
    public void threadEnded() {
        // Nothing.
    }
}
