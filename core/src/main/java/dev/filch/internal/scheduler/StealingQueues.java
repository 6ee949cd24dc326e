package dev.filch.internal.scheduler;

import dev.filch.queue.Stealer;
import dev.filch.queue.WorkDeque;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;

/**
 * The queues of one worker of a {@link StealingSource}, and the order in which it reads all queues.
 *
 * <p>The tasks that the worker itself submits go to its <em>own</em> deque. If it takes several tasks from outside
 * ({@link ShardClaims}), or steals several, those it does not run at once wait in its {@link BatchQueue}. Thieves may
 * steal from both. A worker never keeps HIGH and LOW tasks, so all workers see them.
 *
 * <h2>Order</h2>
 * <ol>
 *   <li>HIGH;
 *   <li>its own tasks; its batch; NORMAL tasks from outside;
 *   <li>the other workers' own tasks and batches, beginning with a random worker;
 *   <li>LOW.
 * </ol>
 *
 * <h2>Nothing starves</h2>
 * Every {@link #FAIRNESS_INTERVAL}th fetch is a fairness tick, which departs from this order. Successive ticks begin
 * with the next shard of LOW; with the worker's batch, or a shard of NORMAL that is not its own; with the oldest of its
 * own tasks; and with the next other worker, if that has had no tick meanwhile. The last two do so only once in
 * {@link #RARE_TURNS} turns. So LOW and the tasks from outside come first once in 244 fetches of each worker, its own
 * oldest task and those of another worker once in 3,904.
 */
final class StealingQueues extends WorkerQueues {

    /** A prime, so that it does not coincide with a pattern of the tasks. */
    private static final int FAIRNESS_INTERVAL = 61;

    private static final int FAIR_PLACES = 4;

    /**
     * Only one turn in this many begins with the tasks in a worker's deque: a tree of tasks takes longer if its oldest
     * subtrees, which thieves should get, begin out of order.
     */
    private static final int RARE_TURNS = 16;

    private static final int MAX_THEFT = 16;

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

    /** How many tasks the worker has put into its own deque, and not taken back. */
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
        int turn = tick / FAIR_PLACES;
        boolean rare = turn % RARE_TURNS == 0;
        return switch (tick % FAIR_PLACES) {
            case 0 -> pollLane(Lane.LOW, turn);
            case 1 -> fromOutside(worker, turn);
            case 2 -> rare && own != null ? own.stealer().steal() : null;
            default -> rare ? stealFromStuck(worker, turn / RARE_TURNS) : null;
        };
    }

    /** The batch and another shard come first alternately, so neither waits for the other one to be empty. */
    private Runnable fromOutside(Worker worker, int turn) {
        boolean batchFirst = turn % 2 == 0;
        Runnable task = batchFirst ? batch.pop() : claims.nextFromOtherShard(turn, worker);
        if (task == null) {
            task = batchFirst ? claims.nextFromOtherShard(turn, worker) : batch.pop();
        }
        return task == null ? claims.next(worker) : task;
    }

    /**
     * Takes a task from the watched worker if that has had no tick since this method last ran, and then watches the
     * next worker. A worker that has had a tick needs no help: taking its tasks would move much of a tree of tasks to
     * and fro. Ticks are compared rather than counts of tasks, because a waiting task may run many tasks while those in
     * the worker's queues do not move.
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
        Runnable task = batch.takeFrom(stealer, MAX_THEFT, worker);
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
        // Before the push, so that a reader which has counted the task as executed sees it here, too.
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
     * Pops the task that was pushed last if it is alone. If older tasks are left, memory has run out, and it stays with
     * them. A HIGH or LOW task is not among the worker's own: it was offered before its lane was closed, so it is
     * drained, or stays queued with others.
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
     * Does nothing in the fifo form: a thief may take the task that was peeked, and the pop would drop another one. It
     * would not find much either, because a task waits for the task it has submitted last.
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

    /** Takes a task on a thread that does not have this worker; null if there is none. */
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

    /** How many tasks this worker has submitted to its own deque. For any thread. */
    long pushed() {
        return pushedOpaque();
    }

    int size() {
        return size(ownVolatile()) + size(batch.dequeVolatile());
    }

    private static int size(WorkDeque<Runnable> deque) {
        return deque == null ? 0 : deque.size();
    }

    /** As {@link TaskSource#oldestSubmission(Lane)}, for this worker's own tasks and its batch. */
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

    /** Acquire: a thief sees the deque fully constructed. Checked by GroupScenario:lifo+,2,0,f[fg]. */
    @SuppressWarnings("unchecked")
    private WorkDeque<Runnable> ownAcquire() {
        return (WorkDeque<Runnable>) OWN.getAcquire(this);
    }

    /** Volatile: in one order with the first push and the change of a sleeper's state. Checked by StopScenario:0,p. */
    @SuppressWarnings("unchecked")
    private WorkDeque<Runnable> ownVolatile() {
        return (WorkDeque<Runnable>) OWN.getVolatile(this);
    }

    /** Plain: read by its only writer. */
    private long pushedPlain() {
        return pushed;
    }

    /** Opaque: it only counts; a task that was seen to have run orders it. */
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
