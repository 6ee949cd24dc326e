package dev.filch.examples;

import dev.filch.pool.TaskTiming;
import dev.filch.pool.WorkStealingPool;
import java.time.Duration;

/**
 * The job system of a game. Each frame simulates a string of bodies that springs connect, mixes the sound, and draws
 * effects if there is time for them.
 *
 * <p><b>What to learn</b>
 * <ul>
 *   <li><b>The frame barrier.</b> {@link WorkStealingPool#awaitIdle() awaitIdle} returns when all jobs have ended,
 *       including those that other jobs have submitted. Nothing counts jobs, and nothing keeps their futures. What the
 *       jobs have done happens-before the return. So the jobs share plain arrays: in each phase of a frame, an element
 *       has either readers or one writer.
 *   <li><b>Jobs that split.</b> A job that is too large submits one half and goes on with the other. The submitted
 *       halves wait in the worker's own deque. Idle workers steal the oldest ones, which are the largest.
 *   <li><b>Priorities.</b> A worker takes the sound first and the effects last: from 200 a priority is HIGH, below 50
 *       it is LOW.
 *   <li><b>Optional work.</b> If the effects have not started when their time is over, they never do. So a slow frame
 *       drops effects, and neither simulation nor sound.
 * </ul>
 */
public final class GameLoop {

    private static final int SOUND = 220;
    private static final int EFFECTS = 20;

    /** How many bodies a job simulates at most. */
    private static final int GRAIN = 256;

    private static final double STIFFNESS = 0.01;

    private final WorkStealingPool pool;
    private final double[] positions;
    private final double[] velocities;
    private double loudness;
    private double energy;
    int soundsMixed;
    int effectsDrawn;

    /** A job that simulates some of the bodies. */
    private interface Job {

        void run(int from, int to);
    }

    /** The pool must have no other tasks, since the barrier would wait for them. */
    public GameLoop(WorkStealingPool pool, double[] positions) {
        this.pool = pool;
        this.positions = positions;
        velocities = new double[positions.length];
    }

    /** Runs a frame. */
    public void frame(Duration timeForEffects) throws InterruptedException {
        // This phase reads positions and writes velocities.
        pool.execute(() -> split(0, positions.length, this::accelerate));
        pool.execute(this::mixSound, SOUND);
        pool.awaitIdle();
        // This phase reads velocities and writes positions.
        pool.submitWithin(timeForEffects, this::drawEffects, false, EFFECTS);
        pool.execute(() -> split(0, positions.length, this::move));
        pool.awaitIdle();
    }

    private void split(int from, int to, Job job) {
        if (to - from <= GRAIN) {
            job.run(from, to);
            return;
        }
        int middle = (from + to) >>> 1;
        pool.execute(() -> split(middle, to, job));
        split(from, middle, job);
    }

    private void accelerate(int from, int to) {
        int last = positions.length - 1;
        for (int i = from; i < to; i++) {
            double neighbours = positions[Math.max(i - 1, 0)] + positions[Math.min(i + 1, last)];
            velocities[i] += STIFFNESS * (neighbours - 2 * positions[i]);
        }
    }

    private void move(int from, int to) {
        for (int i = from; i < to; i++) {
            positions[i] += velocities[i];
        }
    }

    private void mixSound() {
        loudness = Math.abs(positions[0]);
        soundsMixed++;
    }

    private Void drawEffects() {
        energy = 0;
        for (double velocity : velocities) {
            energy += velocity * velocity;
        }
        effectsDrawn++;
        return null;
    }

    /** Runs a thousand frames of 10,000 bodies, with 2 milliseconds for the effects of each. */
    public static void main(String[] args) throws InterruptedException {
        double[] positions = new double[10_000];
        positions[0] = 1;
        try (WorkStealingPool pool = WorkStealingPool.builder().name("job").timing(TaskTiming.SAMPLED).build()) {
            GameLoop game = new GameLoop(pool, positions);
            for (int frame = 0; frame < 1_000; frame++) {
                game.frame(Duration.ofMillis(2));
            }
            System.out.println(game.soundsMixed + " sounds, " + game.effectsDrawn + " effects in 1000 frames");
            System.out.println(pool.metrics().snapshot());
        }
    }
}
