package dev.filch.stress.cores.engine;

/**
 * A core's stream prefetcher. If a core misses on a line, and recently missed on the preceding line, the prefetcher
 * requests the next lines. So a thread that follows another through memory waits for few lines. But it also takes some
 * lines that the other thread is about to write.
 */
final class Prefetcher {

    private static final int STREAMS = 16;

    private final Core core;

    /** The number of the last line of each stream. */
    private final long[] lines = new long[STREAMS];

    private int next;

    Prefetcher(Core core) {
        this.core = core;
    }

    /** Requests the next lines after the core has missed on a line or first read a prefetched one. */
    void follow(long address, CodePlace place) {
        int ahead = core.machine.costs.prefetch();
        if (ahead == 0) {
            return;
        }
        long number = SimulatedMemory.lineNumber(address);
        for (int i = 0; i < STREAMS; i++) {
            if (lines[i] == number - 1) {
                lines[i] = number;
                for (int distance = 1; distance <= ahead; distance++) {
                    fetch(address + (long) distance * SimulatedMemory.LINE_BYTES, place);
                }
                return;
            }
        }
        lines[next++ % STREAMS] = number;
    }

    private void fetch(long address, CodePlace place) {
        if (!core.machine.memory.isAllocated(address)) {
            return;
        }
        Line line = core.machine.memory.line(address);
        if (!line.isReadableBy(core) && !line.isUncached()) {
            Request request = core.request(line, false, false, place, core.clock);
            request.isPrefetch |= !request.threadWaits;
        }
    }
}
