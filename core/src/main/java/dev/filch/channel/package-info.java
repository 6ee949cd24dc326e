/**
 * Channels: threads hand elements to other threads, and park while they cannot go on. They work alike on platform and
 * virtual threads.
 *
 * <table>
 *   <caption>Channels</caption>
 *   <tr><th>made by</th><th>holds</th><th>a send to the full channel</th></tr>
 *   <tr><td>{@link dev.filch.channel.Channel#bounded bounded(n)}</td><td>up to n elements</td><td>waits</td></tr>
 *   <tr><td>{@link dev.filch.channel.Channel#unbounded unbounded()}</td><td>any number</td><td>never happens</td></tr>
 *   <tr><td>{@link dev.filch.channel.Channel#rendezvous rendezvous()}</td><td>nothing</td><td>waits for a
 *       receiver</td></tr>
 *   <tr><td>{@link dev.filch.channel.Channel#dropOldest(int) dropOldest(n)}</td><td>the last n
 *       elements</td><td>removes the oldest one</td></tr>
 *   <tr><td>{@link dev.filch.channel.Channel#after after(delay)}, {@link dev.filch.channel.Channel#tick
 *       tick(period)}</td><td>an instant once it is due</td><td>cannot be sent to</td></tr>
 *   <tr><td>{@link dev.filch.channel.Channel#never never()}</td><td>nothing, ever</td><td>cannot be sent to</td></tr>
 * </table>
 *
 * <p>A producer and a consumer. Closing the channel ends the consumer's loop, after it has received everything that was
 * sent:
 * <pre>{@code
 * Channel<String> lines = Channel.bounded(1024);
 *
 * Thread producer = new Thread(() -> {
 *     try (Sender<String> sender = lines) {       // closes the channel at the end
 *         sender.send("first");                    // waits while the channel is full
 *         sender.send("second");
 *     } catch (InterruptedException e) {
 *         Thread.currentThread().interrupt();
 *     }
 * });
 * producer.start();
 *
 * for (String line : lines) {
 *     System.out.println(line);
 * }
 * }</pre>
 *
 * <p>A method that only sends takes a {@link dev.filch.channel.Sender}, and one that only receives takes a
 * {@link dev.filch.channel.Receiver}. A {@link dev.filch.channel.Channel} is both.
 *
 * <h2>Waiting for several channels</h2>
 * A {@link dev.filch.channel.Select} does exactly one of several operations, the first that can be done:
 * <pre>{@code
 * Channel<Integer> numbers = Channel.bounded(16);
 * Channel<String> words = Channel.rendezvous();
 * Receiver<Instant> alarm = Channel.after(Duration.ofSeconds(1));
 *
 * String what = Select.select(
 *         numbers.onReceive(number -> "received " + number),
 *         words.onSend("hello", () -> "sent hello"),
 *         alarm.onReceive(instant -> "nothing happened until " + instant));
 * }</pre>
 *
 * <h2>Closing</h2>
 * Either side may close a channel, with a cause if something went wrong. Later sends fail, and so do the sends that
 * wait. What is inside can still be received. After that, receivers get a {@link
 * dev.filch.channel.ChannelClosedException} with the cause; loops and streams over the channel just end if there is no
 * cause. {@code cancel} closes the channel and returns what is inside. Except by {@code cancel} and by a channel that
 * drops, no element that was sent is ever lost.
 *
 * <h2>In place of other queues</h2>
 * {@link dev.filch.channel.Channel#asBlockingQueue asBlockingQueue} and {@link
 * dev.filch.channel.Channel#asTransferQueue asTransferQueue} return views for code that needs the JDK's interfaces.
 * Their elements can also be removed from the middle. {@link dev.filch.channel.Receiver#asPublisher asPublisher} and
 * {@link dev.filch.channel.Sender#asSubscriber asSubscriber} connect channels to reactive streams. They occupy a thread
 * of their executor only while there is something to do.
 *
 * <h2>What blocks</h2>
 * A send or a receive that need not wait costs what the operation of {@link dev.filch.queue.MpmcRing} or
 * {@link dev.filch.queue.Injector} costs, and one read of a word that tells whether threads wait on the other side. It
 * may wait for a stalled peer where that operation may. A platform thread that must wait spins before it parks: for some
 * microseconds, or for less if that was in vain lately. A virtual thread parks at once. Threads that wait are woken in the order in which they came. A thread that comes later and finds an element,
 * or room, does not queue up behind them. Waking a thread takes some microseconds. Only one wake-up is under way for
 * each side of a channel, and the woken thread wakes the next one; so a burst of sends pays for one wake-up.
 *
 * <p>While a task of a Filch pool waits, a spare thread takes over its worker.
 *
 * <h2>Happens-before</h2>
 * Actions before a send happen-before actions after the receive of its element. Actions before the call that closes a
 * channel happen-before actions after another thread has learnt that it is closed.
 *
 * <p>Read {@code RingChannel} first, then {@code Side}, which waits and wakes, and {@code WaiterQueue} in
 * {@code dev.filch.internal}, the lines of waiting threads. {@code Choice} explains how one wait ends at several
 * channels, and {@code Rendezvous} how two threads meet.
 */
package dev.filch.channel;
