package dev.filch.channel;

import dev.filch.internal.WaiterList;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;

/**
 * Receives a channel's elements for a subscriber. Takes no element from the channel that the subscriber has not
 * requested. The task gives all signals after {@code onSubscribe}.
 */
final class FlowSubscription<E> extends SerialTask implements Flow.Subscription {

    private static final VarHandle REQUESTED;
    private static final VarHandle FAILURE;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            REQUESTED = lookup.findVarHandle(FlowSubscription.class, "requested", long.class).withInvokeExactBehavior();
            FAILURE = lookup.findVarHandle(FlowSubscription.class, "failure", Throwable.class)
                    .withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Channel<E> channel;
    private final TaskWait<E> wait;

    /** Null once the subscription has ended, so that the subscriber is no longer reachable from here. */
    private Flow.Subscriber<? super E> subscriber;

    private CloseListener closeListener;

    /** Completes when the element of a timer's channel is due; null if the task waits for none. */
    private CompletableFuture<Void> timeout;

    /** How many elements the subscriber has requested since the task last took over the number. */
    private long requested;

    /** How many elements the task may still signal; {@link Long#MAX_VALUE} means any number. */
    private long granted;

    /** Why the subscription ends with an error although the channel has none; null if it does not. */
    private Throwable failure;

    FlowSubscription(Channel<E> channel, Flow.Subscriber<? super E> subscriber, Executor executor) {
        super(executor);
        this.channel = channel;
        this.subscriber = subscriber;
        wait = new TaskWait<>(channel, false, this);
    }

    /** Signals {@code onSubscribe}, and begins to serve requests. */
    void begin() {
        boolean returned = false;
        try {
            subscriber.onSubscribe(this);
            returned = true;
        } finally {
            if (!returned) {
                end();
            }
        }
        closeListener = new CloseListener(channel, this);
        start();
    }

    @Override
    public void request(long elements) {
        if (elements > 0) {
            if (addRequested(elements)) {
                wake();
            }
        } else if (!wait.isStopped()) {
            setFailureRelease(new IllegalArgumentException("rule 3.9: the number must be positive: " + elements));
            cancel();
        }
    }

    /** Adds to what is requested; true if the task may not know yet that there is a request. */
    private boolean addRequested(long elements) {
        long seen = requestedVolatile();
        while (!casRequested(seen, seen + elements < 0 ? Long.MAX_VALUE : seen + elements)) {
            seen = requestedVolatile();
        }
        return seen == 0;
    }

    @Override
    public void cancel() {
        wait.stop();
        wake();
    }

    @Override
    Next step() {
        try {
            return signalElements();
        } catch (Throwable thrown) {
            if (subscriber != null) {
                // The subscriber has not thrown it: perhaps there is no memory for a place in the line.
                refused(thrown);
            }
            throw thrown;
        }
    }

    private Next signalElements() {
        for (int attempts = 0; attempts < MAX_ELEMENTS; attempts++) {
            if (wait.isWaiting()) {
                return Next.WAIT;
            }
            E element = wait.leave();
            if (element == null) {
                if (wait.isStopped()) {
                    return finishStopped();
                }
                // Read before the attempt: an element that was sent before the channel was closed is not missed.
                boolean closed = channel.isClosed();
                boolean demanded = isDemanded();
                element = demanded ? receive() : null;
                if (element == null && closed && (demanded || channel.size() == 0)) {
                    return finish(channel.closeCause());
                }
                if (!demanded) {
                    wait.passOn();
                    return Next.WAIT;
                }
            }
            if (element != null) {
                signal(element);
            }
        }
        return Next.YIELD;
    }

    /** Whether the task may signal an element. */
    private boolean isDemanded() {
        if (granted == 0 && requestedVolatile() != 0) {
            granted = getAndSetRequested(0);
        }
        return granted != 0;
    }

    /** Receives an element, or begins to wait for one. */
    private E receive() {
        E element = wait.pass(null);
        if (element == null && wait.isWaiting()) {
            retryWhenDue(channel.dueNanos());
        }
        return element;
    }

    /** On a timer's channel, no thread sends, so the task must try again when the element is due. */
    private void retryWhenDue(long dueNanos) {
        endTimeout();
        if (dueNanos != WaiterList.NO_DEADLINE) {
            timeout = new CompletableFuture<Void>()
                    .completeOnTimeout(null, dueNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
            CompletableFuture<Void> ignored = timeout.thenRun(wait::retry);
        }
    }

    /** Lets the JDK's timer forget this subscription. */
    private void endTimeout() {
        if (timeout != null) {
            timeout.cancel(false);
            timeout = null;
        }
    }

    private void signal(E element) {
        if (granted != Long.MAX_VALUE) {
            granted--;
        }
        boolean returned = false;
        try {
            subscriber.onNext(element);
            returned = true;
        } finally {
            if (!returned) {
                detach();
            }
        }
    }

    private Next finishStopped() {
        Throwable error = failureAcquire();
        if (error != null) {
            return finish(error);
        }
        detach();
        return Next.END;
    }

    private Next finish(Throwable error) {
        Flow.Subscriber<? super E> last = subscriber;
        detach();
        if (error == null) {
            last.onComplete();
        } else {
            last.onError(error);
        }
        return Next.END;
    }

    /** Lets go of the subscriber and the channel. */
    private void detach() {
        subscriber = null;
        closeListener.end();
        wait.passOn();
        // The last, because it may need memory.
        endTimeout();
    }

    /** A partner at a rendezvous may have handed over an element already: it is signalled first. */
    @Override
    void refused(Throwable reason) {
        E matched = wait.leave();
        if (matched != null) {
            signal(matched);
        }
        if (wait.isStopped()) {
            finishStopped();
        } else {
            finish(reason);
        }
    }

    /**
     * Volatile: a task that finds no request and becomes idle is woken by the subscriber, as SerialTask explains.
     * Checked by FlowScenario:1,false,0,tc,q.
     */
    private long requestedVolatile() {
        return (long) REQUESTED.getVolatile(this);
    }

    /** Volatile: W1 of SerialTask. Checked by FlowScenario:1,false,0,tc,q. */
    private boolean casRequested(long expected, long next) {
        return REQUESTED.compareAndSet(this, expected, next);
    }

    /** Volatile: the task needs only the acquire, but the JDK's form with acquire is a loop on some JVMs. */
    private long getAndSetRequested(long next) {
        return (long) REQUESTED.getAndSet(this, next);
    }

    /** Acquire: pairs with setFailureRelease, so that the exception's contents are visible. */
    private Throwable failureAcquire() {
        return (Throwable) FAILURE.getAcquire(this);
    }

    /** Release: as failureAcquire. If the subscriber makes several mistakes, it is told of any of them. */
    private void setFailureRelease(Throwable next) {
        FAILURE.setRelease(this, next);
    }
}
