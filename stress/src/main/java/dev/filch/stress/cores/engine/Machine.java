package dev.filch.stress.cores.engine;

import dev.filch.stress.rewrite.Fiber;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * A simulated machine with many cores, which runs rewritten code on one real thread. Each core has a clock; the core
 * whose clock is earliest goes on, up to its horizon: the earliest moment at which another core could take away a line.
 * The code's own memory serves as the simulated memory: an access first takes its time, then happens. A run with the
 * same seed repeats exactly.
 */
public final class Machine {

    /** Picoseconds in a nanosecond. */
    public static final long NANOSECOND = 1_000;

    /** One at a time: a thread-local variable would cost as much as the rest of an access. */
    private static Machine current;

    final Costs costs;
    final Core[] cores;
    final SimulatedMemory memory = new SimulatedMemory();
    final RandomGenerator random;
    final Coherence coherence = new Coherence(this);
    final Counters counters = new Counters();
    final Scheduler scheduler;

    /** The core that runs; null during the set-up and between two turns. */
    Core running;

    /** The running core may access lines that it has until its clock is there. */
    private long horizon;

    /** The time that the run may take. */
    private long limit = Long.MAX_VALUE;

    private Throwable failure;

    /**
     * A machine without any threads.
     *
     * @param costs what things cost on it
     * @param cores how many cores it has, at most 128
     * @param sockets how many sockets they are spread over, in equal shares
     * @param seed for the order of simultaneous requests, and for the jitter
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

    /** The machine that runs or is being set up on the simulation's thread; null if none is. */
    static Machine current() {
        return current;
    }

    static void setCurrent(Machine machine) {
        current = machine;
    }

    /**
     * What the machine counts.
     *
     * @return the counts, at first of nothing
     */
    public Counters counters() {
        return counters;
    }

    /**
     * Runs code that sets up the workload; it takes no simulated time. Threads that it starts begin when the machine runs.
     *
     * @param code what to run
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
     * Adds a thread that the run waits for.
     *
     * @param name what it is called
     * @param body what it does
     */
    public void addThread(String name, Runnable body) {
        scheduler.add(new Thread(name), true, body, 0);
    }

    /**
     * Runs all threads until those that were {@linkplain #addThread added} have ended. Other threads, such as those of
     * a pool, are abandoned then.
     *
     * @param limit the simulated time, in picoseconds, that this may take
     * @throws Stuck if no thread can go on, or the time is over
     */
    public void run(long limit) {
        this.limit = limit;
        current = this;
        try {
            while (scheduler.isAwaited() && failure == null) {
                if (turnIsNext()) {
                    takeTurn(scheduler.turns.remove());
                } else if (!step()) {
                    throw new Stuck("no thread can go on", scheduler.describe());
                }
            }
        } finally {
            current = null;
            running = null;
        }
        if (failure instanceof Stuck stuck) {
            throw stuck;
        }
        if (failure != null) {
            throw new IllegalStateException("a simulated thread failed", failure);
        }
        for (Core core : cores) {
            core.buffer.flush();
        }
        memory.clear(); // sites of accesses keep the machine until the next run
    }

    /** Keeps what a thread has thrown. */
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

    private boolean turnIsNext() {
        long turn = scheduler.turns.time();
        return turn < coherence.grants.time() && turn <= scheduler.timers.time() && turn <= coherence.answers.time()
                && !scheduler.turns.isEmpty();
    }

    /** Lets the next thing happen that needs no thread to run; returns false if there is none. */
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
            scheduler.timerEnds();
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

    /** Something may happen to the running core's lines at that time. */
    void limitHorizon(long time) {
        horizon = Math.min(horizon, time);
    }

    // What the host of a workload asks, on the running core.

    /**
     * The time on the running core's clock.
     *
     * @return in picoseconds; 0 during the set-up
     */
    public long time() {
        return running == null ? 0 : running.clock;
    }

    /**
     * Lets time pass, as if the running thread were busy with memory of its own.
     *
     * @param time in picoseconds
     */
    public void spend(long time) {
        pass(time);
    }

    /** Lets another thread run on the running core if one waits for it. */
    public void yield() {
        scheduler.yield(running);
    }

    /**
     * The thread that runs.
     *
     * @return the {@code Thread} that the program sees
     */
    public Thread thread() {
        return scheduler.running().identity;
    }

    // What the rewritten code calls, on the running core.

    /** Lets time pass, and returns the core that the thread runs on afterwards. */
    Core pass(long time) {
        Core core = running;
        core.clock += time;
        return core.clock > horizon ? catchUp() : core;
    }

    /** Lets everything happen that comes before the running core's clock. */
    private Core catchUp() {
        while (true) {
            Core core = running;
            core.payPenalty();
            updateHorizon(core);
            if (core.clock <= horizon) {
                return core;
            }
            if (core.clock > limit) {
                fail(new Stuck("still runs after " + limit / NANOSECOND + " ns", scheduler.describe()));
                Fiber.pause(); // for ever: what the thread would catch must not keep it going
            }
            if (core.clock >= core.sliceEnd && !core.queue.isEmpty()) {
                scheduler.yield(core);
            } else if (turnIsNext()) {
                scheduler.turns.add(core.clock, core);
                Fiber.pause();
            } else {
                step();
            }
        }
    }

    /** Lets everything happen until the running core has what it waits for; meanwhile its thread keeps the core. */
    void awaitGrant(Core core) {
        while (core.waitingFor != null) {
            if (turnIsNext()) {
                Fiber.pause(); // whoever grants the request adds the turn in which this goes on
            } else {
                step();
            }
        }
        updateHorizon(core);
    }

    /** Varies a duration at random. */
    long jittered(long time) {
        return time + (long) (time * costs.jitter() * (2 * random.nextDouble() - 1));
    }

    /** A full fence of the running thread. */
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
