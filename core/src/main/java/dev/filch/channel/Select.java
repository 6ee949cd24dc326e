package dev.filch.channel;

import dev.filch.internal.WaiterList;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Supplier;

/*
 * The idea. A selection tries all its cases. If none can be done, it spins until one can. If that takes too long, it
 * enlists a place in the line of each channel, tries all its cases again, and parks. A thread that sends to a
 * rendezvous, or receives from it, may then match the selection at one of its places. A channel with a buffer only
 * notifies the selection, which leaves all lines and begins anew; only a transfer on an unbounded channel matches it.
 * Choice explains why nothing is missed or done twice.
 */

/**
 * Waits for the first of several sends and receives that can be done, does it, and does no other. Each case names a
 * channel, an operation, and what follows:
 *
 * <pre>{@code
 * String answer = Select.select(
 *         numbers.onReceive(number -> "got " + number),
 *         words.onSend("hello", () -> "sent"));
 * }</pre>
 *
 * <p>The same channel may occur in several cases, for sends and receives alike. A selection never exchanges an element
 * with itself.
 *
 * <p><b>Fairness.</b> A selection tries its cases in turn, beginning with a random one. If it is run again, up to three
 * runs begin with the case that was done last, which is faster; then one begins with a random case again. A
 * {@linkplain #biased biased} selection always begins with its first case.
 *
 * <p><b>A closed channel</b> counts as ready, for sends at once and for receives once it is empty. If its case is
 * chosen, the selection throws a {@link ChannelClosedException}.
 *
 * <p><b>Threads.</b> Only one thread at a time may run a selection, or selections with a case in common. Otherwise
 * elements may be lost, and operations of these channels may never return. For the same reason, code that runs inside a
 * selection must not run one with a case in common: a supplier of elements, or a handler of dropped elements. Nor must
 * the subscriber of a channel use another channel of the selection, if its executor runs tasks in the sending thread.
 *
 * <p><b>Progress.</b> As for the operations of the channels. Two selections that meet on a rendezvous may wait for each
 * other's next step: one that is descheduled then delays the other.
 *
 * @param <R> the result
 */
public final class Select<R> {

    /** After this many rounds, the next one begins with a random case. A power of two. */
    private static final int ROUNDS_PER_START = 4;

    private final Case<? extends R>[] cases;

    /** Whether a case sends. */
    private final boolean sends;

    /** Whether all channels have buffers. */
    private final boolean buffered;

    private boolean biased;
    private long timeoutNanos = Channel.FOREVER;
    private Supplier<? extends R> otherwise;

    /** The index of the case that was done last. */
    private int last;

    private int rounds;
    private long random;

    private Select(Case<? extends R>[] cases) {
        this.cases = cases;
        boolean anySends = false;
        boolean allBuffered = true;
        for (Case<? extends R> each : cases) {
            anySends |= each.sends();
            allBuffered &= each.line() instanceof Side;
        }
        sends = anySends;
        buffered = allBuffered;
        random = System.nanoTime() ^ Thread.currentThread().getId();
    }

    /**
     * Waits for the first case that can be done, and does it.
     *
     * @param <R> the result
     * @param cases what to choose from
     * @return what follows the case that was done
     * @throws InterruptedException if this thread was interrupted before the call, or while it waited; nothing was sent
     *     or received
     * @throws ChannelClosedException if a channel is closed, and its case was chosen
     * @throws IllegalArgumentException if there are no cases, or one occurs twice
     * @throws NullPointerException if a case is null
     */
    @SafeVarargs
    @SuppressWarnings("varargs")
    public static <R> R select(Case<? extends R>... cases) throws InterruptedException {
        return of(cases).run();
    }

    /**
     * Prepares a selection.
     *
     * @param <R> the result
     * @param cases what to choose from
     * @return the selection, for one thread
     * @throws IllegalArgumentException if there are no cases, or one occurs twice
     * @throws NullPointerException if a case is null
     */
    @SafeVarargs
    @SuppressWarnings({"varargs", "unchecked"})
    public static <R> Select<R> of(Case<? extends R>... cases) {
        if (cases.length == 0) {
            throw new IllegalArgumentException("there are no cases");
        }
        Case<? extends R>[] copy = (Case<? extends R>[]) new Case<?>[cases.length];
        for (int i = 0; i < cases.length; i++) {
            copy[i] = Objects.requireNonNull(cases[i], "case");
            for (int j = 0; j < i; j++) {
                if (copy[j] == copy[i]) {
                    throw new IllegalArgumentException("a case occurs twice: " + copy[i]);
                }
            }
        }
        return new Select<>(copy);
    }

    /**
     * Prefers the first of several cases that can be done.
     *
     * @return this selection
     */
    public Select<R> biased() {
        biased = true;
        return this;
    }

    /**
     * Does not wait: if no case can be done at once, does something else.
     *
     * @param instead makes the result
     * @return this selection
     */
    public Select<R> orDefault(Supplier<? extends R> instead) {
        return timeout(Duration.ZERO, instead);
    }

    /**
     * Waits no longer than a timeout, and then does something else.
     *
     * @param timeout how long to wait; zero or negative means not at all
     * @param instead makes the result
     * @return this selection
     * @throws NullPointerException if an argument is null
     */
    public Select<R> timeout(Duration timeout, Supplier<? extends R> instead) {
        long nanos = Channel.nanos(timeout);
        otherwise = Objects.requireNonNull(instead, "instead");
        timeoutNanos = nanos;
        return this;
    }

    /**
     * Waits for the first case that can be done, and does it. Can be called again.
     *
     * @return what follows the case that was done
     * @throws InterruptedException if this thread was interrupted before the call, or while it waited; nothing was sent
     *     or received
     * @throws ChannelClosedException if a channel is closed, and its case was chosen
     */
    public R run() throws InterruptedException {
        Channel.throwIfInterrupted();
        try {
            begin();
            Object passed = tryCases(null);
            if (passed == null && timeoutNanos > 0) {
                passed = waitForCase(Channel.deadlineAfter(timeoutNanos));
            }
            return passed == null ? otherwise.get() : cases[last].finish(passed);
        } finally {
            end();
        }
    }

    private void begin() {
        if (sends) {
            for (Case<? extends R> each : cases) {
                each.begin();
            }
        }
    }

    private void end() {
        if (sends) {
            for (Case<? extends R> each : cases) {
                each.end();
            }
        }
    }

    /**
     * Tries the cases, and notes the index of the one that was done. What passed is not kept in a field: with some
     * collectors, it is expensive to store a young object into an old one.
     *
     * @param own the choice of this thread, which is claimed; null if it has no place in a line
     * @return as {@link Case#attempt}; null if no case is decided, or the own choice has ended
     */
    private Object tryCases(Choice own) {
        int index = firstIndex();
        for (int i = 0; i < cases.length; i++) {
            Object passed = cases[index].attempt(own);
            if (passed != null) {
                last = index;
                return passed;
            }
            if (own != null && own.hasEnded()) {
                return null;
            }
            index = index + 1 == cases.length ? 0 : index + 1;
        }
        return null;
    }

    /** The case that this round tries first. */
    private int firstIndex() {
        if (biased) {
            return 0;
        }
        return (rounds++ & (ROUNDS_PER_START - 1)) == 0 ? randomIndex() : last;
    }

    private int randomIndex() {
        // One multiplication would not do: in a loop of regular rounds, it prefers some cases. These are SplitMix64's.
        random += 0x9E3779B97F4A7C15L;
        long mixed = (random ^ random >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return (int) ((mixed >>> 33) * cases.length >>> 31);
    }

    /** Waits until a case is decided; returns what passed, or null if the deadline has passed. */
    private Object waitForCase(long deadlineNanos) throws InterruptedException {
        while (true) {
            if (buffered) {
                // The waits of the first case stand for all.
                cases[0].spin(new Readiness());
                Object passed = tryCases(null);
                if (passed != null) {
                    return passed;
                }
            }
            Choice choice = new Choice(Choice.CLAIMED);
            Object passed = park(choice, deadlineNanos);
            int outcome = choice.end();
            boolean notified = Choice.isNotification(outcome);
            try {
                if (passed == null) {
                    passed = tryCases(null);
                }
            } finally {
                if (notified) {
                    // If this thread was woken, others may go on too.
                    lineOf(outcome).wake();
                }
            }
            if (passed != null) {
                return passed;
            }
            if (!notified) {
                Channel.throwIfInterrupted();
                if (Channel.hasPassed(deadlineNanos)) {
                    return null;
                }
            }
        }
    }

    /**
     * Waits until the choice ends, and leaves all lines.
     *
     * @return what passed by this thread's own step, or by another thread's match; null if nothing
     */
    private Object park(Choice choice, long deadlineNanos) {
        for (int i = 0; i < cases.length; i++) {
            cases[i].prepare(choice, i);
        }
        for (Case<? extends R> each : cases) {
            each.enlist();
        }
        Object passed = null;
        boolean returned = false;
        try {
            passed = tryCases(choice);
            if (passed == null) {
                choice.open();
                if (!buffered) {
                    cases[0].spin(choice);
                }
                choice.await(this, Channel.earlier(deadlineNanos, firstDueNanos()));
            }
            returned = true;
        } catch (Throwable failure) {
            // Thrown by the pool, which starts a spare for this thread. Better to drop it than to lose an element.
            if (!Choice.isMatch(choice.end())) {
                throw failure;
            }
        } finally {
            int outcome = choice.end();
            if (Choice.isMatch(outcome)) {
                last = Choice.index(outcome);
                passed = cases[last].matched();
            }
            for (Case<? extends R> each : cases) {
                each.leave();
            }
            if (Choice.isWakeUp(outcome)) {
                lineOf(outcome).endWaking();
                if (!returned) {
                    // An error, for example in a handler of dropped elements. The wake-up is for another thread then.
                    lineOf(outcome).wake();
                }
            }
        }
        return passed;
    }

    /** Whether a case can be done, if all channels have buffers. */
    private final class Readiness implements AdaptiveSpin.Condition {

        @Override
        public boolean isOver() {
            return firstReady() != null;
        }

        @Override
        public int available() {
            Side ready = firstReady();
            return ready == null ? 0 : ready.available();
        }

        private Side firstReady() {
            for (Case<? extends R> each : cases) {
                Side side = (Side) each.line();
                if (side.isReady()) {
                    return side;
                }
            }
            return null;
        }
    }

    private Line lineOf(int notification) {
        return cases[Choice.index(notification)].line();
    }

    /** When the first of the timers fires. */
    private long firstDueNanos() {
        long first = WaiterList.NO_DEADLINE;
        for (Case<? extends R> each : cases) {
            first = Channel.earlier(first, each.dueNanos());
        }
        return first;
    }

    /**
     * Returns the cases.
     *
     * @return a human-readable description
     */
    @Override
    public String toString() {
        return "Select" + Arrays.toString(cases);
    }
}
