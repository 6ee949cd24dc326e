package dev.filch.bench.measure;

/** A contender failed: it lost a task, ran a task twice, threw an exception, hung, or had a wrong result. */
public final class RunFailure extends Exception {

    private static final long serialVersionUID = 1L;

    public RunFailure(String message) {
        super(message);
    }

    public RunFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
