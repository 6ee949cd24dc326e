package dev.filch.stress.cores.run;

import dev.filch.bench.measure.Statistics;
import java.util.ArrayList;
import java.util.List;

/** Runs workloads on the machine's own cores, with the same code as the simulation. */
public final class RealRun {

    private static final int WARM_UPS = 4;

    private RealRun() {
    }

    /**
     * Runs a workload several times, and returns the time per message. There must not be more threads than cores.
     *
     * @param work the workload's name, which {@code Workloads} knows
     * @param threads the number of threads
     * @param ownWorkNanos how long a thread works between two operations
     * @param rounds how many runs count, after the warm-up
     * @return the mean time between two messages of all threads, in nanoseconds; the median over all windows of time in
     *     all runs
     * @throws InterruptedException if the thread was interrupted
     */
    public static double nanosPerMessage(String work, int threads, long ownWorkNanos, int rounds)
            throws InterruptedException {
        WorkloadClasses classes = WorkloadClasses.unmodified();
        List<Double> rates = new ArrayList<>();
        for (int round = -WARM_UPS; round < rounds; round++) {
            System.gc();
            List<Double> roundRates = run(classes.create(work), work, threads, ownWorkNanos);
            if (round >= 0) {
                rates.addAll(roundRates);
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
