/**
 * Non-blocking structures. They start no threads and have no timeouts, and no operation parks. They read the clock only
 * to measure a pause after a lost race or behind a peer. The rest of the library is built from them.
 *
 * <table>
 *   <caption>What is here</caption>
 *   <tr><th>type</th><th>use it for</th></tr>
 *   <tr><td>{@link dev.filch.queue.MpmcRing}</td><td>a bounded FIFO queue that many threads share and that can be
 *       full</td></tr>
 *   <tr><td>{@link dev.filch.queue.Injector}</td><td>an unbounded FIFO queue that many threads share; it can be
 *       closed, and gives batches to a deque</td></tr>
 *   <tr><td>{@link dev.filch.queue.WorkDeque}</td><td>the work of one thread, which other threads may steal</td></tr>
 *   <tr><td>{@link dev.filch.queue.Stealer}</td><td>the thieves' view of a deque</td></tr>
 * </table>
 *
 * <p>A worker that takes its own tasks first, then tasks from outside, then another worker's:
 * <pre>{@code
 * Injector<Runnable> outside = new Injector<>();
 * WorkDeque<Runnable> own = WorkDeque.lifo();
 * Stealer<Runnable> other = otherDeque.stealer();
 *
 * own.push(() -> System.out.println("mine"));
 * Runnable task = own.pop();                      // null if the deque is empty
 * if (task == null) {
 *     task = outside.stealBatchAndPop(own);       // takes one task, and moves others to the own deque
 * }
 * if (task == null) {
 *     task = other.stealBatchAndPop(own);
 * }
 * }</pre>
 *
 * <p>Read {@code MpmcRing} first: it is the simplest algorithm, and every other file is written in the same way. The
 * comment at the top of an algorithm gives its source, the idea, the invariants and the linearization points.
 * {@code RingFields} then has the fields and their accessors; the javadoc of an accessor says which memory order it
 * has, why no weaker one will do, and which test fails with a weaker one. Go on with {@code RingBatches};
 * {@code Injector} and {@code InjectorFields}; {@code WorkDeque}, {@code TopWord}, {@code Stealer} and
 * {@code DequeFields}.
 *
 * <h2>Memory orders</h2>
 * Shared variables are reached only through the accessors of their class, whose names give the memory order:
 * <table>
 *   <caption>Glossary</caption>
 *   <tr><th>name</th><th>meaning</th></tr>
 *   <tr><td>{@code xPlain}</td><td>an ordinary access. The caller is the variable's only writer; or another access
 *       orders it, and the javadoc says which; or it is marked {@code @Racy}, and the javadoc says why it may
 *       race</td></tr>
 *   <tr><td>{@code xOpaque}</td><td>coherent per variable and never torn, not ordered with any other access</td></tr>
 *   <tr><td>{@code xAcquire}</td><td>the writer's actions before its release are visible after this read</td></tr>
 *   <tr><td>{@code xRelease}</td><td>this thread's actions before this write are visible to a thread that acquires
 *       it</td></tr>
 *   <tr><td>{@code xVolatile}</td><td>acquire or release, and in one total order with all other volatile accesses. It
 *       is not a fence: it does not order the weaker accesses around it</td></tr>
 *   <tr><td>{@code casX}, {@code getAndAddX}</td><td>one atomic read-modify-write, with volatile order unless the name
 *       ends in another; {@code weakCasX} may fail for no reason</td></tr>
 * </table>
 *
 * <h2>What blocks</h2>
 * No operation parks or takes a lock. "Lock-free" means that some operation completes as long as threads keep taking
 * steps. If an operation may have to wait until one particular thread takes its next step, its documentation says "may
 * wait for a stalled peer", or "may wait for a stalled producer".
 *
 * <h2>Elements</h2>
 * Elements are never null. Adding an element happens-before taking it.
 */
package dev.filch.queue;
