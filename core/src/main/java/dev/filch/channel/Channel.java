package dev.filch.channel;

import dev.filch.internal.WaiterList;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.TransferQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Hands elements from threads that send to threads that receive. Threads park while they cannot go on. They may be
 * platform or virtual threads.
 *
 * <p><b>Order.</b> Elements are received in the order in which they were sent. Threads that wait are woken in the order
 * in which they came, but a thread that comes later and does not wait may be faster.
 *
 * <p><b>Inside a pool's task</b>, a wait counts as blocked: a spare thread of the pool takes over meanwhile.
 *
 * @param <E> the element type; elements are never null
 */
public abstract sealed class Channel<E> implements Sender<E>, Receiver<E>
        permits BufferedChannel, Rendezvous, TimerChannel {

    /** A timeout of this many nanoseconds never passes. */
    static final long FOREVER = Long.MAX_VALUE;

    private static final Throwable NO_CAUSE = new Throwable(null, null, false, false) {
        private static final long serialVersionUID = 1;
    };

    private static final VarHandle CAUSE;
    private static final VarHandle CLOSE_LISTENERS;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            CAUSE = lookup.findVarHandle(Channel.class, "cause", Throwable.class).withInvokeExactBehavior();
            CLOSE_LISTENERS =
                    lookup.findVarHandle(Channel.class, "closeListeners", Line.class).withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** What the channel was closed with; {@link #NO_CAUSE} if it was closed without a cause; null while it is open. */
    private Throwable cause;

    /** The tasks to wake when the channel is closed; null until there is one. */
    private Line closeListeners;

    Channel() {
    }

    /**
     * Creates a channel that holds up to a number of elements.
     *
     * @param <E> the element type
     * @param capacity how many elements, from 1 to 1,073,741,823
     * @return the channel
     * @throws IllegalArgumentException if {@code capacity} is not in this range
     * @throws OutOfMemoryError if there is no memory for this capacity
     */
    public static <E> Channel<E> bounded(int capacity) {
        return new RingChannel<>(capacity);
    }

    /**
     * Creates a channel that holds any number of elements. Sends never wait.
     *
     * @param <E> the element type
     * @return the channel
     */
    public static <E> Channel<E> unbounded() {
        return new InjectorChannel<>();
    }

    /**
     * Creates a channel that holds nothing: each send waits for a receive, and gives it the element.
     *
     * @param <E> the element type
     * @return the channel
     */
    public static <E> Channel<E> rendezvous() {
        return new Rendezvous<>();
    }

    /**
     * Creates a channel that holds up to a number of elements. A send to the full channel removes the oldest element.
     * Sends never park.
     *
     * @param <E> the element type
     * @param capacity how many elements, from 1 to 1,073,741,823
     * @return the channel, which {@linkplain #dropped counts} the removed elements
     * @throws IllegalArgumentException if {@code capacity} is not in this range
     * @throws OutOfMemoryError if there is no memory for this capacity
     */
    public static <E> Channel<E> dropOldest(int capacity) {
        return dropOldest(capacity, element -> { });
    }

    /**
     * Creates a channel that holds up to a number of elements. A send to the full channel removes the oldest element,
     * and passes it to a handler. Sends never park.
     *
     * @param <E> the element type
     * @param capacity how many elements, from 1 to 1,073,741,823
     * @param onDrop is called by the sender with each element that it removes, after its own element is in the channel.
     *     It may use this channel; if it sends, it is called again with what this removes. What it throws is thrown by
     *     the send, which has sent its element nevertheless. In a {@link Select}, it is a part of the selection: then
     *     it must not wait for other threads, nor use a rendezvous that a selection may use
     * @return the channel, which {@linkplain #dropped counts} the removed elements
     * @throws IllegalArgumentException if {@code capacity} is not in this range
     * @throws NullPointerException if {@code onDrop} is null
     * @throws OutOfMemoryError if there is no memory for this capacity
     */
    public static <E> Channel<E> dropOldest(int capacity, Consumer<? super E> onDrop) {
        return new DropOldestChannel<>(capacity, Objects.requireNonNull(onDrop, "onDrop"));
    }

    /**
     * Creates a timer that fires once: the channel has one element from the given time on, until a thread receives it.
     * The channel stays open, so a {@link Select} chooses it at most once. It uses no thread: a thread that waits for
     * the element parks until it is due. Closing the channel drops an element that is due, as {@link Receiver#cancel}
     * does.
     *
     * @param delay the time from now on; zero or negative means that the element is there at once, and about 292 years
     *     or more that it never is
     * @return the channel; its element is the instant at which it was due
     * @throws NullPointerException if {@code delay} is null
     */
    public static Receiver<Instant> after(Duration delay) {
        return new TimerChannel(nanos(delay), 0);
    }

    /**
     * Creates a timer that fires periodically, first after one period. An element that has become due stays in the
     * channel until a thread receives it; those that become due meanwhile are dropped. So threads that are slow do not
     * receive a burst of old elements. It uses no thread: a thread that waits for an element parks until it is due.
     * Closing the channel drops an element that is due, as {@link Receiver#cancel} does.
     *
     * @param period the time between two elements; about 292 years or more means that there never is one
     * @return the channel; its elements are the instants at which they were due
     * @throws IllegalArgumentException if {@code period} is zero or negative
     * @throws NullPointerException if {@code period} is null
     */
    public static Receiver<Instant> tick(Duration period) {
        long nanos = nanos(period);
        if (nanos <= 0) {
            throw new IllegalArgumentException("the period must be positive: " + period);
        }
        return new TimerChannel(nanos, nanos);
    }

    /**
     * Creates a channel that stays empty: for a case of a {@link Select} that is switched off. It can be closed.
     *
     * @param <E> the element type
     * @return the channel
     */
    @SuppressWarnings("unchecked")
    public static <E> Receiver<E> never() {
        return (Receiver<E>) new TimerChannel(FOREVER, 0);
    }

    @Override
    public final void send(E element) throws InterruptedException {
        Objects.requireNonNull(element, "element");
        throwIfInterrupted();
        if (!put(element)) {
            sendUntil(element, WaiterList.NO_DEADLINE);
        }
    }

    @Override
    public final boolean send(E element, Duration timeout) throws InterruptedException {
        Objects.requireNonNull(element, "element");
        long nanos = nanos(timeout);
        throwIfInterrupted();
        return nanos <= 0 ? trySend(element) : put(element) || sendUntil(element, deadlineAfter(nanos));
    }

    @Override
    public final boolean trySend(E element) {
        Objects.requireNonNull(element, "element");
        if (put(element)) {
            return true;
        }
        throwIfClosed();
        return false;
    }

    @Override
    public final E receive() throws InterruptedException {
        throwIfInterrupted();
        E element = take();
        return element != null ? element : receiveUntil(WaiterList.NO_DEADLINE);
    }

    @Override
    public final E receive(Duration timeout) throws InterruptedException {
        long nanos = nanos(timeout);
        throwIfInterrupted();
        E element = take();
        if (element != null) {
            return element;
        }
        return nanos <= 0 ? takeOrThrow() : receiveUntil(deadlineAfter(nanos));
    }

    @Override
    public final E tryReceive() {
        E element = take();
        return element != null ? element : takeOrThrow();
    }

    private E takeOrThrow() {
        if (!isClosed()) {
            return null;
        }
        // What was sent before the channel was closed may have come after the last take.
        E element = take();
        if (element == null) {
            throw closed();
        }
        return element;
    }

    /**
     * Sends or receives if that needs no waiting.
     *
     * @param element what to send; null to receive
     * @param own the choice of the calling thread, which is claimed; null if it has no place in a line
     * @return the element that was sent or received; null if none was
     */
    abstract Object pass(E element, Choice own);

    /** The line of the threads that wait to send or to receive; null if they never wait. */
    abstract Line line(boolean sends);

    /** When the channel has an element without a send, by {@link System#nanoTime}. */
    long dueNanos() {
        return WaiterList.NO_DEADLINE;
    }

    /** Sends the element if that needs no waiting, and wakes a receiver; false if the channel is full or closed. */
    abstract boolean put(E element);

    /** Sends elements from an index on while that needs no waiting, and wakes a receiver; returns how many. */
    int putAll(E[] elements, int from) {
        int next = from;
        while (next < elements.length && put(elements[next])) {
            next++;
        }
        return next - from;
    }

    /** Receives an element if that needs no waiting, and wakes a sender; null if there is none. */
    abstract E take();

    /** Receives elements while that needs no waiting, wakes senders, and returns how many. */
    int takeAll(Consumer<? super E> destination, int limit) {
        int taken = 0;
        while (taken < limit) {
            E element = take();
            if (element == null) {
                break;
            }
            destination.accept(element);
            taken++;
        }
        return taken;
    }

    /** Sends an element; false if the deadline has passed. */
    abstract boolean sendUntil(E element, long deadlineNanos) throws InterruptedException;

    /** Receives an element; null if the deadline has passed. */
    abstract E receiveUntil(long deadlineNanos) throws InterruptedException;

    /** Makes sends fail from now on, and wakes all threads. */
    abstract void shut();

    @Override
    @SuppressWarnings("unchecked")
    public final int sendAll(Collection<? extends E> elements) throws InterruptedException {
        E[] array = (E[]) elements.toArray();
        for (E element : array) {
            Objects.requireNonNull(element, "element");
        }
        throwIfInterrupted();
        int sent = 0;
        try {
            while (sent < array.length) {
                sent += putAll(array, sent);
                if (sent < array.length) {
                    sendUntil(array[sent], WaiterList.NO_DEADLINE);
                    sent++;
                }
            }
        } catch (InterruptedException e) {
            if (sent == 0) {
                throw e;
            }
            Thread.currentThread().interrupt();
        } catch (ChannelClosedException e) {
            if (sent == 0) {
                throw e;
            }
        }
        return sent;
    }

    @Override
    public final int receiveAll(Collection<? super E> destination, int limit) throws InterruptedException {
        checkDestination(destination, limit);
        if (limit == 0) {
            return 0;
        }
        destination.add(receive());
        return 1 + drainTo(destination, limit - 1);
    }

    @Override
    public final int drainTo(Collection<? super E> destination, int limit) {
        checkDestination(destination, limit);
        return takeAll(destination::add, limit);
    }

    @Override
    public final Iterator<E> iterator() {
        return new ReceivingIterator<>(this);
    }

    @Override
    public final Spliterator<E> spliterator() {
        return Spliterators.spliteratorUnknownSize(iterator(), Spliterator.ORDERED | Spliterator.NONNULL);
    }

    @Override
    public final Stream<E> stream() {
        return StreamSupport.stream(spliterator(), false);
    }

    /**
     * Returns how many elements a channel of {@link #dropOldest} has dropped. Wait-free.
     *
     * @return the number; 0 for other channels
     */
    public long dropped() {
        return 0;
    }

    @Override
    public final List<E> cancel() {
        close();
        List<E> dropped = new ArrayList<>();
        drainTo(dropped, Integer.MAX_VALUE);
        return dropped;
    }

    /**
     * Returns this channel as a {@link BlockingQueue}, for code that needs one:
     *
     * <pre>{@code
     * Channel<Runnable> channel = Channel.bounded(1024);
     * Executor executor = new ThreadPoolExecutor(4, 4, 0, TimeUnit.SECONDS, channel.asBlockingQueue());
     * }</pre>
     *
     * <p>The queue and the channel share their elements, and may be used side by side. Call this method before anything
     * is sent. The first call makes the channel hold its elements in a linked list from then on, so that they can also
     * be removed from the middle. This takes 24 bytes for each element, and more time. Elements that were sent before
     * can only be received: {@code remove(Object)}, {@code removeIf} and the like leave them there, and an iterator's
     * {@code remove} throws {@link UnsupportedOperationException}.
     *
     * <p><b>Progress.</b> Only those methods park that {@link BlockingQueue} specifies so. Once the sends and receives
     * that were under way at the first call have ended, adding, taking and removing are lock-free. One exception: an
     * offer to a full {@link #dropOldest} queue may wait for a stalled peer, as its {@code send} may.
     *
     * <p><b>Room.</b> Removing an element, wherever it stands, makes room at once. A thread that finds the queue or the
     * channel full may have counted elements that other threads were just adding, or had just taken. An element is
     * never added beyond the {@link #capacity}. The queue of a {@link #dropOldest} channel always has room for an
     * offer; its {@code remainingCapacity} is the number of elements that can be added before one is dropped. The queue
     * of a {@link #rendezvous} is always empty and has no room, as a {@link java.util.concurrent.SynchronousQueue}.
     *
     * <p><b>After {@linkplain #close() closing},</b> elements can still be taken and removed. To add an element fails:
     * {@code offer} returns false, also at once if it has a timeout, and {@code add} and {@code put} throw {@link
     * ChannelClosedException}, which is an {@link IllegalStateException}. Once the queue is empty, {@code poll} returns
     * null, also at once if it has a timeout, and {@code take} throws {@link ChannelClosedException}. A {@link
     * java.util.concurrent.ThreadPoolExecutor} does not expect this: shut it down before its channel is closed.
     *
     * <p><b>The other methods</b> do what {@link java.util.concurrent.LinkedBlockingQueue} does, except that they are
     * not atomic. Iterators, and all methods that visit several elements, are weakly consistent: they never throw
     * {@link java.util.ConcurrentModificationException}, and show each element at most once and in order. {@code clear}
     * takes as many elements as there were at its beginning, oldest first. Null is refused.
     *
     * @return a view of this channel
     */
    public final BlockingQueue<E> asBlockingQueue() {
        beginView();
        return new ChannelQueue<>(this);
    }

    /**
     * Returns this channel as a {@link TransferQueue}: a {@linkplain #asBlockingQueue blocking queue} whose senders can
     * wait until their elements are received. The first call of this method, as of {@code asBlockingQueue}, moves an
     * unbounded channel to a linked list.
     *
     * <p><b>In an unbounded channel,</b> {@code transfer} and {@code tryTransfer} with a timeout add the element at the
     * tail and wait until a thread takes it, by whichever method. If the time is over, the thread is interrupted or the
     * channel is closed before, they remove the element again, and fail. {@code tryTransfer} without a timeout, or with
     * one of zero or less, adds nothing. If it finds the channel empty, and then a thread that waits to receive, it
     * gives the element to this thread and succeeds. It returns false if such threads have not begun to wait yet, or
     * are about to go on.
     *
     * <p><b>In a rendezvous,</b> {@code transfer} is {@link #send(Object) send}, and {@code tryTransfer} is {@link
     * #trySend trySend}, or {@link #send(Object, Duration) send} with a timeout.
     *
     * <p>After {@linkplain #close() closing}, {@code transfer} throws {@link ChannelClosedException}, and {@code
     * tryTransfer} returns false at once. Threads that wait in a {@link Select} count as waiting consumers.
     *
     * @return a view of this channel
     * @throws UnsupportedOperationException if the channel is neither unbounded nor a rendezvous
     */
    public TransferQueue<E> asTransferQueue() {
        throw new UnsupportedOperationException("only unbounded channels and rendezvous have a transfer queue");
    }

    /** Prepares the channel for the methods below, which only its views call. A rendezvous holds nothing. */
    void beginView() {
    }

    boolean isEmpty() {
        return true;
    }

    E peek() {
        return null;
    }

    Iterator<E> elements() {
        return Collections.emptyIterator();
    }

    /** Removes up to a number of elements that satisfy a condition; returns how many. */
    int removeIf(Predicate<? super E> filter, int limit) {
        return 0;
    }

    /** Gives an element to a thread that waits to receive one; false if there is none, or if the channel is closed. */
    boolean handOver(E element) {
        return put(element);
    }

    /** Sends an element and waits until it is received; false if the deadline has passed. */
    boolean handOverUntil(E element, long deadlineNanos) throws InterruptedException {
        return put(element) || sendUntil(element, deadlineNanos);
    }

    @Override
    public final <R> Case<R> onSend(E element, Supplier<? extends R> then) {
        Objects.requireNonNull(element, "element");
        return onSendNext(() -> element, then);
    }

    @Override
    public final <R> Case<R> onSendNext(Supplier<? extends E> source, Supplier<? extends R> then) {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(then, "then");
        return new Case<>(this, source, sent -> then.get());
    }

    @Override
    public final <R> Case<R> onReceive(Function<? super E, ? extends R> then) {
        return new Case<>(this, null, Objects.requireNonNull(then, "then"));
    }

    @Override
    public final Flow.Publisher<E> asPublisher(Executor executor) {
        return new FlowPublisher<>(this, Objects.requireNonNull(executor, "executor"));
    }

    @Override
    public final Flow.Subscriber<E> asSubscriber(Executor executor) {
        return new FlowSubscriber<>(this, executor);
    }

    /**
     * Makes a processor of {@link Flow} that sends the elements it gets to this channel, and publishes those it
     * receives from it. As a subscriber it is {@link #asSubscriber}, as a publisher {@link #asPublisher}; elements that
     * others send to the channel are published too.
     *
     * @param executor runs the signals of the publisher, and what the subscriber leaves for later. If it runs tasks in
     *     the submitting thread, the rules of {@link #asSubscriber} hold for the publisher before this processor, and
     *     those of {@link #asPublisher} for the subscribers behind it. If it refuses a task of the subscriber, the
     *     channel is closed, so all subscribers get {@code onError}; if it refuses one of a subscription, only this
     *     subscription ends
     * @return a processor, for one subscription to a publisher and any number of subscribers
     * @throws NullPointerException if {@code executor} is null
     */
    public final Flow.Processor<E, E> asFlow(Executor executor) {
        return new FlowProcessor<>(asSubscriber(executor), asPublisher(executor));
    }

    @Override
    public final void close() {
        close(null);
    }

    @Override
    public final void close(Throwable cause) {
        casCause(null, cause == null ? NO_CAUSE : cause);
        shut();
        Line listeners = closeListenersVolatile();
        if (listeners != null) {
            listeners.endWaits();
        }
    }

    /** The tasks to wake when the channel is closed; creates their line at the first call. */
    final Line closeListeners() {
        if (closeListenersVolatile() == null) {
            casCloseListeners(null, new Line());
        }
        return closeListenersVolatile();
    }

    final void throwIfClosed() {
        if (isClosed()) {
            throw closed();
        }
    }

    /** The exception for a channel that is closed. */
    final ChannelClosedException closed() {
        return new ChannelClosedException(closeCause());
    }

    /** What the closed channel was closed with; null if it was closed without a cause. */
    final Throwable closeCause() {
        Throwable known = causeVolatile();
        return known == NO_CAUSE ? null : known;
    }

    static void throwIfInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    static long nanos(Duration timeout) {
        try {
            return timeout.toNanos();
        } catch (ArithmeticException tooLong) {
            return timeout.isNegative() ? 0 : FOREVER;
        }
    }

    static long deadlineAfter(long nanos) {
        return nanos == FOREVER ? WaiterList.NO_DEADLINE : WaiterList.deadlineAfter(nanos);
    }

    /** The earlier of two deadlines. */
    static long earlier(long one, long other) {
        if (one == WaiterList.NO_DEADLINE || other == WaiterList.NO_DEADLINE) {
            return one == WaiterList.NO_DEADLINE ? other : one;
        }
        return one - other <= 0 ? one : other;
    }

    static boolean hasPassed(long deadlineNanos) {
        return deadlineNanos != WaiterList.NO_DEADLINE && deadlineNanos - System.nanoTime() <= 0;
    }

    private void checkDestination(Collection<?> destination, int limit) {
        requireOther(destination);
        if (limit < 0) {
            throw new IllegalArgumentException("the limit must not be negative: " + limit);
        }
    }

    /** Refuses a view of this channel. */
    final void requireOther(Collection<?> other) {
        if (Objects.requireNonNull(other, "collection") instanceof ChannelQueue<?> view && view.isOf(this)) {
            throw new IllegalArgumentException("the collection is a view of this channel");
        }
    }

    /**
     * Returns the kind of the channel, how many elements it holds, and how many threads wait. Estimates while other
     * threads use the channel.
     *
     * @return a human-readable description
     */
    @Override
    public final String toString() {
        StringBuilder text = new StringBuilder("Channel[").append(isClosed() ? "closed" : "open");
        text.append(", ").append(size()).append(capacity() == Integer.MAX_VALUE ? "" : " of " + capacity());
        text.append(" elements");
        appendWaiters(text, "senders", line(true));
        appendWaiters(text, "receivers", line(false));
        return text.append(']').toString();
    }

    private static void appendWaiters(StringBuilder text, String name, Line line) {
        if (line != null) {
            text.append(", ").append(name).append(": ").append(line);
        }
    }

    /** Whether a thread has begun to close the channel. */
    final boolean isClosing() {
        return causeVolatile() != null;
    }

    /**
     * Volatile: BufferedChannel's S4, and a thread that waits has not missed that the channel was closed. Checked by
     * ViewScenario:1,101,s,c.
     */
    private Throwable causeVolatile() {
        return (Throwable) CAUSE.getVolatile(this);
    }

    /**
     * Volatile: a task that enlists and then finds the channel open is found by the thread that closes it. Checked by
     * FlowScenario:1,false,0,u,c.
     */
    private Line closeListenersVolatile() {
        return (Line) CLOSE_LISTENERS.getVolatile(this);
    }

    /** Volatile: as closeListenersVolatile. The first line counts. Checked by FlowScenario:1,false,0,u,c. */
    private boolean casCloseListeners(Line expected, Line next) {
        return CLOSE_LISTENERS.compareAndSet(this, expected, next);
    }

    /**
     * Volatile: as causeVolatile. Of several threads that close the channel, one gives the cause. Checked by
     * ViewScenario:1,101,s,c.
     */
    private boolean casCause(Throwable expected, Throwable next) {
        return CAUSE.compareAndSet(this, expected, next);
    }
}
