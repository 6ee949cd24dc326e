package dev.filch.internal.scheduler;

import dev.filch.queue.Injector;
import dev.filch.queue.Stealer;
import dev.filch.queue.WorkDeque;
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
 * the oldest of its own tasks; another worker, each in turn. So each place comes first once in 124 fetches of each
 * worker, and whatever waits there moves up by at least one.
 */
final class StealingQueues extends WorkerQueues {

    /** A prime, so that it does not coincide with a pattern of the tasks. */
    private static final int FAIRNESS_INTERVAL = 31;

    private static final int FAIR_PLACES = 4;
    /** A worker begins with the same shard so often, then with the next: no shard waits for a worker of its own. */
    private static final int CLAIMS_PER_SHARD = 8;

    private static final int FETCHES_PER_SHARD = 8;
    private static final int MAX_CLAIM = 32;
    private static final int MAX_THEFT = 16;

    /** Stands for a lost race. */
    private static final Runnable CONTENDED = () -> {
        throw new AssertionError("this is not a task");
    };

    private final StealingSource source;
    private final int index;
    private final boolean lifo;
    private final WorkDeque<Runnable> own;
    private final WorkDeque<Runnable> batch = WorkDeque.fifo();

    /** How many batches the worker has claimed; wraps around. */
    private int claims;

    StealingQueues(StealingSource source, int index, boolean lifo) {
        this.source = source;
        this.index = index;
        this.lifo = lifo;
        own = lifo ? WorkDeque.lifo() : WorkDeque.fifo();
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
        if (task == null) {
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
            case 2 -> own.stealer().steal();
            default -> steal(worker, tick / FAIR_PLACES % source.workers());
        };
    }

    private Runnable pollLane(Lane lane, int turn) {
        LaneQueues queues = source.laneOpaque(lane);
        return queues == null ? null : queues.poll(index + turn / FETCHES_PER_SHARD);
    }

    /** The oldest task of the worker's batch, or of a new one. */
    private Runnable fromBatch(Worker worker) {
        Runnable task = batch.pop();
        if (task != null) {
            return task;
        }
        Injector<Runnable> shard = source.normal().shardWithWork(index + claims / CLAIMS_PER_SHARD);
        claims = claims + 1 & Integer.MAX_VALUE;
        return shard == null ? null : claim(worker, shard);
    }

    /** Takes a task from an injector, and moves some more to the worker's batch. */
    private Runnable claim(Worker worker, Injector<Runnable> shard) {
        int share = Math.min(MAX_CLAIM, shard.size() / source.parallelism() + 1);
        if (share == 1) {
            return shard.poll();
        }
        if (!worker.beginMove()) {
            return null;
        }
        try {
            return shard.stealBatchAndPopWithLimit(batch, share);
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
            if (victim != index) {
                Runnable task = stealFrom(worker, source.queuesOf(victim));
                worker.metrics().countSteal(task != null);
                if (task != null) {
                    return task;
                }
            }
        }
        return null;
    }

    private Runnable stealFrom(Worker worker, StealingQueues victim) {
        Runnable task = stealFrom(worker, victim.own.stealer());
        return task == null ? stealFrom(worker, victim.batch.stealer()) : task;
    }

    private Runnable stealFrom(Worker worker, Stealer<Runnable> stealer) {
        if (stealer.isEmpty() || !worker.beginMove()) {
            return null;
        }
        Runnable task;
        try {
            task = stealer.tryStealBatchAndPop(batch, MAX_THEFT, CONTENDED);
        } catch (OutOfMemoryError noRoomForMore) {
            task = stealer.trySteal(CONTENDED);
        } finally {
            endMove(worker);
        }
        return task == CONTENDED ? null : task;
    }

    /** Tells sleeping workers of the tasks that were on their way, which were in no queue for a moment. */
    private void endMove(Worker worker) {
        worker.endMove();
        if (!batch.isEmpty()) {
            worker.group().signalWork();
        }
    }

    @Override
    boolean push(Runnable task, Lane lane) {
        if (lane != Lane.NORMAL) {
            return source.offer(task, lane);
        }
        own.push(task);
        VarHandle.fullFence();
        return true;
    }

    /** The own deque holds nothing else: what was pushed before the group was stopped has been drained. */
    @Override
    boolean takeBack() {
        return own.pop() != null;
    }

    /**
     * Only in the lifo form, where a task that was seen is the next one popped, or a thief has taken the last one. In the
     * fifo form a thief may take the one that was seen, and the pop another.
     */
    @Override
    void discardClaimed() {
        while (lifo && own.peek() instanceof TaskFuture<?> future && future.isClaimed() && !future.wasCancelledUnstarted()
                && own.pop() != null) {
            // The one behind it may have been claimed, too.
        }
    }

    boolean hasWork() {
        return !own.isEmpty() || !batch.isEmpty();
    }

    int size() {
        return own.size() + batch.size();
    }

    void drainTo(Collection<? super Runnable> drained) {
        drain(own.stealer(), drained);
        drain(batch.stealer(), drained);
    }

    private static void drain(Stealer<Runnable> stealer, Collection<? super Runnable> drained) {
        for (Runnable task = stealer.steal(); task != null; task = stealer.steal()) {
            drained.add(task);
        }
    }
}
