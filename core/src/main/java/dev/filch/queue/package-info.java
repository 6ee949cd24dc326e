/**
 * Non-blocking structures: no threads, no parking, no timeouts; the clock is read only to measure a pause after a lost
 * race or behind a peer. Everything above this floor is built from them.
 *
 * <table>
 *   <caption>What is here</caption>
 *   <tr><th>type</th><th>use it for</th></tr>
 *   <tr><td>{@link dev.filch.queue.MpmcRing}</td><td>a bounded FIFO queue that many threads share; full is an
 *   answer</td></tr>
 *   <tr><td>{@link dev.filch.queue.Injector}</td><td>an unbounded FIFO queue that many threads share; can be closed,
 *       and gives batches to a deque</td></tr>
 *   <tr><td>{@link dev.filch.queue.WorkDeque}</td><td>one thread's own work, from which others may steal</td></tr>
 *   <tr><td>{@link dev.filch.queue.Stealer}</td><td>the thieves' end of somebody's deque</td></tr>
 * </table>
 *
 * <p>Read {@code MpmcRing} first: it is the smallest, and shows how every file here is written: source, invariants,
 * linearization points, and a table that says for each shared access which memory order it has and why no weaker one
 * will do.
 *
 * <h2>Memory order, spelled out</h2>
 * Shared variables are reached only through accessors of their class whose names carry the order in full:
 * <table>
 *   <caption>Glossary</caption>
 *   <tr><th>name</th><th>meaning</th></tr>
 *   <tr><td>{@code xPlain}</td><td>an ordinary access: the variable has one writer, and it is the caller; or another
 *       access orders it, and the comment says which; or it is marked {@code @Racy}, and the table says why it may
 *       race</td></tr>
 *   <tr><td>{@code xOpaque}</td><td>coherent per variable and never torn, ordered with nothing else</td></tr>
 *   <tr><td>{@code xAcquire}</td><td>what the writer did before its release is visible after this read</td></tr>
 *   <tr><td>{@code xRelease}</td><td>what this thread did before is visible to whoever acquires this write</td></tr>
 *   <tr><td>{@code xVolatile}</td><td>acquire or release, and in one total order with all other volatile accesses. It
 *       is not a fence: it does not order the weaker accesses around it</td></tr>
 *   <tr><td>{@code casX}, {@code getAndAddX}</td><td>one atomic read-modify-write, with volatile order unless the name
 *       ends in another; {@code weakCasX} may fail for no reason</td></tr>
 * </table>
 *
 * <h2>What blocks</h2>
 * Nothing here parks or takes a lock. "Lock-free" means that whenever threads keep taking steps, some operation
 * completes; where an operation may have to wait for one particular thread to take its next step, its documentation
 * says "may wait for a stalled peer", or "producer".
 *
 * <p>Elements are never null. What is put into a structure happens-before it is taken out.
 */
package dev.filch.queue;
