package dev.filch.stress.model;

/**
 * A violation by the program under test. Creating it fails the execution, so a worker that catches what its tasks throw
 * does not hide it.
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
