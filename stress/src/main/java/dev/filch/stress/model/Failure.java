package dev.filch.stress.model;

/** Something the program under test must not do. */
final class Failure extends Error {

    private static final long serialVersionUID = 1;

    Failure(String message) {
        super(message, null, false, false);
    }
}
