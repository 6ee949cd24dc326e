package dev.filch.stress.cores.engine;

import dev.filch.stress.rewrite.Fiber;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The simulated operating system: it decides which thread runs on which core. If other threads wait for its core, a
 * thread keeps it for at most a time slice; it can lose the core before any access. A thread that becomes ready runs on
 * its last core if that is idle, else on any idle core; else it waits for the core with the shortest queue. A core
 * without threads takes a thread that waits for another core.
 */
final class Scheduler {

    private final Machine machine;

    /** The cores with a runnable thread, except the running core and cores that wait for a line. */
    final EventQueue<Core> turns = new EventQueue<>();

    /** The ends of timed parks and joins. */
    final EventQueue<Timer> timers = new EventQueue<>();

    private final List<SimulatedThread> threads = new ArrayList<>();
    private final Map<Thread, SimulatedThread> byIdentity = new IdentityHashMap<>();
    private final Map<Thread, Long> ids = new IdentityHashMap<>();
    private int awaited;

    Scheduler(Machine machine) {
        this.machine = machine;
    }

    /** The time-out of a thread's park or join, which has no effect if that has ended before. */
    private record Timer(SimulatedThread thread, int park) {
    }

    /** Whether the run must go on: a thread that it waits for has not ended. */
    boolean isAwaited() {
        return awaited > 0;
    }

    void add(Thread identity, boolean isAwaited, Runnable body, long time) {
        PathCounts path = machine.counters.firstPath(isAwaited);
        SimulatedThread thread = new SimulatedThread(identity, isAwaited, path, () -> guard(body));
        threads.add(thread);
        byIdentity.put(identity, thread);
        machine.memory.addRegion(thread);
        awaited += isAwaited ? 1 : 0;
        makeReady(thread, time);
    }

    private void guard(Runnable body) {
        try {
            body.run();
            machine.running.awaitDrained();
        } catch (Throwable thrown) {
            machine.fail(thrown);
        }
    }

    private void makeReady(SimulatedThread thread, long time) {
        thread.state = SimulatedThread.State.RUNNABLE;
        Core core = coreFor(thread);
        if (core.thread == null) {
            core.clock = Math.max(core.clock, time);
            run(core, thread);
        } else {
            thread.readyAt = time;
            core.queue.add(thread);
            if (core == machine.running) {
                machine.limitHorizon(core.sliceEnd);
            }
        }
    }

    private Core coreFor(SimulatedThread thread) {
        if (thread.core != null && thread.core.thread == null) {
            return thread.core;
        }
        Core shortest = thread.core != null ? thread.core : machine.cores[0];
        for (Core core : machine.cores) {
            if (core.thread == null) {
                return core;
            }
            if (core.queue.size() < shortest.queue.size()) {
                shortest = core;
            }
        }
        return shortest;
    }

    private void run(Core core, SimulatedThread thread) {
        core.thread = thread;
        thread.core = core;
        thread.chargedUntil = core.clock;
        core.sliceEnd = core.clock + machine.costs.timeSlice();
        turns.add(core.clock, core);
        machine.limitHorizon(core.clock + machine.costs.lookahead());
    }

    /** Takes a core from its thread, and gives it to the next thread. */
    private void runNext(Core core) {
        machine.counters.chargePath(core);
        core.thread = null;
        SimulatedThread next = core.queue.poll();
        for (int i = 0; next == null && i < machine.cores.length; i++) {
            next = machine.cores[i].queue.poll();
        }
        if (next != null) {
            core.clock = Math.max(core.clock + machine.costs.contextSwitch(), next.readyAt);
            run(core, next);
        }
    }

    /** Lets another thread run on the core of the running thread, if one waits for it. */
    void yield(Core core) {
        if (core.queue.isEmpty()) {
            machine.pass(machine.costs.yield());
        } else {
            core.awaitDrained(); // a context switch is a full fence
            core.queue.add(core.thread);
            runNext(core);
            Fiber.pause();
        }
    }

    void end(SimulatedThread thread) {
        thread.state = SimulatedThread.State.ENDED;
        awaited -= thread.awaited ? 1 : 0;
        long now = thread.core.clock;
        for (SimulatedThread other : threads) {
            if (other.joined == thread) {
                other.joined = null;
                makeReady(other, now + machine.costs.wakeUp());
            }
        }
        runNext(thread.core);
    }

    SimulatedThread running() {
        return machine.running == null ? null : machine.running.thread;
    }

    /** Parks the running thread. A negative time means no limit; with zero, the thread does not park. */
    void park(long picoseconds, String site) {
        SimulatedThread thread = running();
        thread.core.awaitDrained();
        if (thread.permit || thread.interrupted || picoseconds == 0) {
            thread.permit = false;
            machine.pass(machine.costs.locked());
            return;
        }
        machine.counters.count(Event.PARK, CodePlace.of(site, "park"), thread.core);
        block(thread, picoseconds, site);
        thread.permit = false;
    }

    /** Blocks the running thread until it is made ready or the time is over. A negative time means no limit. */
    private void block(SimulatedThread thread, long picoseconds, String site) {
        thread.site = site;
        thread.parks++;
        if (picoseconds > 0) {
            timers.add(thread.core.clock + picoseconds, new Timer(thread, thread.parks));
        }
        thread.state = SimulatedThread.State.PARKED;
        runNext(thread.core);
        Fiber.pause();
    }

    /** Processes the first timer: ends its park or join, unless that has ended. */
    void expireTimer() {
        long now = timers.time();
        Timer timer = timers.remove();
        SimulatedThread thread = timer.thread;
        if (thread.state == SimulatedThread.State.PARKED && thread.parks == timer.park) {
            thread.joined = null;
            makeReady(thread, now + machine.costs.wakeUp());
        }
    }

    void unpark(Thread identity, String site) {
        SimulatedThread thread = byIdentity.get(identity);
        if (thread == null) {
            return; // not started: no effect, as in the JDK
        }
        machine.counters.count(Event.UNPARK, CodePlace.of(site, "unpark"), machine.running);
        Core core = spendWakeTime(thread);
        thread.permit = true;
        // The thread may have been woken or have parked while this one spent time.
        if (isParked(thread)) {
            makeReady(thread, core.clock + machine.costs.wakeUp());
        }
    }

    private static boolean isParked(SimulatedThread thread) {
        return thread.state == SimulatedThread.State.PARKED && thread.joined == null;
    }

    /** Spends the time that the running thread needs to wake another. */
    private Core spendWakeTime(SimulatedThread thread) {
        machine.running.awaitDrained();
        return machine.pass(isParked(thread) ? machine.costs.unpark() : machine.costs.locked());
    }

    /** Interrupts a thread: ends its current or next park or join. No effect before its start and after its end. */
    void interrupt(Thread identity) {
        SimulatedThread thread = byIdentity.get(identity);
        if (thread != null && thread.state != SimulatedThread.State.ENDED) {
            Core core = spendWakeTime(thread);
            thread.interrupted = true;
            if (thread.state == SimulatedThread.State.PARKED) {
                thread.joined = null;
                makeReady(thread, core.clock + machine.costs.wakeUp());
            }
        }
    }

    /** Whether a thread has been interrupted. */
    boolean isInterrupted(Thread identity) {
        SimulatedThread thread = byIdentity.get(identity);
        return thread != null && thread.interrupted;
    }

    /** Returns whether the running thread has been interrupted, and clears that. */
    boolean clearInterrupt() {
        SimulatedThread running = running();
        boolean wasInterrupted = running.interrupted;
        running.interrupted = false;
        return wasInterrupted;
    }

    @SuppressWarnings("DoNotCall") // a fiber calls Thread.run
    void start(Thread identity, String site) {
        if (byIdentity.containsKey(identity)) {
            throw new IllegalThreadStateException();
        }
        SimulatedThread running = running();
        long now = 0;
        if (running != null) {
            running.core.awaitDrained();
            machine.counters.count(Event.START, CodePlace.of(site, "start"), running.core);
            now = machine.pass(Costs.THREAD_START).clock + Costs.THREAD_BEGIN;
        }
        add(identity, false, identity::run, now);
    }

    /** Waits until a thread has ended or the time is over. A negative time means no limit. */
    void join(Thread identity, long picoseconds, String site) throws InterruptedException {
        SimulatedThread running = running();
        SimulatedThread thread = byIdentity.get(identity);
        if (!running.interrupted && thread != null && thread.state != SimulatedThread.State.ENDED) {
            running.core.awaitDrained();
            running.joined = thread;
            block(running, picoseconds, site);
        }
        if (clearInterrupt()) {
            throw new InterruptedException();
        }
    }

    boolean isAlive(Thread identity) {
        SimulatedThread thread = byIdentity.get(identity);
        return thread != null && thread.state != SimulatedThread.State.ENDED;
    }

    /** Returns the thread's number, which is unique. */
    long id(Thread identity) {
        return ids.computeIfAbsent(identity, ignored -> ids.size() + 1L);
    }

    /** Returns the result of {@link Thread#getState} for a thread. */
    Thread.State state(Thread identity) {
        SimulatedThread thread = byIdentity.get(identity);
        if (thread == null) {
            return Thread.State.NEW;
        }
        return switch (thread.state) {
            case RUNNABLE -> Thread.State.RUNNABLE;
            case PARKED -> Thread.State.WAITING;
            case ENDED -> Thread.State.TERMINATED;
        };
    }

    /** Describes what each thread does, for a report. */
    String describe() {
        return threads.stream()
                .map(SimulatedThread::describe)
                .collect(Collectors.joining(System.lineSeparator()));
    }
}
