package dev.filch.internal.scheduler;

import dev.filch.internal.Compensator;

/** A group's own kind of thread, which gives its carrier without a thread-local. */
final class WorkerThread extends Thread implements Compensator.Compensated {

    private final Carrier carrier;

    WorkerThread(Carrier carrier, String name, long stackSize, SchedulerSettings.Threads settings) {
        super(settings.group(), carrier, name, stackSize, settings.inheritThreadLocals());
        this.carrier = carrier;
        setDaemon(settings.daemon());
        setPriority(NORM_PRIORITY);
        setContextClassLoader(settings.contextClassLoader());
    }

    @Override
    public Carrier compensator() {
        return carrier;
    }
}
