package dev.filch.internal.scheduler;

import dev.filch.internal.Backoff;
import dev.filch.queue.Injector;

/**
 * How one worker of a {@link StealingSource} takes tasks from the shards of the NORMAL lane. It takes them from its own
 * shard while that has tasks, and otherwise from the other shards.
 *
 * <p>A worker that is alone at a shard takes one task at a time, by a CAS of a word that stays in its cache. If other
 * workers use the shard, each CAS costs a transfer of a cache line, so the worker takes a batch. It does so if there
 * are more workers than shards, and while other workers search. If the worker has lost a race and found no task in any
 * shard, it doubles the size of its claims. Each call without a lost race shrinks it by one.
 *
 * <p>Submitters write a shard's tail with each task. So a claim does not read the tail, and may miss a task whose
 * submission is in progress. Before a worker sleeps, it reads the tails too. All methods are for the worker's thread.
 */
final class ShardClaims {

    /**
     * The smallest claim at a shard that other workers use. With 32, other workers start later in a burst. With 4, the
     * cache line of the head moves too often.
     */
    private static final int SHARED_CLAIM = 8;

    private static final int MAX_CLAIM = 32;

    private final LaneQueues shards;
    private final int own;
    private final BatchQueue batch;
    private final int minClaim;
    private int claimSize;

    ShardClaims(LaneQueues shards, int worker, int workers, BatchQueue batch) {
        this.shards = shards;
        own = worker;
        this.batch = batch;
        minClaim = workers > shards.count() ? SHARED_CLAIM : 1;
        claimSize = minClaim;
    }

    /** Takes the oldest task of the first shard that has one. If it only loses races, backs off and tries again. */
    Runnable next(Worker worker) {
        Runnable task = tryAll(worker);
        if (task != BatchQueue.CONTENDED) {
            if (claimSize > minClaim) {
                claimSize--;
            }
            return task;
        }
        int pause = Backoff.START;
        while (task == BatchQueue.CONTENDED) {
            claimSize = Math.min(2 * claimSize, MAX_CLAIM);
            pause = Backoff.pause(pause);
            task = tryAll(worker);
        }
        return task;
    }

    /** Tries each shard once; returns CONTENDED if it took no task and lost a race for one. */
    private Runnable tryAll(Worker worker) {
        int limit = worker.othersSearch() ? Math.max(claimSize, SHARED_CLAIM) : claimSize;
        Runnable result = null;
        for (int i = 0; i < shards.count(); i++) {
            Injector<Runnable> shard = shards.shard(own + i);
            Runnable task = shard == null ? null : tryShard(shard, limit, worker);
            if (task == BatchQueue.CONTENDED) {
                result = task;
            } else if (task != null) {
                return task;
            }
        }
        return result;
    }

    private Runnable tryShard(Injector<Runnable> shard, int limit, Worker worker) {
        // Many workers of large pools never find more than one task at a time. They need no deque for a batch.
        if (limit > 1 && (batch.isMade() || shard.size() > 1)) {
            return batch.takeFrom(shard, limit, worker);
        }
        Runnable task = shard.tryPoll(BatchQueue.CONTENDED);
        if (task != null) {
            worker.group().waker().signalBacklog(shard);
        }
        return task;
    }

    /**
     * Takes a batch from another shard: with each turn, the next one. So each shard is served even if its own worker is
     * busy.
     */
    Runnable nextFromOtherShard(int turn, Worker worker) {
        if (shards.count() == 1) {
            return null;
        }
        Injector<Runnable> shard = shards.shard(own + 1 + turn % (shards.count() - 1));
        Runnable task = shard == null ? null : tryShard(shard, MAX_CLAIM, worker);
        return task == BatchQueue.CONTENDED ? null : task;
    }
}
