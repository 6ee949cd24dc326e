package dev.filch.stress.cores.engine;

/**
 * A core's stream prefetcher: if a core reads a line that it did not have, and recently read the line before it, the
 * prefetcher asks for the next lines. So a thread that follows another through memory waits for few of its lines, but
 * takes some away that the other is about to write.
 */
final class Prefetcher {

    private static final int STREAMS = 16;

    private final Core core;

    /** The line numbers that the streams have come to. */
    private final long[] lines = new long[STREAMS];

    private int next;

    Prefetcher(Core core) {
        this.core = core;
    }

    /** The core reads a line that it did not have, or that was prefetched for it. */
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
        if (!line.isReadableBy(core) && !line.isNowhere()) {
            Request request = core.request(line, false, false, place, core.clock);
            request.isPrefetch |= !request.threadWaits;
        }
    }
}
