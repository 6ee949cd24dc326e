package dev.filch.internal.scheduler;

import dev.filch.internal.Backoff;
import dev.filch.queue.Injector;

/**
 * How one worker of a {@link StealingSource} takes tasks from the shards of the NORMAL lane: from its own shard as long
 * as it has tasks, then from the others.
 *
 * <p>A worker alone at a shard takes one task at a time, which costs one CAS of a word that is in its cache. Beside
 * others, it takes batches, because each CAS then costs a transfer of a cache line. It takes batches if there are more
 * workers than shards, and while others search. It doubles the size if it has lost a race and found no task elsewhere.
 *
 * <p>Submitters write a shard's tail with each task. So a claim does not read the tail, and may find nothing although a
 * submission is under way. Before a worker sleeps, it also reads the tails. All methods are for the worker's thread.
 */
final class ShardClaims {

    /**
     * The smallest claim beside others. 32 delays the start of other workers in a burst; 4 moves the head's cache line
     * too often.
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

    /** Takes the oldest task of the first shard that has one. Backs off while other workers take all that it finds. */
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

    /** Tries each shard once; returns CONTENDED if no task was found and another worker was faster somewhere. */
    private Runnable tryAll(Worker worker) {
        int limit = worker.othersSearch() ? Math.max(claimSize, SHARED_CLAIM) : claimSize;
        Runnable result = null;
        for (int i = 0; i < shards.count(); i++) {
            Injector<Runnable> shard = shards.shard(own + i);
            Runnable task = shard == null ? null : tryOne(shard, limit, worker);
            if (task == BatchQueue.CONTENDED) {
                result = task;
            } else if (task != null) {
                return task;
            }
        }
        return result;
    }

    private Runnable tryOne(Injector<Runnable> shard, int limit, Worker worker) {
        // Many workers of large pools never see more than one task at a time, and so need no deque.
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
     * Takes a batch from another shard, the next one each time, so that every shard is served even if its own worker is
     * busy.
     */
    Runnable nextOfAnother(int turn, Worker worker) {
        if (shards.count() == 1) {
            return null;
        }
        Injector<Runnable> shard = shards.shard(own + 1 + turn % (shards.count() - 1));
        Runnable task = shard == null ? null : tryOne(shard, MAX_CLAIM, worker);
        return task == BatchQueue.CONTENDED ? null : task;
    }
}
