package dev.filch.stress.model;

/** The sequential specification of an object. */
public interface Specification {

    /**
     * Applies an operation if the specification allows its result in the current state. After the first false the
     * object is not used again.
     *
     * @param operation its name
     * @param argument its argument, or null
     * @param result its result
     * @return whether the result is allowed
     */
    boolean allows(String operation, Object argument, Object result);
}
