package dev.filch.stress.model;

/**
 * Something the program under test must not do. It fails the execution as soon as it is made: a worker that catches
 * whatever its tasks throw does not hide it.
 */
final class Failure extends Error {

    private static final long serialVersionUID = 1;

    Failure(String message) {
        super(message, null, false, false);
        Execution execution = Execution.current();
        if (execution != null) {
            execution.fail(this);
        }
    }
}
