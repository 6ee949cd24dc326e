package dev.filch.bench.measure;

/** A contender did not do its work: it lost a task, ran one twice, threw, hung, or came to another result. */
public final class RunFailure extends Exception {

    private static final long serialVersionUID = 1L;

    public RunFailure(String message) {
        super(message);
    }

    public RunFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
