package dev.filch.channel;

import dev.filch.internal.WaiterList;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Supplier;

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
 * with itself. If several cases can be done, a random one is, or, in a {@linkplain #biased biased} selection, the
 * first.
 *
 * <p><b>A closed channel</b> counts as ready, for sends at once and for receives once it is empty. If its case is
 * chosen, the selection throws a {@link ChannelClosedException}.
 *
 * <p><b>Threads.</b> Only one thread at a time may run a selection, or selections with a case in common. Otherwise
 * elements may be lost, and operations of these channels may never return. For the same reason, code that runs inside a
 * selection must not run one with a case in common: a supplier of elements, or a handler of dropped elements.
 *
 * <p><b>Progress.</b> As for the operations of the channels. Two selections that meet on a rendezvous may wait for each
 * other's next step: one that is descheduled then delays the other.
 *
 * @param <R> the result
 */
public final class Select<R> {

    private final Case<? extends R>[] cases;
    private boolean biased;
    private long timeoutNanos = Channel.FOREVER;
    private Supplier<? extends R> otherwise;

    private Select(Case<? extends R>[] cases) {
        this.cases = cases;
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
            for (Case<? extends R> each : cases) {
                each.begin();
            }
            Case<? extends R> chosen = firstDecided(null);
            if (chosen == null && timeoutNanos > 0) {
                chosen = await(Channel.deadlineAfter(timeoutNanos));
            }
            return chosen == null ? otherwise.get() : chosen.finish();
        } finally {
            for (Case<? extends R> each : cases) {
                each.end();
            }
        }
    }

    /**
     * Tries the cases, in their order or from a random one on; null if none is decided, or the own choice has ended.
     */
    private Case<? extends R> firstDecided(Choice own) {
        int start = biased ? 0 : randomIndex();
        for (int i = 0; i < cases.length; i++) {
            Case<? extends R> each = cases[(start + i) % cases.length];
            if (each.isDecided(own)) {
                return each;
            }
            if (own != null && own.hasEnded()) {
                return null;
            }
        }
        return null;
    }

    private int randomIndex() {
        // One multiplication would not do: in a loop of regular rounds, it prefers some cases. These are SplitMix64's.
        long mixed = System.nanoTime() ^ Thread.currentThread().getId();
        mixed = (mixed ^ mixed >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return (int) ((mixed >>> 33) % cases.length);
    }

    /** Waits until a case is decided; null if the deadline has passed. */
    private Case<? extends R> await(long deadlineNanos) throws InterruptedException {
        while (true) {
            Choice choice = new Choice(Choice.CLAIMED);
            Case<? extends R> chosen = await(choice, deadlineNanos);
            int outcome = choice.end();
            boolean notified = Choice.isNotification(outcome);
            try {
                if (chosen == null) {
                    chosen = firstDecided(null);
                }
            } finally {
                if (notified) {
                    // If this thread was woken, others may go on too.
                    lineOf(outcome).wake();
                }
            }
            if (chosen != null) {
                return chosen;
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
     * @return the case that this thread has decided for itself, or that another thread has matched; null if none
     */
    private Case<? extends R> await(Choice choice, long deadlineNanos) {
        for (int i = 0; i < cases.length; i++) {
            cases[i].prepare(choice, i);
        }
        for (Case<? extends R> each : cases) {
            each.enlist();
        }
        Case<? extends R> chosen = null;
        boolean returned = false;
        try {
            chosen = firstDecided(choice);
            if (chosen == null) {
                choice.open();
                // The waits of the first case stand for all.
                cases[0].spin(choice);
                choice.await(this, Channel.earlier(deadlineNanos, firstDueNanos()));
            }
            returned = true;
        } catch (Throwable failure) {
            // From the pool that replaces this thread. Better to drop it than to lose an element.
            if (!Choice.isMatch(choice.end())) {
                throw failure;
            }
        } finally {
            int outcome = choice.end();
            if (Choice.isMatch(outcome)) {
                chosen = cases[Choice.index(outcome)];
                chosen.acceptMatch();
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
        return chosen;
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
