package dev.filch.stress.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A small program to explore. The constructor sets up fields and two to four short threads; {@link #afterwards} checks
 * what must hold at the end. A subclass is a top-level or static nested class with one constructor. Each checker loads
 * and rewrites it once, together with its nested and enclosing classes.
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
 *         require((popped == null) != (stolen == null), "exactly one of them takes the element");
 *     }
 * }
 * }</pre>
 *
 * <p>The bodies must depend only on memory: not on random numbers, clocks, or hash codes of objects.
 */
public abstract class Scenario {

    private final List<String> names = new ArrayList<>();
    private final List<Runnable> bodies = new ArrayList<>();
    private final History history = new History();
    private final Set<String> mayStayParked = new HashSet<>();
    private int stopping = -1;

    /** Creates a scenario without threads. */
    protected Scenario() {
    }

    /**
     * Adds a thread, which starts after the constructor.
     *
     * @param name its name in traces
     * @param body its work
     */
    protected final void thread(String name, Runnable body) {
        names.add(name);
        bodies.add(body);
    }

    /**
     * Adds a thread that may stop for ever before any of its accesses. In that case {@link #afterStop} is called
     * instead of {@link #afterwards}. A scenario has at most one such thread.
     *
     * @param name its name in traces
     * @param body its work
     */
    protected final void stoppingThread(String name, Runnable body) {
        if (stopping >= 0) {
            throw new IllegalStateException("only one thread may stop");
        }
        stopping = bodies.size();
        thread(name, body);
    }

    /**
     * Allows a thread to be parked at the end, such as an idle worker of a pool. The execution then ends when all other
     * threads have ended, and {@link #afterwards} is called. It must check the final state, because a lost wake-up of
     * such a thread shows only there. This does not allow a thread to spin or to wait for the end of another.
     *
     * @param thread the name of a thread of the scenario or of one started by the code under test
     */
    protected final void mayStayParked(String thread) {
        mayStayParked.add(thread);
    }

    /**
     * Runs an operation and records it in the history that {@link #requireLinearizable} checks.
     *
     * @param <R> the type of its result
     * @param name its name in the specification
     * @param argument its argument, or null
     * @param operation the operation
     * @return its result
     */
    protected final <R> R operation(String name, Object argument, Supplier<R> operation) {
        Instant start = instant();
        R result = operation.get();
        noteOperation(start, name, argument, result);
        return result;
    }

    /** The start of an operation. */
    protected static final class Instant {

        /** See {@link History#known}. */
        private final int[] known;

        private Instant(int[] known) {
            this.known = known;
        }
    }

    /**
     * The current moment, for the start of an operation that {@link #noteOperation} records at its end.
     *
     * @return the moment
     */
    protected final Instant instant() {
        return new Instant(history.known());
    }

    /**
     * Records an operation of the current thread that ends now. An operation that takes effect in several steps is
     * recorded as several operations; two of them may overlap if their order does not matter.
     *
     * @param start its start
     * @param name its name in the specification
     * @param argument its argument, or null
     * @param result its result
     */
    protected final void noteOperation(Instant start, String name, Object argument, Object result) {
        history.record(start.known, name, argument, result);
    }

    /**
     * Fails the execution unless the operations recorded so far could have happened one after another, in an order that
     * respects happens-before.
     *
     * @param start creates the specification in its initial state
     */
    protected final void requireLinearizable(Supplier<Specification> start) {
        history.requireLinearizable(start);
    }

    /**
     * Checks the final state, after all threads have ended or are parked where {@link #mayStayParked} allows it. Fails
     * by {@link #require} or by any exception.
     */
    public void afterwards() {
    }

    /**
     * Checks the state after the thread that may stop has stopped and all others have ended or wait for ever. Fails
     * like {@link #afterwards}.
     *
     * @param waiting the names of the threads that wait for ever
     */
    public void afterStop(List<String> waiting) {
        require(waiting.isEmpty(), "no thread waits for the stopped one, but these do: " + waiting);
    }

    /**
     * The outcome, for tests that check which outcomes are possible.
     *
     * @return a text, or null if the scenario has none
     */
    public String outcome() {
        return null;
    }

    /**
     * Fails the execution unless a condition holds.
     *
     * @param condition what must hold
     * @param meaning the condition in words
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

    /** The index of the thread that may stop; negative if none may. */
    final int stopping() {
        return stopping;
    }
}
