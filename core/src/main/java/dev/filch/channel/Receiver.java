package dev.filch.channel;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/**
 * The receiving side of a {@link Channel}. Any number of threads may use it. Each element is received once.
 *
 * <p>An interrupted call has received nothing.
 *
 * @param <E> the element type
 */
public sealed interface Receiver<E> permits Channel {

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
     * @param destination where to add them
     * @param limit the maximum number of elements
     * @return how many were added, at least 1 unless {@code limit} is 0
     * @throws InterruptedException if this thread was interrupted before the call, or while it waited
     * @throws ChannelClosedException if the channel is closed, and everything that was sent has been received
     * @throws IllegalArgumentException if {@code limit} is negative, or the destination is the channel's own queue
     * @throws NullPointerException if {@code destination} is null
     */
    int receiveAll(Collection<? super E> destination, int limit) throws InterruptedException;

    /**
     * Receives elements that are there, oldest first. Never parks. Does not tell whether the channel is closed.
     *
     * @param destination where to add them. If it throws, the elements that were taken and not added are lost
     * @param limit the maximum number of elements
     * @return how many were added
     * @throws IllegalArgumentException if {@code limit} is negative, or the destination is the channel's own queue
     * @throws NullPointerException if {@code destination} is null
     */
    int drainTo(Collection<? super E> destination, int limit);

    /**
     * Makes a case that receives an element.
     *
     * @param <R> the type of the selection's result
     * @param then what to do with the element; makes the selection's result
     * @return the case
     * @throws NullPointerException if {@code then} is null
     */
    <R> Case<R> onReceive(Function<? super E, ? extends R> then);

    /**
     * Closes the channel and drops what is inside. Lock-free, except that it wakes all waiting threads.
     *
     * @return what was inside and no other thread has received, oldest first
     */
    List<E> cancel();

    /**
     * Whether the channel is closed. It may still hold elements. Wait-free.
     *
     * @return true once closed
     */
    boolean isClosed();
}
