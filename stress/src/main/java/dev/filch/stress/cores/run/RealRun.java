package dev.filch.stress.cores.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs workloads on the machine's own cores, with the same code. */
public final class RealRun {

    private RealRun() {
    }

    /**
     * Runs a workload, and says how long a message takes. The threads must not be more than the machine's cores.
     *
     * @param work its name, which {@code Workloads} knows
     * @param threads how many threads it is to have
     * @param ownWorkNanos the work of a thread between two operations
     * @param millis for how long it runs; the second half counts
     * @return the mean time between two messages, in nanoseconds, over all threads
     * @throws InterruptedException if the thread was interrupted
     */
    public static double nanosPerMessage(String work, int threads, long ownWorkNanos, long millis)
            throws InterruptedException {
        RealHost host = new RealHost(ownWorkNanos);
        Workload workload = WorkloadClasses.asTheyAre().create(work);
        List<Thread> running = new ArrayList<>();
        for (Workload.Role role : workload.prepare(host, threads)) {
            Thread thread = new Thread(() -> host.guard(role.body()), role.name());
            thread.setDaemon(true);
            running.add(thread);
        }
        running.forEach(Thread::start);
        TimeUnit.MILLISECONDS.sleep(millis / 2);
        host.startsMeasuring();
        TimeUnit.MILLISECONDS.sleep(millis - millis / 2);
        host.end();
        for (Thread thread : running) {
            thread.join();
        }
        workload.close();
        host.check(work);
        return host.nanosPerMessage();
    }
}
