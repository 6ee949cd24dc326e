package dev.filch.internal.scheduler;

import dev.filch.queue.Injector;
import dev.filch.queue.Stealer;
import dev.filch.queue.WorkDeque;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Collection;

/**
 * The queues of one worker of a {@link StealingSource}, and the order in which it reads all queues.
 *
 * <p>What the worker itself submits goes to its <em>own</em> deque. What it takes from the lane NORMAL, or steals, comes in
 * batches: it runs the first task, and the others wait in its <em>batch</em> deque. Both are open to thieves, so that no
 * task waits for another one that is running. HIGH and LOW tasks are never kept by a worker, so that all workers see
 * them.
 *
 * <h2>Order</h2>
 * <ol>
 *   <li>HIGH;
 *   <li>its own tasks; its batch; a new batch of NORMAL;
 *   <li>the other workers' own tasks and batches, beginning with a random worker;
 *   <li>LOW.
 * </ol>
 *
 * <h2>Nothing starves</h2>
 * Every {@link #FAIRNESS_INTERVAL}th fetch begins elsewhere, with one of four places in turn: LOW; the batch or NORMAL;
 * the oldest of its own tasks; another worker, each in turn, if that has finished no task since the last such fetch. So
 * each place comes first once in 244 fetches of each worker, and whatever waits there moves up by at least one.
 */
final class StealingQueues extends WorkerQueues {

    /** A prime, so that it does not coincide with a pattern of the tasks. */
    private static final int FAIRNESS_INTERVAL = 61;

    private static final int FAIR_PLACES = 4;

    /** After this many claims a worker begins with the next shard, so that no shard waits for a worker of its own. */
    private static final int CLAIMS_PER_SHARD = 8;

    private static final int FETCHES_PER_SHARD = 8;
    private static final int MAX_CLAIM = 32;

    /** While workers are idle, a worker leaves them more. */
    private static final int CLAIM_BESIDE_IDLE = 4;

    private static final int MAX_THEFT = 16;

    /** Stands for a lost race. */
    private static final Runnable CONTENDED = () -> {
        throw new AssertionError("this is not a task");
    };

    private static final VarHandle OWN;
    private static final VarHandle BATCH;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            OWN = lookup.findVarHandle(StealingQueues.class, "own", WorkDeque.class).withInvokeExactBehavior();
            BATCH = lookup.findVarHandle(StealingQueues.class, "batch", WorkDeque.class).withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final StealingSource source;
    private final int index;
    private final boolean lifo;

    /** Null until the worker has submitted a task. */
    private WorkDeque<Runnable> own;

    /** Null until the worker has taken a batch. */
    private WorkDeque<Runnable> batch;

    StealingQueues(StealingSource source, int index, boolean lifo) {
        this.source = source;
        this.index = index;
        this.lifo = lifo;
    }

    private WorkDeque<Runnable> ownOrNew() {
        if (own == null) {
            setOwnVolatile(lifo ? WorkDeque.lifo() : WorkDeque.fifo());
        }
        return own;
    }

    private WorkDeque<Runnable> batchOrNew() {
        if (batch == null) {
            setBatchVolatile(WorkDeque.fifo());
        }
        return batch;
    }

    @Override
    Runnable next(Worker worker) {
        int fetch = worker.countFetch();
        if (fetch % FAIRNESS_INTERVAL == 0) {
            Runnable task = fairnessTick(worker, fetch / FAIRNESS_INTERVAL);
            if (task != null) {
                return task;
            }
        }
        Runnable task = pollLane(Lane.HIGH, fetch);
        if (task == null && own != null) {
            task = own.pop();
        }
        if (task == null) {
            task = fromBatch(worker);
        }
        if (task == null) {
            task = steal(worker, worker.random(source.workers()));
        }
        return task == null ? pollLane(Lane.LOW, fetch) : task;
    }

    private Runnable fairnessTick(Worker worker, int tick) {
        return switch (tick % FAIR_PLACES) {
            case 0 -> pollLane(Lane.LOW, tick);
            case 1 -> fromBatch(worker);
            case 2 -> own == null ? null : own.stealer().steal();
            default -> stealFromStuck(worker, tick / FAIR_PLACES);
        };
    }

    /**
     * Takes a task from a worker that has finished none since the last time, and then chooses the next one to watch. Tasks
     * of others need no help: to take those would move much of a tree of tasks to and fro.
     */
    private Runnable stealFromStuck(Worker worker, int turn) {
        if (source.workers() == 1) {
            return null;
        }
        int watched = otherWorker(turn);
        Worker victim = worker.group().worker(watched);
        Runnable task = null;
        if (victim != null && worker.hasSeen(victim.metrics().executed())) {
            StealingQueues queues = source.workerVolatile(watched);
            task = stealOne(queues.ownAcquire());
            if (task == null) {
                task = stealOne(queues.batchAcquire());
            }
            worker.metrics().countSteal(task != null);
        }
        Worker next = worker.group().worker(otherWorker(turn + 1));
        worker.see(next == null ? 0 : next.metrics().executed());
        return task;
    }

    private int otherWorker(int turn) {
        return (index + 1 + turn % (source.workers() - 1)) % source.workers();
    }

    private static Runnable stealOne(WorkDeque<Runnable> victim) {
        return victim == null ? null : victim.stealer().steal();
    }

    private Runnable pollLane(Lane lane, int turn) {
        LaneQueues queues = source.laneOpaque(lane);
        return queues == null ? null : queues.poll(index + turn / FETCHES_PER_SHARD);
    }

    /** The oldest task of the worker's batch, or of a new one. */
    private Runnable fromBatch(Worker worker) {
        Runnable task = batch == null ? null : batch.pop();
        if (task != null) {
            return task;
        }
        LaneQueues normal = source.normal();
        int first = index + worker.countClaim() / CLAIMS_PER_SHARD;
        // A busy worker does not ask first whether the shard is empty: that would take its tail's line from submitters.
        Injector<Runnable> shard = worker.isSearching() ? null : normal.shard(first);
        task = shard == null ? null : claim(worker, shard);
        if (task == null) {
            shard = normal.shardWithWork(first + 1);
            task = shard == null ? null : claim(worker, shard);
        }
        return task;
    }

    /** Takes a task from an injector, and moves some more to the worker's batch. */
    private Runnable claim(Worker worker, Injector<Runnable> shard) {
        int limit = worker.group().hasIdleWorkers() ? CLAIM_BESIDE_IDLE : MAX_CLAIM;
        if (!worker.beginMove()) {
            return null;
        }
        try {
            return shard.stealBatchAndPopWithLimit(batchOrNew(), limit);
        } catch (OutOfMemoryError noRoomForMore) {
            return shard.poll();
        } finally {
            endMove(worker);
        }
    }

    /** Reads the queues of all other workers once, beginning with a certain one. */
    private Runnable steal(Worker worker, int first) {
        int workers = source.workers();
        for (int i = 0; i < workers; i++) {
            int victim = first + i < workers ? first + i : first + i - workers;
            StealingQueues queues = victim == index ? null : source.workerVolatile(victim);
            if (queues != null) {
                Runnable task = stealFrom(worker, queues);
                worker.metrics().countSteal(task != null);
                if (task != null) {
                    return task;
                }
            }
        }
        return null;
    }

    private Runnable stealFrom(Worker worker, StealingQueues victim) {
        Runnable task = stealFrom(worker, victim.ownAcquire());
        return task == null ? stealFrom(worker, victim.batchAcquire()) : task;
    }

    private Runnable stealFrom(Worker worker, WorkDeque<Runnable> victim) {
        if (victim == null || victim.isEmpty() || !worker.beginMove()) {
            return null;
        }
        Stealer<Runnable> stealer = victim.stealer();
        Runnable task;
        try {
            task = stealer.tryStealBatchAndPop(batchOrNew(), MAX_THEFT, CONTENDED);
        } catch (OutOfMemoryError noRoomForMore) {
            task = stealer.trySteal(CONTENDED);
        } finally {
            endMove(worker);
        }
        if (task == CONTENDED) {
            return null;
        }
        if (task != null && !stealer.isEmpty()) {
            worker.group().signalBacklog();
        }
        return task;
    }

    /** Tells sleeping workers of the tasks that were on their way, which were in no queue for a moment. */
    private void endMove(Worker worker) {
        worker.endMove();
        if (batch != null && !batch.isEmpty()) {
            worker.group().signalBacklog();
        }
    }

    @Override
    boolean push(Runnable task, Lane lane) {
        if (lane != Lane.NORMAL) {
            return source.offer(task, lane);
        }
        ownOrNew().push(task);
        VarHandle.fullFence();
        return true;
    }

    /** The own deque holds nothing else: what was pushed before the group was stopped has been drained. */
    @Override
    boolean takeBack() {
        return own != null && own.pop() != null;
    }

    /**
     * Of a fifo deque, a thief could take what was peeked before it is popped, so that another task were dropped. Nor
     * would much be found: a task waits for what it has submitted last.
     */
    @Override
    void discardClaimed() {
        if (!lifo || own == null) {
            return;
        }
        while (own.peek() instanceof TaskFuture<?> future && future.isClaimed() && own.pop() != null) {
            // The one behind it may have been claimed, too.
        }
    }

    boolean hasWork() {
        return hasWork(ownVolatile()) || hasWork(batchVolatile());
    }

    private static boolean hasWork(WorkDeque<Runnable> deque) {
        return deque != null && !deque.isEmpty();
    }

    int size() {
        return size(ownVolatile()) + size(batchVolatile());
    }

    private static int size(WorkDeque<Runnable> deque) {
        return deque == null ? 0 : deque.size();
    }

    void drainTo(Collection<? super Runnable> drained) {
        drain(ownVolatile(), drained);
        drain(batchVolatile(), drained);
    }

    private static void drain(WorkDeque<Runnable> deque, Collection<? super Runnable> drained) {
        if (deque == null) {
            return;
        }
        Stealer<Runnable> stealer = deque.stealer();
        for (Runnable task = stealer.steal(); task != null; task = stealer.steal()) {
            drained.add(task);
        }
    }

    /** Acquire: a thief finds the deque as it was made. Checked by GroupScenario:lifo+,2,0,f[fg]. */
    @SuppressWarnings("unchecked")
    private WorkDeque<Runnable> ownAcquire() {
        return (WorkDeque<Runnable>) OWN.getAcquire(this);
    }

    /** Volatile: in one order with the first push and the change of a sleeper's state. Checked by StopScenario:0,p. */
    @SuppressWarnings("unchecked")
    private WorkDeque<Runnable> ownVolatile() {
        return (WorkDeque<Runnable>) OWN.getVolatile(this);
    }

    /** Volatile: see ownVolatile. */
    private void setOwnVolatile(WorkDeque<Runnable> deque) {
        OWN.setVolatile(this, deque);
    }

    /** Acquire: a thief finds the deque as it was made. */
    @SuppressWarnings("unchecked")
    private WorkDeque<Runnable> batchAcquire() {
        return (WorkDeque<Runnable>) BATCH.getAcquire(this);
    }

    /** Volatile: in one order with the first batch and the change of a sleeper's state. */
    @SuppressWarnings("unchecked")
    private WorkDeque<Runnable> batchVolatile() {
        return (WorkDeque<Runnable>) BATCH.getVolatile(this);
    }

    /** Volatile: see batchVolatile. */
    private void setBatchVolatile(WorkDeque<Runnable> deque) {
        BATCH.setVolatile(this, deque);
    }
}
