package dev.filch.stress.cores.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A simulated core: its clock, its store buffer, the thread that it runs, and the threads that wait for it. */
final class Core {

    private static final int RECENT_LINES = 8;

    final Machine machine;
    final int number;
    final int socket;
    final StoreBuffer buffer = new StoreBuffer(this);
    private final Prefetcher prefetcher = new Prefetcher(this);

    /** Requests that have not been granted. */
    final List<Request> outstanding = new ArrayList<>(4);

    /** Runnable threads that wait for this core. */
    final Deque<SimulatedThread> queue = new ArrayDeque<>();

    /** The time in picoseconds. It may be ahead of other cores' clocks, by less than the machine's lookahead. */
    long clock;

    /** The thread that it runs; null if it is idle. */
    SimulatedThread thread;

    /** The time at which the running thread must give way to a waiting one. */
    long sliceEnd;

    /** The request that the thread waits for; null if none. */
    Request waitingFor;

    /** The entry of the store buffer from which the last load took its value. */
    int forwarded;

    private final Line[] recentLines = new Line[RECENT_LINES];
    private final long[] recentTimes = new long[RECENT_LINES];
    private int nextRecent;

    Core(Machine machine, int number, int socket) {
        this.machine = machine;
        this.number = number;
        this.socket = socket;
    }

    /** Makes a variable readable. Returns false if the store buffer has its value, in entry {@link #forwarded}. */
    boolean load(long address, CodePlace place) {
        if (!buffer.isEmpty()) {
            forwarded = buffer.find(address);
            if (forwarded >= 0) {
                return false;
            }
        }
        Line line = machine.memory.line(address);
        if (!line.isReadableBy(this)) {
            obtain(line, false, false, place);
            prefetcher.follow(address, place);
        } else if (line.prefetchedFor == number) {
            line.prefetchedFor = Line.NONE;
            prefetcher.follow(address, place);
        }
        touch(line);
        return true;
    }

    /**
     * Prepares a store. Returns true if the core may write the variable at once: it owns the line, and no earlier store
     * is pending. Returns false if the store must enter the store buffer, which then has room.
     */
    boolean store(long address) {
        if (!buffer.isEmpty()) {
            buffer.drain(clock);
        }
        Line line = machine.memory.line(address);
        if (buffer.isEmpty() && line.isWritableBy(this)) {
            touch(line);
            return true;
        }
        while (buffer.isFull()) {
            awaitOldestStore();
        }
        return false;
    }

    /** Makes a variable writable for a locked instruction. */
    void lock(long address, CodePlace place) {
        Line line = machine.memory.line(address);
        if (!line.isWritableBy(this)) {
            obtain(line, true, true, place);
        }
        touch(line);
    }

    /** Waits until the core has a line. The access that needs the line must follow at once. */
    private void obtain(Line line, boolean exclusive, boolean locked, CodePlace place) {
        if (line.isUncached()) {
            clock += machine.costs.memory();
        }
        await(request(line, exclusive, locked, place, clock));
    }

    /** Waits until all stores have taken effect. */
    void awaitDrained() {
        while (!buffer.isEmpty()) {
            awaitOldestStore();
        }
    }

    private void awaitOldestStore() {
        if (buffer.oldestCanTakeEffect()) {
            clock = Math.max(clock, buffer.oldestEffect());
            buffer.drain(clock);
        } else {
            await(request(buffer.oldestLine(), true, false, buffer.oldestPlace(), clock));
        }
    }

    /** Waits for a request to be granted; a null request was granted at once. */
    private void await(Request request) {
        if (request != null) {
            request.threadWaits = true;
            waitingFor = request;
            machine.awaitGrant(this);
        }
    }

    /** Requests a line, unless a request for it is outstanding. Returns the request; null if it was granted at once. */
    Request request(Line line, boolean exclusive, boolean locked, CodePlace place, long time) {
        for (Request request : outstanding) {
            if (request.line == line && (request.exclusive || !exclusive)) {
                return request;
            }
        }
        return machine.coherence.post(this, line, exclusive, locked, place, time);
    }

    private void touch(Line line) {
        for (int i = 0; i < RECENT_LINES; i++) {
            if (recentLines[i] == line) {
                recentTimes[i] = clock;
                return;
            }
        }
        int slot = nextRecent++ & RECENT_LINES - 1;
        recentLines[slot] = line;
        recentTimes[slot] = clock;
    }

    /**
     * Lets stores to a line take effect before another core takes the line away. If this core loses the line
     * {@code entirely}, not only the right to write it, the loss may disturb its thread.
     */
    void beforeLoss(Line line, long now, boolean entirely) {
        buffer.drain(now);
        if (entirely && waitingFor == null && thread != null && hasUsed(line, now)) {
            thread.penalty += machine.costs.disturbance();
        }
    }

    /** Requests the line again if the oldest store needs it. */
    void afterLoss(long now) {
        if (!buffer.isEmpty()) {
            buffer.drain(now);
        }
    }

    private boolean hasUsed(Line line, long now) {
        for (int i = 0; i < RECENT_LINES; i++) {
            if (recentLines[i] == line && recentTimes[i] >= now - machine.costs.recent()) {
                return true;
            }
        }
        return false;
    }

    /** Spends the time that the thread has lost to disturbances. */
    void payPenalty() {
        clock += thread.penalty;
        thread.penalty = 0;
    }
}
