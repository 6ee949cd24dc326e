package dev.filch.internal.scheduler;

import dev.filch.internal.Compensator;

/** The group's own class of threads. It leads to the thread's carrier without a thread-local variable. */
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
