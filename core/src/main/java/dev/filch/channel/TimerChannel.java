package dev.filch.channel;

import dev.filch.internal.WaiterList;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Instant;

/*
 * The idea. No thread sends. The channel knows when its next element is due, and a receiver parks no longer than until
 * then. The receiver whose CAS moves the due time takes the element. So an unused timer costs nothing, and a timer
 * that is no longer reachable need not be cancelled.
 */

/** A channel that produces instants: once, periodically, or never. */
final class TimerChannel extends Channel<Instant> {

    /** A due time that never comes. */
    private static final long NEVER = WaiterList.NO_DEADLINE;

    private static final VarHandle DUE;
    private static final VarHandle CLOSED;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            DUE = lookup.findVarHandle(TimerChannel.class, "due", long.class).withInvokeExactBehavior();
            CLOSED = lookup.findVarHandle(TimerChannel.class, "closed", boolean.class).withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Side receivers = new Side() {

        @Override
        boolean isReady() {
            return hasPassed(dueVolatile()) || isClosed();
        }

        @Override
        public int available() {
            return size();
        }
    };

    private final Instant created = Instant.now();
    private final long createdNanos = System.nanoTime();

    /** 0 if the timer fires only once. */
    private final long periodNanos;

    /** When the next element is due, by {@link System#nanoTime}. */
    private long due;

    private boolean closed;

    /**
     * Creates a timer.
     *
     * @param firstNanos when it fires first, from now; {@link #FOREVER} if never
     * @param periodNanos 0 to fire once
     */
    TimerChannel(long firstNanos, long periodNanos) {
        this.periodNanos = periodNanos;
        due = Channel.deadlineAfter(firstNanos);
    }

    @Override
    Instant take() {
        long seen = dueVolatile();
        while (hasPassed(seen) && !isClosed()) {
            if (casDue(seen, following(seen))) {
                return created.plusNanos(seen - createdNanos);
            }
            seen = dueVolatile();
        }
        return null;
    }

    /** The due time after one that has passed: the next multiple of the period that is still to come. */
    private long following(long passed) {
        if (periodNanos == 0) {
            return NEVER;
        }
        long missed = (System.nanoTime() - passed) / periodNanos;
        long next = passed + (missed + 1) * periodNanos;
        return next == NEVER ? next + 1 : next;
    }

    @Override
    long dueNanos() {
        return dueVolatile();
    }

    @Override
    Object pass(Instant element, Choice own) {
        if (element != null) {
            throw cannotBeSentTo();
        }
        return take();
    }

    @Override
    Instant receiveUntil(long deadlineNanos) throws InterruptedException {
        while (true) {
            receivers.await(this, earlier(deadlineNanos, dueVolatile()));
            Instant element = take();
            if (element != null) {
                return element;
            }
            throwIfClosed();
            if (hasPassed(deadlineNanos)) {
                return null;
            }
        }
    }

    @Override
    Line line(boolean sends) {
        return sends ? null : receivers;
    }

    @Override
    void shut() {
        setClosedVolatile();
        receivers.endWaits();
    }

    @Override
    public boolean isClosed() {
        return closedVolatile();
    }

    @Override
    boolean put(Instant element) {
        throw cannotBeSentTo();
    }

    @Override
    boolean sendUntil(Instant element, long deadlineNanos) {
        throw cannotBeSentTo();
    }

    private static UnsupportedOperationException cannotBeSentTo() {
        return new UnsupportedOperationException("a timer sends its elements itself");
    }

    @Override
    void beginView() {
        throw new UnsupportedOperationException("a timer is no queue");
    }

    @Override
    public int size() {
        return hasPassed(dueVolatile()) && !isClosed() ? 1 : 0;
    }

    @Override
    public int capacity() {
        return 1;
    }

    /**
     * Volatile: a receiver that enlists and then finds the channel open is found by the thread that closes it. Checked
     * by ChannelScenario:T,r,c.
     */
    private boolean closedVolatile() {
        return (boolean) CLOSED.getVolatile(this);
    }

    /** Volatile: it comes before the walk that ends the waits. Checked by ChannelScenario:T,r,c. */
    private void setClosedVolatile() {
        CLOSED.setVolatile(this, true);
    }

    /** Volatile: receivers that read it twice see it advance. An older value would cost only an attempt. */
    private long dueVolatile() {
        return (long) DUE.getVolatile(this);
    }

    /** Volatile: the JDK has no weaker strong CAS. */
    private boolean casDue(long expected, long next) {
        return DUE.compareAndSet(this, expected, next);
    }
}
