package dev.filch.queue;

import dev.filch.stress.model.Mutation;
import dev.filch.stress.rewrite.Access;
import dev.filch.stress.rewrite.Mode;

/** Another order for the accesses in one accessor of the queue floor, whichever class declares it. */
record Weakening(String accessor, Mode read, Mode write) implements Mutation {

    /**
     * Volatile accesses that order no more than what happens before and after them. The memory model executes them in
     * their one order, which hides what an access beside them is needed for; a failure that shows up without that order
     * needs an order of the volatile accesses which the model leaves out.
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

    /** This one, and another behind it. */
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
