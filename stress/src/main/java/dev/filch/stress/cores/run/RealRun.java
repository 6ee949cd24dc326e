package dev.filch.stress.cores.run;

import dev.filch.bench.measure.Statistics;
import java.util.ArrayList;
import java.util.List;

/** Runs workloads on the machine's own cores, with the same code. */
public final class RealRun {

    private static final int WARM_UPS = 4;

    private RealRun() {
    }

    /**
     * Runs a workload several times, and says how long a message takes. The threads must not be more than the machine's
     * cores.
     *
     * @param work its name, which {@code Workloads} knows
     * @param threads how many threads it is to have
     * @param ownWorkNanos the work of a thread between two operations
     * @param rounds how many runs count
     * @return the mean time between two messages, in nanoseconds, over all threads; the median of all windows of time
     *     in all runs
     * @throws InterruptedException if the thread was interrupted
     */
    public static double nanosPerMessage(String work, int threads, long ownWorkNanos, int rounds)
            throws InterruptedException {
        WorkloadClasses classes = WorkloadClasses.asTheyAre();
        List<Double> rates = new ArrayList<>();
        for (int round = -WARM_UPS; round < rounds; round++) {
            System.gc();
            List<Double> found = run(classes.create(work), work, threads, ownWorkNanos);
            if (round >= 0) {
                rates.addAll(found);
            }
        }
        return rates.isEmpty() ? Double.NaN : 1 / Statistics.median(rates);
    }

    private static List<Double> run(Workload workload, String work, int threads, long ownWorkNanos)
            throws InterruptedException {
        RealHost host = new RealHost(ownWorkNanos);
        List<Thread> running = new ArrayList<>();
        for (Workload.Role role : workload.prepare(host, threads)) {
            Thread thread = new Thread(() -> host.guard(role.body()), role.name());
            thread.setDaemon(true);
            running.add(thread);
        }
        running.forEach(Thread::start);
        for (Thread thread : running) {
            thread.join();
        }
        workload.close();
        host.check(work);
        return host.rates();
    }
}
