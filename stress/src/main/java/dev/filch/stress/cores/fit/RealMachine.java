package dev.filch.stress.cores.fit;

import dev.filch.stress.cores.run.RealRun;

/**
 * Measures workloads on the machine's own cores. A virtual machine may move to other cores at any time, and a line may
 * then take several times as long between them, or a fraction of the time. So a ping-pong before and after each
 * workload measures the distance of the cores. If it differs from the distance at the start, the workload is measured
 * again.
 */
final class RealMachine {

    private static final String PING_PONG = "micro/ping-pong";
    private static final int THREADS = 2;
    private static final int ROUNDS = 5;
    private static final int PING_PONG_ROUNDS = 1;

    /** By which fraction the distance may differ. */
    private static final double TOLERANCE = 0.25;

    private static final int ATTEMPTS = 8;

    /** The one-way time of a line between the cores, in nanoseconds. */
    private final double distance;

    private RealMachine(double distance) {
        this.distance = distance;
    }

    /** Measures the present distance of the cores. All later measurements require this distance. */
    static RealMachine atPresentDistance() throws InterruptedException {
        return new RealMachine(RealRun.nanosPerMessage(PING_PONG, THREADS, 0, ROUNDS));
    }

    /**
     * Measures a workload.
     *
     * @throws IllegalStateException if the cores had another distance at each attempt
     */
    Measurement measure(String work, int threads) throws InterruptedException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (isAtDistance()) {
                double nanos = RealRun.nanosPerMessage(work, threads, 0, ROUNDS);
                if (isAtDistance()) {
                    return new Measurement(work, threads, nanos);
                }
            }
        }
        throw new IllegalStateException("could not measure " + work + " in " + ATTEMPTS + " attempts: at the start a"
                + " line took " + (long) distance + " ns between the cores, but not now;"
                + " the machine is busy or has moved");
    }

    private boolean isAtDistance() throws InterruptedException {
        double now = RealRun.nanosPerMessage(PING_PONG, THREADS, 0, PING_PONG_ROUNDS);
        return Math.abs(now / distance - 1) <= TOLERANCE;
    }
}
