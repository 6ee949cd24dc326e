package dev.filch.queue;

import dev.filch.stress.model.Mutation;
import dev.filch.stress.rewrite.Access;
import dev.filch.stress.rewrite.Mode;

/** Gives the accesses in one accessor of the queues another order, in whichever class declares it. */
record Weakening(String accessor, Mode read, Mode write) implements Mutation {

    /**
     * Executes volatile accesses as acquire and release. The model gives all volatile accesses one order, which can
     * hide the need for another access beside them. A scenario that fails only without that order shows that the access
     * is needed if volatile accesses have no such order.
     */
    static final Mutation VOLATILE_AS_ACQUIRE_AND_RELEASE = (method, access) -> access.with(
            access.read() == Mode.VOLATILE ? Mode.ACQUIRE : access.read(),
            access.write() == Mode.VOLATILE ? Mode.RELEASE : access.write());

    static Weakening ofRead(String accessor, Mode mode) {
        return new Weakening(accessor, mode, null);
    }

    static Weakening ofWrite(String accessor, Mode mode) {
        return new Weakening(accessor, null, mode);
    }

    static Weakening of(String accessor, Access weaker) {
        return new Weakening(accessor, weaker.read(), weaker.write());
    }

    /** Applies this mutation, then another. */
    Mutation and(Mutation other) {
        return (method, access) -> other.apply(method, apply(method, access));
    }

    @Override
    public Access apply(String method, Access access) {
        return method.endsWith("." + accessor)
                ? access.with(read == null ? access.read() : read, write == null ? access.write() : write)
                : access;
    }
}
