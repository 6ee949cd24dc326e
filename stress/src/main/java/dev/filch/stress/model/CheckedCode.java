package dev.filch.stress.model;

import dev.filch.stress.rewrite.Access;
import dev.filch.stress.rewrite.Instrumentation;
import java.util.Set;
import java.util.function.Predicate;

/** Rewrites code so that the {@link Execution} decides the result of each access. */
final class CheckedCode implements Instrumentation {

    private static final String BACKOFF = "dev/filch/internal/Backoff";
    private static final Set<String> PAUSES = Set.of("pause", "pauseOnce", "backOff", "yieldOnce", "patience",
            "spinsBeforeParking");

    private static final Set<String> THREAD_METHODS = Set.of("java/lang/Thread.interrupt", "java/lang/Thread.getId",
            "java/lang/Thread.threadId", "java/lang/ThreadLocal.get", "java/lang/ThreadLocal.set",
            "java/lang/ThreadLocal.remove");

    private final Mutation mutation;
    private final Predicate<String> isSingleStep;

    CheckedCode(Mutation mutation, Predicate<String> isSingleStep) {
        this.mutation = mutation;
        this.isSingleStep = isSingleStep;
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
        return owner.equals(BACKOFF) && PAUSES.contains(name) || THREAD_METHODS.contains(owner + "." + name);
    }

    @Override
    public Class<?> hooks(String owner) {
        return owner.equals(BACKOFF) ? Hooks.class : ThreadHooks.class;
    }

    @Override
    public boolean refusesCall(String owner, String name) {
        return Unsimulated.isCall(owner, name);
    }

    @Override
    public boolean isSingleStep(String name) {
        return isSingleStep.test(name);
    }

    @Override
    public boolean refusesStaticFields() {
        return true;
    }

    /** Java shows final fields to every thread that has the reference, so they are not simulated. */
    @Override
    public boolean simulatesFinalFields() {
        return false;
    }

    @Override
    public Access executed(String method, Access written) {
        return mutation.apply(method, written);
    }

    @Override
    public boolean keepsFence(String method) {
        return mutation.keepsFence(method);
    }

    @Override
    public void defined(Class<?> type) {
    }
}
