package dev.filch.channel;

import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The receiving side of a {@link Channel}. Any number of threads may use it. Each element is received once.
 *
 * <p>An interrupted call has received nothing.
 *
 * <p><b>Progress.</b> A receive that does not park may still spin, as {@link dev.filch.queue.MpmcRing#poll} may, until
 * a thread that was descheduled in the middle of its own operation runs again.
 *
 * @param <E> the element type
 */
public sealed interface Receiver<E> extends Iterable<E> permits Channel {

    /**
     * Receives the oldest element. Parks while there is none.
     *
     * @return the element
     * @throws InterruptedException if this thread was interrupted before the call, or while it waited
     * @throws ChannelClosedException if the channel is closed, and everything that was sent has been received
     */
    E receive() throws InterruptedException;

    /**
     * Receives the oldest element if there is one. Never parks.
     *
     * @return the element, or null if the channel was empty at some instant during the call
     * @throws ChannelClosedException if the channel is closed, and everything that was sent has been received
     */
    E tryReceive();

    /**
     * Receives the oldest element. Parks while there is none, but no longer than a timeout.
     *
     * @param timeout how long to wait; zero or negative means not at all, and about 292 years or more means for ever
     * @return the element, or null if none came in time
     * @throws InterruptedException if this thread was interrupted before the call, or while it waited
     * @throws ChannelClosedException if the channel is closed, and everything that was sent has been received
     * @throws NullPointerException if {@code timeout} is null
     */
    E receive(Duration timeout) throws InterruptedException;

    /**
     * Receives elements, oldest first, with as few wake-ups as possible. Parks until there is at least one.
     *
     * @param destination where to add them. If it throws, an element that it refused is lost
     * @param limit the maximum number of elements; 0 receives nothing, at once, even if the channel is closed or this
     *     thread was interrupted
     * @return how many were added, at least 1 unless {@code limit} is 0
     * @throws InterruptedException if this thread was interrupted before the call, or while it waited
     * @throws ChannelClosedException if the channel is closed, and everything that was sent has been received
     * @throws IllegalArgumentException if {@code limit} is negative, or the destination is the channel's own queue
     * @throws NullPointerException if {@code destination} is null
     */
    int receiveAll(Collection<? super E> destination, int limit) throws InterruptedException;

    /**
     * Receives elements, oldest first, until there is none. Never parks, but goes on while other threads send. Does not
     * tell whether the channel is closed.
     *
     * @param destination where to add them. If it throws, an element that it refused is lost
     * @param limit the maximum number of elements
     * @return how many were added
     * @throws IllegalArgumentException if {@code limit} is negative, or the destination is the channel's own queue
     * @throws NullPointerException if {@code destination} is null
     */
    int drainTo(Collection<? super E> destination, int limit);

    /**
     * Receives elements until the channel is closed and empty. Each element is received by one of the channel's
     * receivers, as by {@link #receive}: iterators share the elements.
     *
     * @return an iterator for one thread. Its {@code hasNext} receives an element and parks while there is none. At the
     *     end it returns false if the channel was closed without a cause, and throws {@link ChannelClosedException}
     *     otherwise. If the thread is interrupted, it throws {@link java.util.concurrent.CancellationException} and
     *     keeps the interrupted status; nothing is lost, and the iteration can go on
     */
    @Override
    Iterator<E> iterator();

    /**
     * Returns a sequential stream of the elements, as {@link #iterator} receives them. A stream operation that ends
     * early may have received one element that it does not return. An operation throws what the iterator throws.
     *
     * @return a new stream, which ends when the channel is closed and empty
     */
    Stream<E> stream();

    /**
     * Makes a case that receives an element.
     *
     * @param <R> the type of the selection's result
     * @param then what to do with the element; makes the selection's result
     * @return the case
     * @throws NullPointerException if {@code then} is null
     */
    <R> Case<R> onReceive(Function<? super E, ? extends R> then);

    /** Closes the channel: see {@link #close(Throwable)}. */
    void close();

    /**
     * Closes the channel, as {@link Sender#close(Throwable)} does. What is inside can still be received; but a timer's
     * element that is due is dropped.
     *
     * @param cause why the channel is closed, for threads that get a {@link ChannelClosedException}; may be null
     */
    void close(Throwable cause);

    /**
     * Makes a publisher of {@link Flow} that receives elements for its subscribers. No thread waits for elements: a
     * subscription submits a task to the executor only if there is something to signal.
     *
     * <p><b>Elements.</b> Each element goes to one of the channel's receivers, as by {@link #receive}: subscribers
     * compete with each other and with threads. An element is received only once a subscriber has requested it.
     *
     * <p><b>End.</b> If the channel is closed without a cause, a subscriber gets {@code onComplete} once it is empty.
     * If it was closed with a cause, the subscriber gets {@code onError} with this cause. A subscriber that has
     * requested nothing gets it at once if the channel is empty when it is closed, and otherwise at its next request at
     * the latest.
     *
     * <p><b>Cancel.</b> Leaves the channel open. A cancelled subscription takes part in no rendezvous that begins
     * later. An element that a sender has handed over to it before, or that is just being signalled, is signalled, and
     * nothing after that.
     *
     * <p><b>Failures.</b> A subscriber that throws counts as cancelled, and the executor's thread throws what it threw.
     * If the executor refuses a task, the subscriber gets {@code onError} with what the executor has thrown, from the
     * thread that could not submit the task; this may be a thread that sends. An element that was handed over before is
     * signalled first.
     *
     * @param executor runs all signals except {@code onSubscribe}, which the subscribing thread gives. Threads that
     *     send, close or request submit tasks to it, so it must not block them. If it runs tasks in the submitting
     *     thread, the subscriber's code is a part of a send, a receive, a selection or a close; then it must not wait
     *     for other threads, nor use a rendezvous that a selection may use. What it throws there goes to the thread's
     *     uncaught exception handler
     * @return the publisher, for any number of subscribers
     * @throws NullPointerException if {@code executor} is null
     */
    Flow.Publisher<E> asPublisher(Executor executor);

    /**
     * Closes the channel and drops what is inside. Lock-free, except that it wakes all waiting threads.
     *
     * @return what was inside and no other thread has received, oldest first; always empty for a timer
     */
    List<E> cancel();

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
