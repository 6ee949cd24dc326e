package dev.filch.stress.cores.engine;

import java.util.Locale;

/** What a run counts beside time. */
public enum Event {
    /** An atomic read-modify-write of a VarHandle. */
    LOCKED_INSTRUCTION,
    /** A full fence, also the one behind a volatile store. */
    FENCE,
    /** A transfer of a line for a read. */
    READ_TRANSFER,
    /** A transfer of a line, or of the right to write it, for a store or a locked instruction. */
    WRITE_TRANSFER,
    /** A {@link System#nanoTime}. */
    CLOCK_READ,
    /** A park that blocked its thread: a voluntary context switch. */
    PARK,
    /** A call of {@code unpark}, whether or not its thread was parked. */
    UNPARK,
    /** A start of a thread. */
    START;

    /**
     * What a table calls it.
     *
     * @return lower case, words separated by spaces
     */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
