package dev.filch.stress.cores.engine;

/** Thrown if a simulation does not end: a wake-up was lost, or threads spin forever. */
public final class StuckException extends RuntimeException {

    private static final long serialVersionUID = 1;

    StuckException(String what, String threads) {
        super(what + System.lineSeparator() + threads);
    }
}
