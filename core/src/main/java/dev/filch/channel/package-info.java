/**
 * Channels: some threads send elements and others receive them. A thread that must wait parks. Channels work alike on
 * platform and virtual threads.
 *
 * <h2>Which channel</h2>
 *
 * <table>
 *   <caption>Channels</caption>
 *   <tr><th>made by</th><th>holds</th><th>if it is full, a send</th><th>use it for</th></tr>
 *   <tr><td>{@link dev.filch.channel.Channel#bounded bounded(n)}</td><td>up to n elements</td><td>waits</td>
 *       <td>most purposes: slow receivers slow the senders down, and memory is bounded</td></tr>
 *   <tr><td>{@link dev.filch.channel.Channel#unbounded unbounded()}</td><td>any number</td><td>(is never full)</td>
 *       <td>senders that must not wait, if something else bounds what they send</td></tr>
 *   <tr><td>{@link dev.filch.channel.Channel#rendezvous rendezvous()}</td><td>nothing</td><td>waits for a
 *       receiver</td><td>senders that must know that their element was received</td></tr>
 *   <tr><td>{@link dev.filch.channel.Channel#dropOldest(int) dropOldest(n)}</td><td>the last n
 *       elements</td><td>removes the oldest one</td><td>values of which only the latest matter; n = 1 keeps the
 *       latest one</td></tr>
 *   <tr><td>{@link dev.filch.channel.Channel#after after(delay)}, {@link dev.filch.channel.Channel#tick
 *       tick(period)}</td><td>an instant once it is due</td><td>cannot be sent to</td><td>timeouts and
 *       regular work, in a selection</td></tr>
 *   <tr><td>{@link dev.filch.channel.Channel#never never()}</td><td>nothing, ever</td><td>cannot be sent to</td>
 *       <td>a case that is switched off</td></tr>
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
 * <p>A channel does not count its senders. If several threads send, and the last of them is to close the channel, count
 * them, for example with an {@link java.util.concurrent.atomic.AtomicInteger}.
 *
 * <h2>In place of other queues</h2>
 * {@link dev.filch.channel.Channel#asBlockingQueue asBlockingQueue} and {@link
 * dev.filch.channel.Channel#asTransferQueue asTransferQueue} return views for code that needs the JDK's interfaces.
 * Their elements can also be removed from the middle. {@link dev.filch.channel.Receiver#asPublisher asPublisher} and
 * {@link dev.filch.channel.Sender#asSubscriber asSubscriber} connect channels to reactive streams. They occupy a thread
 * of their executor only while there is something to do.
 *
 * <table>
 *   <caption>Coming from another library</caption>
 *   <tr><th>Go, Kotlin, crossbeam</th><th>here</th></tr>
 *   <tr><td>{@code make(chan T)}, {@code Channel(RENDEZVOUS)}, {@code bounded(0)}</td>
 *       <td>{@code rendezvous()}</td></tr>
 *   <tr><td>{@code Channel(CONFLATED)}</td><td>{@code dropOldest(1)}</td></tr>
 *   <tr><td>{@code select} with {@code default}; {@code time.After}</td><td>{@link
 *       dev.filch.channel.Select#orDefault orDefault}; {@link dev.filch.channel.Select#timeout timeout} or
 *       {@code after}</td></tr>
 *   <tr><td>a {@code nil} channel; {@code never()}</td><td>{@code never()}</td></tr>
 *   <tr><td>{@code range}, {@code for (x in channel)}, {@code iter}; {@code try_iter}</td><td>{@code for}; {@link
 *       dev.filch.channel.Receiver#drainTo drainTo}</td></tr>
 *   <tr><td>{@code x, ok := <-ch}; {@code receiveCatching}</td><td>{@code receive} throws {@link
 *       dev.filch.channel.ChannelClosedException}</td></tr>
 * </table>
 *
 * <h2>What blocks</h2>
 * A send or a receive that need not wait costs what the operation of {@link dev.filch.queue.MpmcRing} or {@link
 * dev.filch.queue.Injector} costs, and one read of a word that tells whether threads wait on the other side. It may
 * wait for a stalled peer where that operation may. A platform thread that must wait spins for up to 5 microseconds,
 * and now and then for 50, before it parks; a virtual thread parks at once. Threads that wait are woken in the order in
 * which they came. A thread that comes later and finds an element, or room, does not queue up behind them. Waking a
 * thread takes some microseconds. Only one wake-up is under way on each side of a channel, and the woken thread wakes
 * the next one. So a burst of sends pays for one wake-up.
 *
 * <p>While a task of a Filch pool waits, a spare thread takes over its worker, if the pool may have another.
 *
 * <h2>Happens-before</h2>
 * Actions before a send happen-before actions after the receive of its element. Actions before the call that closes a
 * channel happen-before actions after another thread has learnt that it is closed.
 *
 * <h2>Reading the code</h2>
 * Begin with {@code RingChannel}. A channel has a {@code Line} of waiting threads for senders and one for receivers; it
 * is a {@code WaiterQueue} of {@code dev.filch.internal}. A {@code Side} is the line of a channel with a buffer; it
 * parks and wakes. A wait is a {@code Choice}, with a {@code Place} in each line, and {@code Choice} explains how one
 * CAS ends it everywhere. Then read {@code Rendezvous}, where two threads meet, and {@code Select}. {@code CellQueue}
 * holds the elements of channels with a view as a queue. {@code SerialTask} and {@code TaskWait} serve {@link
 * java.util.concurrent.Flow}.
 */
package dev.filch.channel;
