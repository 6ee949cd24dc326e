package dev.filch.channel;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Supplier;

/**
 * The sending side of a {@link Channel}. Any number of threads may use it.
 *
 * <p>An interrupted call has not sent its element. Nor has a call that throws {@link ChannelClosedException} or returns
 * false. Elements are never null. A thread's actions before it sends an element happen-before another thread's actions
 * after it receives this element.
 *
 * <p><b>Progress.</b> A send that does not park may still spin, as {@link dev.filch.queue.MpmcRing#offer} may, until a
 * thread that was descheduled in the middle of its own operation runs again.
 *
 * @param <E> the element type
 */
public sealed interface Sender<E> extends AutoCloseable permits Channel {

    /**
     * Sends an element. Parks while the channel is full; a rendezvous is full while no thread receives.
     *
     * @param element what to send
     * @throws InterruptedException if this thread was interrupted before the call, or while it waited
     * @throws ChannelClosedException if the channel is closed
     * @throws NullPointerException if {@code element} is null
     */
    void send(E element) throws InterruptedException;

    /**
     * Sends an element unless the channel is full. Never parks.
     *
     * @param element what to send
     * @return false if the channel was full at some instant during the call
     * @throws ChannelClosedException if the channel is closed
     * @throws NullPointerException if {@code element} is null
     */
    boolean trySend(E element);

    /**
     * Sends an element. Parks while the channel is full, but no longer than a timeout.
     *
     * @param element what to send
     * @param timeout how long to wait; zero or negative means not at all, and about 292 years or more means for ever
     * @return false if the channel was full all the time
     * @throws InterruptedException if this thread was interrupted before the call, or while it waited
     * @throws ChannelClosedException if the channel is closed
     * @throws NullPointerException if an argument is null
     */
    boolean send(E element, Duration timeout) throws InterruptedException;

    /**
     * Sends elements in their order, with as few wake-ups as possible. Parks while the channel is full. Other threads'
     * elements may come between.
     *
     * @param elements what to send; must not change during the call
     * @return how many were sent: fewer than all only if, after the first one, the channel was closed or this thread
     *     was interrupted, whose interrupted status is then kept
     * @throws InterruptedException if this thread was interrupted before anything was sent
     * @throws ChannelClosedException if the channel was closed before anything was sent, and there is something to send
     * @throws NullPointerException if the collection or an element is null; nothing was sent
     */
    int sendAll(Collection<? extends E> elements) throws InterruptedException;

    /**
     * Makes a case that sends an element.
     *
     * @param <R> the type of the selection's result
     * @param element what to send
     * @param then what to do after it was sent; makes the selection's result
     * @return the case
     * @throws NullPointerException if an argument is null
     */
    <R> Case<R> onSend(E element, Supplier<? extends R> then);

    /**
     * Makes a case that sends another element in each round of a reused {@link Select}.
     *
     * @param <R> the type of the selection's result
     * @param source makes the element. It is called once at the beginning of each round, even if another case is chosen
     *     then. If it throws or returns null, the round fails before it begins
     * @param then what to do after the element was sent; makes the selection's result
     * @return the case
     * @throws NullPointerException if an argument is null
     */
    <R> Case<R> onSendNext(Supplier<? extends E> source, Supplier<? extends R> then);

    /**
     * Makes a subscriber of {@link Flow} that sends the elements it gets to the channel. No thread waits for room: if
     * there is none, elements wait in the subscriber, and the executor sends them later.
     *
     * <p><b>Back-pressure.</b> The subscriber requests as many elements as there is room for, and no more than 256 at a
     * time. At a rendezvous it requests one at a time. If other senders take the room meanwhile, the elements that were
     * requested wait in the subscriber.
     *
     * <p><b>End.</b> On {@code onComplete}, it sends the elements that wait, and closes the channel. On {@code
     * onError}, it does the same, and closes the channel with the error as the cause. If another thread closes the
     * channel, it cancels the subscription, and drops the elements that have not been sent.
     *
     * <p><b>Threads.</b> The publisher's thread sends what it signals, and requests more, unless another thread is
     * just doing so. The executor has a task only if elements or requests had to wait for room, if the publisher
     * signals many elements inside {@code request}, or if the channel was closed.
     *
     * <p><b>Failures.</b> If the executor refuses a task, or a handler of dropped elements or the subscription's
     * {@code request} throws, the subscriber closes the channel with what was thrown, cancels the subscription, and
     * drops the elements that have not been sent. The thread that could not submit the task does this; it may be a
     * thread that receives, which still gets its element.
     *
     * @param executor sends elements that had to wait, and requests more. Threads that receive, send or close submit
     *     tasks to it, so it must not block them. If it runs tasks in the submitting thread, the publisher's {@code
     *     request} and {@code cancel}, and a handler of dropped elements, are a part of a receive, a send, a selection
     *     or a close; then they must not wait for other threads, nor use a rendezvous that a selection may use. What
     *     {@code cancel} throws there goes to the thread's uncaught exception handler
     * @return the subscriber, for one subscription: it cancels a second one
     * @throws NullPointerException if {@code executor} is null
     */
    Flow.Subscriber<E> asSubscriber(Executor executor);

    /** Closes the channel: see {@link #close(Throwable)}. */
    @Override
    void close();

    /**
     * Closes the channel. Later sends fail. What is inside can still be received; after that, receivers get a {@link
     * ChannelClosedException}. Threads that wait to send fail. Idempotent: the cause of the first call counts.
     * Lock-free, except that it wakes all waiting threads.
     *
     * @param cause why the channel is closed, for threads that get a {@link ChannelClosedException}; may be null
     */
    void close(Throwable cause);

    /**
     * Returns how many elements are in the channel; 0 for a rendezvous. Exact while no thread sends or receives, and
     * otherwise an estimate from 0 to {@link #capacity}. Wait-free.
     *
     * @return the number of elements, or {@link Integer#MAX_VALUE} if there are more
     */
    int size();

    /**
     * Returns how many elements the channel can hold.
     *
     * @return 0 for a rendezvous, and {@link Integer#MAX_VALUE} for an unbounded channel
     */
    int capacity();

    /**
     * Whether the channel is closed. It may still hold elements. Wait-free.
     *
     * @return true once closed
     */
    boolean isClosed();
}
