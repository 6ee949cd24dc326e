package dev.filch.queue;

import dev.filch.stress.model.Mutation;
import dev.filch.stress.rewrite.Access;
import dev.filch.stress.rewrite.Mode;

/** Gives the accesses in one accessor of the queues another order, in whichever class declares it. */
record Weakening(String accessor, Mode read, Mode write) implements Mutation {

    static Weakening ofRead(String accessor, Mode mode) {
        return new Weakening(accessor, mode, null);
    }

    static Weakening ofWrite(String accessor, Mode mode) {
        return new Weakening(accessor, null, mode);
    }

    static Weakening of(String accessor, Access weaker) {
        return new Weakening(accessor, weaker.read(), weaker.write());
    }

    @Override
    public Access apply(String method, Access access) {
        return method.endsWith("." + accessor)
                ? access.with(read == null ? access.read() : read, write == null ? access.write() : write)
                : access;
    }
}
