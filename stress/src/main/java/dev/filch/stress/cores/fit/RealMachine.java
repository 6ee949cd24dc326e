package dev.filch.stress.cores.fit;

import dev.filch.stress.cores.run.RealRun;

/**
 * Measures workloads on the machine's own cores. A virtual machine may be moved to other cores at any moment, between
 * which a line takes several times as long, or a fraction: so a ping-pong comes before and after each workload, and
 * the workload is measured again if the cores were at another distance than at first.
 */
final class RealMachine {

    private static final String PING_PONG = "micro/ping-pong";
    private static final int THREADS = 2;
    private static final int ROUNDS = 5;
    private static final int PING_PONG_ROUNDS = 1;

    /** How much the distance may differ, as a fraction. */
    private static final double TOLERANCE = 0.25;

    private static final int ATTEMPTS = 8;

    private final double distance;

    private RealMachine(double distance) {
        this.distance = distance;
    }

    /** The machine with its cores at the distance that they have now. */
    static RealMachine asItIsNow() throws InterruptedException {
        return new RealMachine(RealRun.nanosPerMessage(PING_PONG, THREADS, 0, ROUNDS));
    }

    /**
     * Measures a workload.
     *
     * @throws IllegalStateException if the cores were at another distance each time
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
        throw new IllegalStateException("could not measure " + work + ": a line took " + (long) distance
                + " ns to another core at first, and something else " + ATTEMPTS + " times since;"
                + " the machine is busy or has moved");
    }

    private boolean isAtDistance() throws InterruptedException {
        double now = RealRun.nanosPerMessage(PING_PONG, THREADS, 0, PING_PONG_ROUNDS);
        return Math.abs(now / distance - 1) <= TOLERANCE;
    }
}
