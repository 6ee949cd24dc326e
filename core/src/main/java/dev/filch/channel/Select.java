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
 * with itself.
 *
 * <p><b>Fairness.</b> A selection tries its cases in turn, beginning with a random one. If it is run again, the next
 * three runs begin with the case that was done last. This is faster, and no case waits long for its turn. A
 * {@linkplain #biased biased} selection always begins with its first case.
 *
 * <p><b>A closed channel</b> counts as ready, for sends at once and for receives once it is empty. If its case is
 * chosen, the selection throws a {@link ChannelClosedException}.
 *
 * <p><b>Threads.</b> Only one thread at a time may run a selection, or selections with a case in common. Otherwise
 * elements may be lost, and operations of these channels may never return.
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

    /** The case that the next round tries first. */
    private int start;

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
        timeoutNanos = Channel.nanos(timeout);
        otherwise = Objects.requireNonNull(instead, "instead");
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
            int index = firstIndex();
            for (int i = 0; i < cases.length; i++) {
                Case<? extends R> each = cases[index];
                // Held in no field, because a collector may make the store of a young object expensive.
                Object passed = each.attempt(null);
                if (passed != null) {
                    start = index;
                    return each.finish(passed);
                }
                index = following(index);
            }
            Case<? extends R> chosen = timeoutNanos <= 0 ? null : await(Channel.deadlineAfter(timeoutNanos));
            return chosen == null ? otherwise.get() : chosen.finish();
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

    /** The case that this round tries first. */
    private int firstIndex() {
        if (!biased && (rounds++ & (ROUNDS_PER_START - 1)) == 0) {
            start = randomIndex();
        }
        return start;
    }

    private int following(int index) {
        return index + 1 == cases.length ? 0 : index + 1;
    }

    private int randomIndex() {
        // One multiplication would not do: in a loop of regular rounds, it prefers some cases. These are SplitMix64's.
        random += 0x9E3779B97F4A7C15L;
        long mixed = (random ^ random >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return (int) ((mixed >>> 33) * cases.length >>> 31);
    }

    /** Tries the cases; null if none is decided, or the own choice has ended. */
    private Case<? extends R> firstDecided(Choice own) {
        int index = firstIndex();
        for (int i = 0; i < cases.length; i++) {
            Case<? extends R> each = cases[index];
            if (each.isDecided(own)) {
                return each;
            }
            if (own != null && own.hasEnded()) {
                return null;
            }
            index = following(index);
        }
        return null;
    }

    /** Waits until a case is decided; null if the deadline has passed. */
    private Case<? extends R> await(long deadlineNanos) throws InterruptedException {
        while (true) {
            if (buffered) {
                // The waits of the first case stand for all.
                cases[0].line().spin.await(new Readiness());
                Case<? extends R> ready = firstDecided(null);
                if (ready != null) {
                    return ready;
                }
            }
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
                if (!buffered) {
                    cases[0].spin(choice);
                }
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
