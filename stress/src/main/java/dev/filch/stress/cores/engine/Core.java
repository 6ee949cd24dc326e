package dev.filch.stress.cores.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A simulated core: its clock, its store buffer, the thread it runs and those that wait for it. */
final class Core {

    private static final int RECENT_LINES = 8;

    final Machine machine;
    final int number;
    final int socket;
    final StoreBuffer buffer = new StoreBuffer(this);
    private final Prefetcher prefetcher = new Prefetcher(this);

    /** Requests that have not been granted. */
    final List<Request> outstanding = new ArrayList<>(4);

    /** Threads that are ready to run and wait for this core. */
    final Deque<SimulatedThread> queue = new ArrayDeque<>();

    /** In picoseconds. It may be ahead of other cores' clocks by less than the machine's lookahead. */
    long clock;

    /** The thread it runs; null if it is idle. */
    SimulatedThread thread;

    /** When another thread may run in place of this one. */
    long sliceEnd;

    /** The request that the thread waits for; null if none. */
    Request waitingFor;

    /** The entry of the store buffer that the last load has found its value in. */
    int forwarded;

    private final Line[] recentLines = new Line[RECENT_LINES];
    private final long[] recentTimes = new long[RECENT_LINES];
    private int nextRecent;

    Core(Machine machine, int number, int socket) {
        this.machine = machine;
        this.number = number;
        this.socket = socket;
    }

    /** Makes a variable readable. Returns false if its value is in the store buffer, at {@link #forwarded}. */
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
     * Makes a variable writable if nothing else has to be written before. Returns false if the store has to go to the
     * store buffer, which has room for it then.
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

    /** Waits until a line is there. The access that needs it must follow at once. */
    private void obtain(Line line, boolean exclusive, boolean locked, CodePlace place) {
        if (line.isNowhere()) {
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

    /** Waits for a line; a null request is one that has been granted at once. */
    private void await(Request request) {
        if (request != null) {
            request.threadWaits = true;
            waitingFor = request;
            machine.awaitGrant(this);
        }
    }

    /** Asks for a line unless that has been done, and says which request it is. */
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

    /** Another core takes a line away: what was stored there until now takes effect. */
    void beforeLoss(Line line, long now, boolean entirely) {
        buffer.drain(now);
        if (entirely && waitingFor == null && thread != null && hasUsed(line, now)) {
            thread.penalty += machine.costs.disturbance();
        }
    }

    /** Asks for the line again if the oldest store still needs it. */
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

    /** Spends the time that was lost. */
    void payPenalty() {
        clock += thread.penalty;
        thread.penalty = 0;
    }
}
