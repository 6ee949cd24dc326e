package dev.filch.internal.scheduler;

import dev.filch.queue.Stealer;
import dev.filch.queue.WorkDeque;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;

/**
 * The queues of one worker of a {@link StealingSource}, and the order in which the worker reads all queues.
 *
 * <p>NORMAL tasks that the worker itself submits go to its <em>own</em> deque. If the worker takes several tasks from
 * outside ({@link ShardClaims}), or steals several, it runs the first, and the others wait in its {@link BatchQueue}.
 * Thieves may steal from both. HIGH and LOW tasks stay in queues that all workers read.
 *
 * <h2>Order</h2>
 * <ol>
 *   <li>HIGH;
 *   <li>the worker's own tasks; its batch; NORMAL tasks from outside;
 *   <li>the other workers' own tasks and batches, beginning with a random worker;
 *   <li>LOW.
 * </ol>
 *
 * <h2>Fairness</h2>
 * No task starves. Every {@link #FAIRNESS_INTERVAL}th fetch is a fairness tick, which first reads a queue out of this
 * order. Four ticks make a turn:
 * <ol>
 *   <li>the next shard of LOW;
 *   <li>the worker's batch, or the next shard of NORMAL that is not its own;
 *   <li>the oldest of the worker's own tasks;
 *   <li>the next other worker, if it has had no tick since the last such turn.
 * </ol>
 * The last two are skipped except in one of {@link #RARE_TURNS} turns. So LOW and the tasks from outside come first
 * once in 244 fetches of each worker. Its own oldest task and those of another worker come first once in 3,904.
 */
final class StealingQueues extends WorkerQueues {

    /** In fetches. A prime, so that the ticks do not coincide with a periodic pattern of the tasks. */
    private static final int FAIRNESS_INTERVAL = 61;

    private static final int TICKS_PER_TURN = 4;

    /**
     * Only one turn in this many reads the tasks in workers' deques. The oldest tasks in a deque are the largest
     * subtrees of a tree of tasks, and are best left to thieves: the tree takes longer if its own worker starts them
     * early.
     */
    private static final int RARE_TURNS = 16;

    private static final int MAX_STOLEN_BATCH = 16;

    private static final VarHandle OWN;
    private static final VarHandle PUSHED;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            OWN = lookup.findVarHandle(StealingQueues.class, "own", WorkDeque.class).withInvokeExactBehavior();
            PUSHED = lookup.findVarHandle(StealingQueues.class, "pushed", long.class).withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final StealingSource source;
    private final int index;
    private final boolean lifo;
    private final BatchQueue batch = new BatchQueue();
    private final ShardClaims claims;

    /** Null until the worker has submitted a task. */
    private WorkDeque<Runnable> own;

    /** How many tasks the worker has pushed to its own deque and not taken back. */
    private long pushed;

    StealingQueues(StealingSource source, int index, boolean lifo) {
        this.source = source;
        this.index = index;
        this.lifo = lifo;
        claims = new ShardClaims(source.normal(), index, source.workers(), batch);
    }

    private WorkDeque<Runnable> ownOrNew() {
        if (own == null) {
            setOwnVolatile(lifo ? WorkDeque.lifo() : WorkDeque.fifo());
        }
        return own;
    }

    @Override
    Runnable next(Worker worker) {
        if (worker.countFetch(FAIRNESS_INTERVAL)) {
            Runnable task = fairnessTick(worker, worker.ticks());
            if (task != null) {
                return task;
            }
        }
        Runnable task = pollLane(Lane.HIGH, worker.ticks());
        if (task == null && own != null) {
            task = own.pop();
        }
        if (task == null) {
            task = batch.pop();
        }
        if (task == null) {
            task = claims.next(worker);
        }
        if (task == null) {
            task = steal(worker, worker.random(source.workers()));
        }
        return task == null ? pollLane(Lane.LOW, worker.ticks()) : task;
    }

    private Runnable fairnessTick(Worker worker, int tick) {
        int turn = tick / TICKS_PER_TURN;
        boolean rare = turn % RARE_TURNS == 0;
        return switch (tick % TICKS_PER_TURN) {
            case 0 -> pollLane(Lane.LOW, turn);
            case 1 -> fromOutside(worker, turn);
            case 2 -> rare && own != null ? own.stealer().steal() : null;
            default -> rare ? stealFromStuck(worker, turn / RARE_TURNS) : null;
        };
    }

    /**
     * The batch and another shard come first in alternate turns, so neither has to wait until the other one is empty.
     */
    private Runnable fromOutside(Worker worker, int turn) {
        boolean batchFirst = turn % 2 == 0;
        Runnable task = batchFirst ? batch.pop() : claims.nextFromOtherShard(turn, worker);
        if (task == null) {
            task = batchFirst ? claims.nextFromOtherShard(turn, worker) : batch.pop();
        }
        return task == null ? claims.next(worker) : task;
    }

    /**
     * Takes a task from the watched worker if that worker has had no tick since this method last ran, and then watches
     * the next worker. A worker that has had a tick fetches tasks, and needs no help: stealing from it would only move
     * parts of a tree of tasks between workers. This compares ticks rather than counts of executed tasks, because a
     * waiting task may run many tasks while the worker fetches none.
     */
    private Runnable stealFromStuck(Worker worker, int turn) {
        if (source.workers() == 1) {
            return null;
        }
        int watched = otherWorker(turn);
        Worker victim = worker.group().worker(watched);
        Runnable task = null;
        if (victim != null && worker.watchedTicksAre(victim.ticksOpaque())) {
            StealingQueues queues = source.workerVolatile(watched);
            task = stealOne(queues.ownAcquire(), worker);
            if (task == null) {
                task = stealOne(queues.batch.dequeAcquire(), worker);
            }
            worker.countSteal(task != null);
        }
        Worker next = worker.group().worker(otherWorker(turn + 1));
        worker.setWatchedTicks(next == null ? 0 : next.ticksOpaque());
        return task;
    }

    private int otherWorker(int turn) {
        return (index + 1 + turn % (source.workers() - 1)) % source.workers();
    }

    private Runnable stealOne(WorkDeque<Runnable> victim, Worker worker) {
        return victim == null ? null : BatchQueue.stealOne(victim.stealer(), worker);
    }

    private Runnable pollLane(Lane lane, int turn) {
        LaneQueues queues = source.laneOpaque(lane);
        return queues == null ? null : queues.tryPoll(index + turn);
    }

    @Override
    Runnable nextBeforeSleep() {
        for (Lane lane : Lane.all()) {
            LaneQueues queues = source.laneOpaque(lane);
            Runnable task = queues == null ? null : queues.poll(index);
            if (task != null) {
                return task;
            }
        }
        return null;
    }

    /** Tries once to steal from each other worker, beginning with a given one; null if no attempt succeeds. */
    private Runnable steal(Worker worker, int first) {
        int workers = source.workers();
        for (int i = 0; i < workers; i++) {
            int victim = first + i < workers ? first + i : first + i - workers;
            StealingQueues queues = victim == index ? null : source.workerVolatile(victim);
            if (queues != null) {
                Runnable task = stealFrom(worker, queues);
                worker.countSteal(task != null);
                if (task != null) {
                    return task;
                }
            }
        }
        return null;
    }

    private Runnable stealFrom(Worker worker, StealingQueues victim) {
        Runnable task = stealFrom(worker, victim.ownAcquire());
        return task == null ? stealFrom(worker, victim.batch.dequeAcquire()) : task;
    }

    private Runnable stealFrom(Worker worker, WorkDeque<Runnable> victim) {
        if (victim == null || victim.isEmpty()) {
            return null;
        }
        Stealer<Runnable> stealer = victim.stealer();
        Runnable task = batch.takeFrom(stealer, MAX_STOLEN_BATCH, worker);
        if (task == BatchQueue.CONTENDED) {
            return null;
        }
        if (task != null && !stealer.isEmpty()) {
            worker.group().waker().signalBacklog();
        }
        return task;
    }

    @Override
    boolean push(Runnable task, Lane lane) {
        if (lane != Lane.NORMAL) {
            return source.offer(task, lane);
        }
        WorkDeque<Runnable> deque = ownOrNew();
        // The count precedes the push, so that a thread that sees the task as executed also sees it as submitted.
        setPushedOpaque(pushedPlain() + 1);
        boolean added = false;
        try {
            deque.push(task);
            added = true;
        } finally {
            if (!added) {
                setPushedOpaque(pushedPlain() - 1);
            }
        }
        VarHandle.fullFence();
        return true;
    }

    /**
     * Pops the task that was pushed last if the deque has no other. If it has, the drain ran out of memory, and the
     * task stays queued. A HIGH or LOW task is not in the deque: it was offered before its lane was closed, so it is
     * drained or stays queued.
     */
    @Override
    boolean takeBack(Lane lane) {
        boolean taken = lane == Lane.NORMAL && own != null && own.size() == 1 && own.pop() != null;
        if (taken) {
            setPushedOpaque(pushedPlain() - 1);
        }
        return taken;
    }

    /**
     * Does nothing for a fifo deque. There, a thief might take the task that was peeked, and the pop would drop another
     * one. It would rarely help either: a task usually waits for the task it has submitted last, which is at the tail.
     */
    @Override
    void discardClaimed(Worker worker) {
        if (!lifo || own == null) {
            return;
        }
        Runnable entry = own.peek();
        while (TimedTask.submitted(entry) instanceof TaskFuture<?> future
                && future.isClaimed() && own.pop() != null) {
            worker.group().submissions().noteTaken(entry, worker);
            if (future.claimCount()) {
                worker.countExecuted();
            }
            entry = own.peek();
        }
    }

    /** Takes a task for a thread that does not have this worker; null if there is none. */
    Runnable stealAny() {
        Runnable task = steal(batch.dequeAcquire());
        return task == null ? steal(ownAcquire()) : task;
    }

    private static Runnable steal(WorkDeque<Runnable> deque) {
        return deque == null ? null : deque.stealer().steal();
    }

    boolean hasWork() {
        return hasWork(ownVolatile()) || hasWork(batch.dequeVolatile());
    }

    private static boolean hasWork(WorkDeque<Runnable> deque) {
        return deque != null && !deque.isEmpty();
    }

    /** How many tasks this worker has pushed to its own deque. For any thread. */
    long pushed() {
        return pushedOpaque();
    }

    int size() {
        return size(ownVolatile()) + size(batch.dequeVolatile());
    }

    private static int size(WorkDeque<Runnable> deque) {
        return deque == null ? 0 : deque.size();
    }

    /** Like {@link TaskSource#oldestSubmission(Lane)}, among this worker's own tasks and its batch. */
    long oldestSubmission() {
        WorkDeque<Runnable> present = ownVolatile();
        long oldest = present == null ? Long.MAX_VALUE : TaskSource.oldestSubmission(present.stealer());
        return Math.min(oldest, batch.oldestSubmission());
    }

    void drainTo(ArrayList<Runnable> drained) {
        drain(ownVolatile(), drained);
        drain(batch.dequeVolatile(), drained);
    }

    private static void drain(WorkDeque<Runnable> deque, ArrayList<Runnable> drained) {
        if (deque != null) {
            TaskSource.drain(deque.stealer()::steal, drained);
        }
    }

    /** Acquire: a thief must see the deque fully constructed. Checked by GroupScenario:lifo+,2,0,f[fg]. */
    @SuppressWarnings("unchecked")
    private WorkDeque<Runnable> ownAcquire() {
        return (WorkDeque<Runnable>) OWN.getAcquire(this);
    }

    /**
     * Volatile: in a single order with the first push and a sleeper's change of the word. Checked by StopScenario:0,p.
     */
    @SuppressWarnings("unchecked")
    private WorkDeque<Runnable> ownVolatile() {
        return (WorkDeque<Runnable>) OWN.getVolatile(this);
    }

    /** Plain: read by its only writer. */
    private long pushedPlain() {
        return pushed;
    }

    /** Opaque: only a count. A thread that has seen the task as executed sees it through that count's acquire. */
    private long pushedOpaque() {
        return (long) PUSHED.getOpaque(this);
    }

    /** Opaque: see pushedOpaque. */
    private void setPushedOpaque(long count) {
        PUSHED.setOpaque(this, count);
    }

    /** Volatile: see ownVolatile. */
    private void setOwnVolatile(WorkDeque<Runnable> deque) {
        OWN.setVolatile(this, deque);
    }
}
