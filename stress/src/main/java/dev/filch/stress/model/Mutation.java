package dev.filch.stress.model;

import dev.filch.stress.rewrite.Access;

/** Changes one access or fence of the code under test. A scenario should then fail. */
public interface Mutation {

    /** Changes nothing. */
    Mutation NONE = (method, access) -> access;

    /**
     * The access to execute instead of the original one.
     *
     * @param method class and method that contain the access
     * @param access the access
     * @return the changed access, or the same
     */
    Access apply(String method, Access access);

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
