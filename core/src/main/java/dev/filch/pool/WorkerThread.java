package dev.filch.pool;

/** The thread of a worker, by which a pool recognises its own. */
final class WorkerThread extends Thread {

    private final Worker worker;

    WorkerThread(Worker worker, PoolSettings settings) {
        super(worker, settings.name() + "-" + (worker.index() + 1));
        this.worker = worker;
        setDaemon(settings.daemon());
    }

    Worker worker() {
        return worker;
    }
}
