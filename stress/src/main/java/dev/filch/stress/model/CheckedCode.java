package dev.filch.stress.model;

import dev.filch.stress.rewrite.Access;
import dev.filch.stress.rewrite.Instrumentation;
import java.util.Set;

/** Rewrites code so that the {@link Execution} decides on each of its accesses. */
final class CheckedCode implements Instrumentation {

    private static final Set<String> PAUSES = Set.of("pause", "pauseOnce", "fallBack", "giveWay", "patience");

    private final Mutation mutation;

    CheckedCode(Mutation mutation) {
        this.mutation = mutation;
    }

    @Override
    public Class<?> hooks() {
        return Hooks.class;
    }

    @Override
    public Class<?> links() {
        return AccessLinks.class;
    }

    @Override
    public boolean replacesCall(String owner, String name) {
        return owner.equals("dev/filch/internal/Backoff") && PAUSES.contains(name);
    }

    @Override
    public boolean refusesCall(String owner, String name) {
        return Unsimulated.isCall(owner, name);
    }

    @Override
    public boolean refusesStaticFields() {
        return true;
    }

    /** Java shows final fields to every thread that has the reference, so they are read as they are. */
    @Override
    public boolean simulatesFinalFields() {
        return false;
    }

    @Override
    public Access executed(String method, Access written) {
        return mutation.apply(method, written);
    }

    @Override
    public void defined(Class<?> type) {
    }
}
