package dev.filch.stress.cores.engine;

import java.util.Locale;

/** The events that a run counts. */
public enum Event {
    /** An atomic read-modify-write of a VarHandle. */
    LOCKED_INSTRUCTION,
    /** A full fence, including the one after a volatile store. */
    FENCE,
    /** A transfer of a line for a read. */
    READ_TRANSFER,
    /** A transfer of a line, or of the right to write it, for a store or a locked instruction. */
    WRITE_TRANSFER,
    /** A call of {@link System#nanoTime}. */
    CLOCK_READ,
    /** A park that blocks its thread: a voluntary context switch. */
    PARK,
    /** A call of {@code unpark}, whether or not the thread is parked. */
    UNPARK,
    /** The start of a thread. */
    START;

    /**
     * Returns the event's name in tables.
     *
     * @return the name in lower case, words separated by spaces
     */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
