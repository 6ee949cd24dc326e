package dev.filch.stress.model;

import dev.filch.stress.rewrite.Access;

/** A change of one access, or of one fence, of the code under test, to see whether a scenario notices. */
public interface Mutation {

    /** The code as it is. */
    Mutation NONE = (method, access) -> access;

    /**
     * What to do in the place of an access.
     *
     * @param method class and method that the access stands in
     * @param access the access
     * @return another, or the same
     */
    Access apply(String method, Access access);

    /**
     * Whether a fence stays.
     *
     * @param method class and method that the fence stands in
     * @return false to remove it
     */
    default boolean keepsFence(String method) {
        return true;
    }
}
