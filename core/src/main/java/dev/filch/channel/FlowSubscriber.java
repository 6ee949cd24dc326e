package dev.filch.channel;

import dev.filch.queue.Injector;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;

/**
 * Sends a publisher's elements to a channel. Requests as many elements as there is room for. If other senders take the
 * room meanwhile, the elements wait here. The publisher's thread runs the task if it is idle, and otherwise the
 * executor does.
 */
final class FlowSubscriber<E> extends SerialTask implements Flow.Subscriber<E> {

    private static final Throwable NO_ERROR = new Throwable(null, null, false, false) {
        private static final long serialVersionUID = 1;
    };

    private static final VarHandle SUBSCRIPTION;
    private static final VarHandle COMPLETION;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            SUBSCRIPTION = lookup.findVarHandle(FlowSubscriber.class, "subscription", Flow.Subscription.class)
                    .withInvokeExactBehavior();
            COMPLETION = lookup.findVarHandle(FlowSubscriber.class, "completion", Throwable.class)
                    .withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Channel<E> channel;
    private final TaskWait<E> wait;

    /** The maximum number of elements that are requested and have not arrived. */
    private final int maxRequested;

    /** Elements that have arrived, and not been taken out by the task. */
    private final Injector<E> arrived = new Injector<>();

    /** Null until the publisher has begun, and then final. The task's state publishes it to the task. */
    private Flow.Subscription subscription;

    /** What the publisher has ended with; {@link #NO_ERROR} if it has completed; null while it has not ended. */
    private Throwable completion;

    private CloseListener closeListener;

    /** What waits to be sent; null if nothing does. */
    private E element;

    /** How many elements are requested and have not been taken out of {@link #arrived}. */
    private int requested;

    FlowSubscriber(Channel<E> channel, Executor executor) {
        super(executor);
        this.channel = channel;
        wait = new TaskWait<>(channel, true, this);
        maxRequested = Math.max(1, Math.min(channel.capacity(), MAX_ELEMENTS));
    }

    @Override
    public void onSubscribe(Flow.Subscription next) {
        Objects.requireNonNull(next, "subscription");
        if (casSubscription(null, next)) {
            closeListener = new CloseListener(channel, this);
            startHere();
        } else {
            next.cancel();
        }
    }

    @Override
    public void onNext(E next) {
        Objects.requireNonNull(next, "element");
        if (!hasEnded()) {
            arrived.push(next);
            wakeHere();
        }
    }

    @Override
    public void onError(Throwable error) {
        Objects.requireNonNull(error, "error");
        complete(error);
    }

    @Override
    public void onComplete() {
        complete(NO_ERROR);
    }

    private void complete(Throwable how) {
        casCompletion(null, how);
        wakeHere();
    }

    @Override
    Next step() {
        try {
            Next next = sendElements();
            if (next != Next.END) {
                return next;
            }
        } catch (Throwable thrown) {
            // By a handler of dropped elements, for example. The receivers are told.
            channel.close(thrown);
        }
        finish();
        return Next.END;
    }

    private Next sendElements() {
        for (int attempts = 0; attempts < MAX_ELEMENTS; attempts++) {
            if (wait.isWaiting()) {
                return Next.WAIT;
            }
            if (wait.leave() != null) {
                element = null;
            }
            if (channel.isClosed()) {
                return Next.END;
            }
            // Read before the elements, so that none which arrived earlier is missed.
            Throwable completed = completionVolatile();
            if (element != null || takeArrived()) {
                element = wait.pass(element) == null ? element : null;
            } else if (completed != null) {
                channel.close(completed == NO_ERROR ? null : completed);
                return Next.END;
            } else if (!requestMore()) {
                // The publisher may have no more elements, but other senders may.
                wait.passOn();
                return Next.WAIT;
            }
        }
        return Next.YIELD;
    }

    private boolean takeArrived() {
        element = arrived.poll();
        if (element != null) {
            requested--;
        }
        return element != null;
    }

    /** Requests elements for which there is room, or waits for room. Returns whether the task can go on. */
    private boolean requestMore() {
        int more = requested > maxRequested / 2 ? 0 : room() - requested;
        if (more > 0) {
            requested += more;
            subscription.request(more);
            return true;
        }
        return requested == 0 && !wait.awaitRoom();
    }

    private int room() {
        if (channel.line(true) == null || channel.capacity() == 0) {
            // Sends never wait, or always wait for a receiver: then one element waits here.
            return maxRequested;
        }
        return Math.min(channel.capacity() - channel.size(), maxRequested);
    }

    /** Lets go of the channel, which is closed, and of the publisher. */
    private void finish() {
        closeListener.end();
        wait.leave();
        wait.passOn();
        element = null;
        arrived.clear();
        if (completionVolatile() == null) {
            subscription.cancel();
        }
    }

    @Override
    void refused(Throwable reason) {
        channel.close(reason);
        finish();
    }

    /** Volatile: the first subscription counts; the JDK has no strong CAS without an order. */
    private boolean casSubscription(Flow.Subscription expected, Flow.Subscription next) {
        return SUBSCRIPTION.compareAndSet(this, expected, next);
    }

    /** Volatile: T2 of SerialTask. Checked by FlowScenario:0,false,,nne,rr. */
    private Throwable completionVolatile() {
        return (Throwable) COMPLETION.getVolatile(this);
    }

    /** Volatile: W1 of SerialTask. Checked by FlowScenario:0,false,,nne,rr. */
    private boolean casCompletion(Throwable expected, Throwable next) {
        return COMPLETION.compareAndSet(this, expected, next);
    }
}
