package dev.filch.stress.cores.engine;

/** A simulation does not come to its end: a wake-up was lost, or threads spin for ever. */
public final class Stuck extends RuntimeException {

    private static final long serialVersionUID = 1;

    Stuck(String what, String threads) {
        super(what + System.lineSeparator() + threads);
    }
}
