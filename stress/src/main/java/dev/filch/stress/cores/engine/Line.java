package dev.filch.stress.cores.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * A cache line: the cores that have it, and the requests for it.
 *
 * <p>Invariants. A line never has both an owner and copies. Between the answer to an exclusive request and the line's
 * arrival it has neither, and no other request is answered.
 */
final class Line {

    /** No core. */
    static final int NONE = -1;

    /** No answer is due. */
    static final long NEVER = Long.MAX_VALUE;

    /** The only core that has the line, and may write it; or {@link #NONE}. */
    int owner = NONE;

    /** The cores that have copies, which they may only read. */
    final CoreSet copies = new CoreSet();

    /** The core that has prefetched the line and not read it yet; or {@link #NONE}. */
    int prefetchedFor = NONE;

    /** The requests that have not been answered. */
    final List<Request> waiting = new ArrayList<>(2);

    /** Changes with each answer to an exclusive request. */
    int version;

    /** Whether the line travels to a new owner. */
    boolean inFlight;

    /** The core that the line travels to; valid while it is in flight. */
    int destination = NONE;

    /** The time before which the holder answers no request. */
    long heldUntil;

    /** The time of the next answer; {@link #NEVER} if none is due. */
    long nextAnswer = NEVER;

    boolean isWritableBy(Core core) {
        return owner == core.number;
    }

    boolean isReadableBy(Core core) {
        return owner == core.number || copies.contains(core.number);
    }

    /** Whether no core has the line or waits for it. */
    boolean isUncached() {
        return owner == NONE && copies.isEmpty() && !inFlight && waiting.isEmpty();
    }
}
