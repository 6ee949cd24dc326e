package dev.filch.stress.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A small program to explore: fields that the constructor sets up, two to four short thread bodies, and what must hold
 * in the end. A subclass is a top-level or static nested class with one constructor; it is loaded and rewritten, once
 * by each checker, together with the classes around it and in it.
 *
 * <pre>{@code
 * static final class LastElement extends Scenario {
 *     final WorkDeque<Integer> deque = WorkDeque.lifo();
 *     Integer popped;
 *     Integer stolen;
 *
 *     LastElement() {
 *         deque.push(1);
 *         thread("owner", () -> popped = deque.pop());
 *         thread("thief", () -> stolen = deque.stealer().steal());
 *     }
 *
 *     public void afterwards() {
 *         require((popped == null) != (stolen == null), "exactly one of them takes it");
 *     }
 * }
 * }</pre>
 *
 * <p>The bodies must depend on nothing but the memory: no random numbers, clocks, or hash codes of objects.
 */
public abstract class Scenario {

    private final List<String> names = new ArrayList<>();
    private final List<Runnable> bodies = new ArrayList<>();
    private final History history = new History();
    private final Set<String> mayStayParked = new HashSet<>();
    private int stopping = -1;

    /** For subclasses. */
    protected Scenario() {
    }

    /**
     * Adds a thread, which starts after the constructor.
     *
     * @param name what the trace calls it
     * @param body what it does
     */
    protected final void thread(String name, Runnable body) {
        names.add(name);
        bodies.add(body);
    }

    /**
     * Adds a thread that may stop for ever before any of its accesses: then {@link #afterStop} is called in the place
     * of {@link #afterwards}. There is one such thread at the most.
     *
     * @param name what the trace calls it
     * @param body what it does
     */
    protected final void stoppingThread(String name, Runnable body) {
        if (stopping >= 0) {
            throw new IllegalStateException("only one thread may stop");
        }
        stopping = bodies.size();
        thread(name, body);
    }

    /**
     * Allows a thread to be parked for ever, such as an idle worker of a pool: an execution ends when all others have
     * ended, and {@link #afterwards} is called then. A wake-up of such a thread that is lost shows in the final state
     * only, which {@link #afterwards} has to look at. A thread that spins, or waits for the end of another, is not
     * parked.
     *
     * @param thread the name of a thread of the scenario, or of one that the code under test starts
     */
    protected final void mayStayParked(String thread) {
        mayStayParked.add(thread);
    }

    /**
     * Does an operation and notes it in the history, which {@link #requireLinearizable} looks at.
     *
     * @param <R> what it returns
     * @param name what the specification calls it
     * @param argument what it is given, or null
     * @param operation does it
     * @return what it returned
     */
    protected final <R> R operation(String name, Object argument, Supplier<R> operation) {
        Instant start = instant();
        R result = operation.get();
        noteOperation(start, name, argument, result);
        return result;
    }

    /** When an operation of a thread began. */
    protected static final class Instant {

        /** As {@link History#known} says. */
        private final int[] known;

        private Instant(int[] known) {
            this.known = known;
        }
    }

    /**
     * The present, for the start of an operation that {@link #noteOperation} notes at its end.
     *
     * @return the current thread's present
     */
    protected final Instant instant() {
        return new Instant(history.known());
    }

    /**
     * Notes an operation of the current thread that ends now. For what takes effect in several steps: each step is an
     * operation, and two of them may overlap if their order does not matter.
     *
     * @param start when it began
     * @param name what the specification calls it
     * @param argument what it was given, or null
     * @param result what it returned
     */
    protected final void noteOperation(Instant start, String name, Object argument, Object result) {
        history.record(start.known, name, argument, result);
    }

    /**
     * Fails the execution unless the operations noted so far could have come one after the other, in an order that
     * respects happens-before.
     *
     * @param start makes the object in its first state
     */
    protected final void requireLinearizable(Supplier<Specification> start) {
        history.requireLinearizable(start);
    }

    /**
     * Looks at the final state, when all threads have ended, or are parked and {@linkplain #mayStayParked may be so for
     * ever}; fails by {@link #require} or by any exception.
     */
    public void afterwards() {
    }

    /**
     * Looks at the state that is left when the thread that may stop has stopped, and the others have ended or wait for
     * it; fails as {@link #afterwards} does.
     *
     * @param waiting the names of those that wait for ever
     */
    public void afterStop(List<String> waiting) {
        require(waiting.isEmpty(), "nobody waits for the one that has stopped, as do " + waiting);
    }

    /**
     * What came out, for tests that ask which outcomes are possible.
     *
     * @return a text; null if that is not asked
     */
    public String outcome() {
        return null;
    }

    /**
     * Fails the execution unless a condition holds.
     *
     * @param condition what must hold
     * @param meaning what that means
     */
    protected static void require(boolean condition, String meaning) {
        if (!condition) {
            throw new Failure("does not hold: " + meaning);
        }
    }

    final List<String> names() {
        return names;
    }

    final List<Runnable> bodies() {
        return bodies;
    }

    final boolean allowsParked(String thread) {
        return mayStayParked.contains(thread);
    }

    /** Which of the bodies may stop for ever; negative if none may. */
    final int stopping() {
        return stopping;
    }
}
