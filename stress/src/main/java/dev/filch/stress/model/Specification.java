package dev.filch.stress.model;

/** What an object does if its operations come one after the other. */
public interface Specification {

    /**
     * Does an operation, if it may return what it has returned. After a false nothing more is asked.
     *
     * @param operation what it is called
     * @param argument what it was given, or null
     * @param result what it returned
     * @return whether it may, in the present state
     */
    boolean allows(String operation, Object argument, Object result);
}
