package dev.filch.stress.cores.engine;

import dev.filch.stress.rewrite.Fiber;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * A simulated machine with many cores, which runs rewritten code on one real thread. Each core has a clock. The core
 * with the earliest clock runs, up to its horizon: the earliest time at which another core could take one of its lines.
 * The code's own objects serve as the simulated memory: an access first spends its simulated time, then executes. A run
 * with the same seed repeats exactly.
 */
public final class Machine {

    /** The picoseconds in a nanosecond. */
    public static final long NANOSECOND = 1_000;

    /** The only machine at a time. A thread-local variable would take as long as the rest of a simulated access. */
    private static Machine current;

    final Costs costs;
    final Core[] cores;
    final SimulatedMemory memory = new SimulatedMemory();
    final RandomGenerator random;
    final Coherence coherence = new Coherence(this);
    final Counters counters = new Counters();
    final Scheduler scheduler;

    /** The running core; null during the set-up and between two turns. */
    Core running;

    /** Until its clock reaches this time, the running core may access the lines that it has. */
    private long horizon;

    /** The simulated time at which the run fails. */
    private long limit = Long.MAX_VALUE;

    private Throwable failure;

    /**
     * Creates a machine without threads.
     *
     * @param costs the costs
     * @param cores the number of cores, at most 128
     * @param sockets the number of sockets, among which the cores are divided evenly
     * @param seed the seed for the order of simultaneous requests and for the jitter
     */
    public Machine(Costs costs, int cores, int sockets, long seed) {
        if (cores < 1 || cores > CoreSet.MAX_CORES) {
            throw new IllegalArgumentException("cores must be between 1 and " + CoreSet.MAX_CORES + ", not " + cores);
        }
        if (sockets < 1 || sockets > cores) {
            throw new IllegalArgumentException("sockets must be between 1 and " + cores + ", not " + sockets);
        }
        this.costs = costs;
        this.cores = new Core[cores];
        for (int i = 0; i < cores; i++) {
            this.cores[i] = new Core(this, i, i * sockets / cores);
        }
        random = new SplittableRandom(seed);
        scheduler = new Scheduler(this);
    }

    /** Returns the machine that runs or is being set up; null if there is none. */
    static Machine current() {
        return current;
    }

    static void setCurrent(Machine machine) {
        current = machine;
    }

    /**
     * Returns the machine's counters.
     *
     * @return the counters
     */
    public Counters counters() {
        return counters;
    }

    /**
     * Runs the code that sets up the workload. It takes no simulated time. Threads that it starts begin when the
     * machine runs.
     *
     * @param code the code
     */
    public void setUp(Runnable code) {
        current = this;
        try {
            code.run();
        } finally {
            current = null;
        }
    }

    /**
     * Adds a thread whose end the run waits for.
     *
     * @param name the thread's name
     * @param body the thread's code
     */
    public void addThread(String name, Runnable body) {
        scheduler.add(new Thread(name), true, body, 0);
    }

    /**
     * Runs all threads until the {@linkplain #addThread added} ones have ended. It then abandons the other threads,
     * such as those of a pool.
     *
     * @param limit the simulated time, in picoseconds, that this may take
     * @throws StuckException if all threads are blocked, or the time is over
     */
    public void run(long limit) {
        this.limit = limit;
        current = this;
        try {
            while (scheduler.isAwaited() && failure == null) {
                if (isTurnNext()) {
                    takeTurn(scheduler.turns.remove());
                } else if (!step()) {
                    throw new StuckException("all threads are blocked", scheduler.describe());
                }
            }
        } finally {
            current = null;
            running = null;
        }
        if (failure instanceof StuckException stuck) {
            throw stuck;
        }
        if (failure != null) {
            throw new IllegalStateException("a simulated thread failed", failure);
        }
        for (Core core : cores) {
            core.buffer.flush();
        }
        memory.clear(); // because access sites keep the machine reachable until the next run
    }

    /** Records an exception of a thread; the first one counts. */
    void fail(Throwable thrown) {
        failure = failure == null ? thrown : failure;
    }

    private void takeTurn(Core core) {
        SimulatedThread thread = core.thread;
        running = core;
        updateHorizon(core);
        thread.fiber.resume();
        running = null;
        if (thread.fiber.isDone()) {
            scheduler.end(thread);
        }
    }

    private boolean isTurnNext() {
        long turn = scheduler.turns.time();
        return turn < coherence.grants.time() && turn <= scheduler.timers.time() && turn <= coherence.answers.time()
                && !scheduler.turns.isEmpty();
    }

    /** Processes the next grant, timer or answer; returns false if there is none. */
    private boolean step() {
        long grant = coherence.grants.time();
        long timer = scheduler.timers.time();
        long answer = coherence.answers.time();
        if (grant != Long.MAX_VALUE && grant <= timer && grant <= answer) {
            Request granted = coherence.grantNext();
            if (granted.threadWaits && granted.core != running) {
                scheduler.turns.add(granted.core.clock, granted.core);
            }
        } else if (timer != Long.MAX_VALUE && timer <= answer) {
            scheduler.expireTimer();
        } else if (answer != Long.MAX_VALUE) {
            coherence.answerNext();
        } else {
            return false;
        }
        return true;
    }

    private void updateHorizon(Core core) {
        long elsewhere = Math.min(Math.min(scheduler.turns.time(), scheduler.timers.time()), coherence.grants.time());
        long reach = elsewhere == Long.MAX_VALUE ? Long.MAX_VALUE : elsewhere + costs.lookahead();
        horizon = Math.min(limit, Math.min(coherence.answers.time(), reach));
        if (!core.queue.isEmpty()) {
            horizon = Math.min(horizon, core.sliceEnd);
        }
    }

    /** Lowers the horizon to a time at which the running core may lose a line. */
    void limitHorizon(long time) {
        horizon = Math.min(horizon, time);
    }

    // The host of a workload calls these on the running core.

    /**
     * Returns the time on the running core's clock.
     *
     * @return the time in picoseconds; 0 during the set-up
     */
    public long time() {
        return running == null ? 0 : running.clock;
    }

    /**
     * Spends time, as if the running thread worked without shared memory.
     *
     * @param time the time in picoseconds
     */
    public void spend(long time) {
        pass(time);
    }

    /** Lets another thread run on the running core, if one waits for it. */
    public void yield() {
        scheduler.yield(running);
    }

    /**
     * Returns the running thread.
     *
     * @return the {@code Thread} that the program sees
     */
    public Thread thread() {
        return scheduler.running().identity;
    }

    // Rewritten code calls these on the running core.

    /** Spends time, and returns the core on which the thread runs afterwards. */
    Core pass(long time) {
        Core core = running;
        core.clock += time;
        return core.clock > horizon ? catchUp() : core;
    }

    /** Processes all events before the running core's clock. */
    private Core catchUp() {
        while (true) {
            Core core = running;
            core.payPenalty();
            updateHorizon(core);
            if (core.clock <= horizon) {
                return core;
            }
            if (core.clock > limit) {
                fail(new StuckException(
                        "still running after " + limit / NANOSECOND + " ns", scheduler.describe()));
                Fiber.pause(); // never resumed: the thread could catch an exception and go on
            }
            if (core.clock >= core.sliceEnd && !core.queue.isEmpty()) {
                scheduler.yield(core);
            } else if (isTurnNext()) {
                scheduler.turns.add(core.clock, core);
                Fiber.pause();
            } else {
                step();
            }
        }
    }

    /** Processes events until the running core has the line that it waits for. Its thread keeps the core meanwhile. */
    void awaitGrant(Core core) {
        while (core.waitingFor != null) {
            if (isTurnNext()) {
                Fiber.pause(); // until the grant adds a turn for this core
            } else {
                step();
            }
        }
        updateHorizon(core);
    }

    /** Varies a duration randomly, by up to the jitter. */
    long jittered(long time) {
        return time + (long) (time * costs.jitter() * (2 * random.nextDouble() - 1));
    }

    /** Executes a full fence of the running thread. */
    void fence(CodePlace place) {
        long start = running.clock;
        running.awaitDrained();
        Core core = pass(costs.locked());
        counters.count(Event.FENCE, place, core);
        if (counters.isCounting(core.clock)) {
            core.thread.path.at(place).addTime(Math.max(0, core.clock - start));
        }
    }
}
