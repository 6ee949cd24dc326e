package dev.filch.stress.cores.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * A cache line: which cores have it, and which have asked for it.
 *
 * <p>Invariants. A line has an owner, or copies, or neither; never both. Between the answer to an exclusive request and
 * the line's arrival it has neither, and no other request is answered.
 */
final class Line {

    /** No core owns it. */
    static final int NONE = -1;

    /** No answer is due. */
    static final long NEVER = Long.MAX_VALUE;

    /** The only core that has it, and may write it; or {@link #NONE}. */
    int owner = NONE;

    /** The cores that may read it. */
    final CoreSet copies = new CoreSet();

    /** The core that it was prefetched for, until that core reads it; or {@link #NONE}. */
    int prefetchedFor = NONE;

    /** Requests that have been posted and not answered. */
    final List<Request> waiting = new ArrayList<>(2);

    /** Changes whenever the line is promised to one core alone. */
    int version;

    /** Whether it is on its way to a new owner. */
    boolean inFlight;

    /** The core that it was promised to last; meaningful while it is in flight. */
    int home = NONE;

    /** Its holder answers no request before this. */
    long heldUntil;

    /** When the next request is answered; {@link #NEVER} if none is due. */
    long nextAnswer = NEVER;

    boolean isWritableBy(Core core) {
        return owner == core.number;
    }

    boolean isReadableBy(Core core) {
        return owner == core.number || copies.contains(core.number);
    }

    /** Whether no core has it and none is about to. */
    boolean isNowhere() {
        return owner == NONE && copies.isEmpty() && !inFlight && waiting.isEmpty();
    }
}
