package dev.filch.stress.model;

import dev.filch.stress.rewrite.Access;
import dev.filch.stress.rewrite.Mode;

/** Changes one access or fence of the code under test. A scenario should then fail. */
public interface Mutation {

    /** Changes nothing. */
    Mutation NONE = (method, access) -> access;

    /**
     * Executes volatile accesses as acquire and release. The model gives all volatile accesses one order, which can
     * hide the need for another access beside them. A scenario that fails only without that order shows that the access
     * is needed if volatile accesses have no such order.
     */
    Mutation VOLATILE_AS_ACQUIRE_AND_RELEASE = (method, access) -> access.with(
            access.read() == Mode.VOLATILE ? Mode.ACQUIRE : access.read(),
            access.write() == Mode.VOLATILE ? Mode.RELEASE : access.write());

    /**
     * The access to execute instead of the original one.
     *
     * @param method class and method that contain the access
     * @param access the access
     * @return the changed access, or the same
     */
    Access apply(String method, Access access);

    /**
     * Changes accesses by this mutation, and then by another.
     *
     * @param other the other mutation
     * @return both, which keep all fences
     */
    default Mutation and(Mutation other) {
        return (method, access) -> other.apply(method, apply(method, access));
    }

    /**
     * Whether a fence is kept.
     *
     * @param method class and method that contain the fence
     * @return false to remove it
     */
    default boolean keepsFence(String method) {
        return true;
    }
}
