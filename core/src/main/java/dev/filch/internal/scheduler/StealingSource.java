package dev.filch.internal.scheduler;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.function.ToLongFunction;

/**
 * The queues of a work-stealing group: the {@link LaneQueues} of each lane, and the {@link StealingQueues} of each
 * worker. The queues of the HIGH and LOW lanes are created for their first task.
 */
public final class StealingSource extends TaskSource {

    private static final VarHandle LANES =
            MethodHandles.arrayElementVarHandle(LaneQueues[].class).withInvokeExactBehavior();
    private static final VarHandle WORKERS =
            MethodHandles.arrayElementVarHandle(StealingQueues[].class).withInvokeExactBehavior();

    private final LaneQueues[] lanes = new LaneQueues[Lane.all().length];
    private final LaneQueues normal;
    private final StealingQueues[] workers;
    private final int parallelism;
    private final boolean lifo;

    /**
     * Creates empty queues.
     *
     * @param workers the number of workers
     * @param lifo whether a worker takes the newest of its own tasks first; if false, it takes the oldest first
     */
    public StealingSource(int workers, boolean lifo) {
        this(workers, lifo, Runtime.getRuntime().availableProcessors());
    }

    /** Creates empty queues for a number of processors. */
    StealingSource(int workers, boolean lifo, int processors) {
        parallelism = Math.min(workers, processors);
        normal = new LaneQueues(parallelism);
        lanes[Lane.NORMAL.ordinal()] = normal;
        this.workers = new StealingQueues[workers];
        this.lifo = lifo;
    }

    @Override
    StealingQueues newQueues(int worker) {
        StealingQueues queues = new StealingQueues(this, worker, lifo);
        setWorkerVolatile(worker, queues);
        return queues;
    }

    int workers() {
        return workers.length;
    }

    LaneQueues normal() {
        return normal;
    }

    @Override
    boolean offer(Runnable task, Lane lane) {
        return (lane == Lane.NORMAL ? normal : laneOrNew(lane)).offer(task);
    }

    private LaneQueues laneOrNew(Lane lane) {
        LaneQueues present = laneAcquire(lane);
        if (present != null) {
            return present;
        }
        LaneQueues fresh = new LaneQueues(parallelism);
        LaneQueues witness = casLaneFromNull(lane, fresh);
        return witness == null ? fresh : witness;
    }

    @Override
    boolean hasWork() {
        for (Lane lane : Lane.all()) {
            LaneQueues queues = laneVolatile(lane);
            if (queues != null && !queues.isEmpty()) {
                return true;
            }
        }
        for (int i = 0; i < workers.length; i++) {
            StealingQueues worker = workerVolatile(i);
            if (worker != null && worker.hasWork()) {
                return true;
            }
        }
        return false;
    }

    @Override
    void close() {
        for (Lane lane : Lane.all()) {
            LaneQueues used = casLaneFromNull(lane, LaneQueues.CLOSED_LANE);
            if (used != null) {
                used.close();
            }
        }
    }

    @Override
    void drainTo(ArrayList<Runnable> drained) {
        for (Lane lane : Lane.all()) {
            LaneQueues queues = laneVolatile(lane);
            if (queues != null) {
                queues.drainTo(drained);
            }
        }
        for (int i = 0; i < workers.length; i++) {
            StealingQueues worker = workerVolatile(i);
            if (worker != null) {
                worker.drainTo(drained);
            }
        }
    }

    @Override
    Runnable takeForDiscard() {
        int first = (int) Thread.currentThread().getId();
        Runnable task = takeFrom(Lane.LOW, first);
        if (task == null) {
            task = takeNormal(first);
        }
        return task == null ? takeFrom(Lane.HIGH, first) : task;
    }

    @Override
    Runnable takeAny() {
        int first = (int) Thread.currentThread().getId();
        Runnable task = takeFrom(Lane.HIGH, first);
        if (task == null) {
            task = takeNormal(first);
        }
        return task == null ? takeFrom(Lane.LOW, first) : task;
    }

    /** Takes a NORMAL task from the shared queues, or else from the workers' queues. */
    private Runnable takeNormal(int first) {
        Runnable task = takeFrom(Lane.NORMAL, first);
        for (int i = 0; task == null && i < workers.length; i++) {
            StealingQueues worker = workerVolatile(i);
            task = worker == null ? null : worker.stealAny();
        }
        return task;
    }

    private Runnable takeFrom(Lane lane, int first) {
        LaneQueues queues = laneVolatile(lane);
        return queues == null ? null : queues.poll(first);
    }

    @Override
    long queued(Lane lane) {
        LaneQueues queues = laneVolatile(lane);
        long queued = queues == null ? 0 : queues.size();
        return lane == Lane.NORMAL ? queued + sumOfWorkers(StealingQueues::size) : queued;
    }

    @Override
    long submitted(Lane lane) {
        LaneQueues queues = laneVolatile(lane);
        long submitted = queues == null ? 0 : queues.added();
        return lane == Lane.NORMAL ? submitted + sumOfWorkers(StealingQueues::pushed) : submitted;
    }

    @Override
    long oldestSubmission(Lane lane) {
        // The shared queues come first, because workers move tasks from them to their own queues.
        LaneQueues queues = laneVolatile(lane);
        long oldest = queues == null ? Long.MAX_VALUE : queues.oldestSubmission();
        for (int i = 0; lane == Lane.NORMAL && i < workers.length; i++) {
            StealingQueues worker = workerVolatile(i);
            oldest = worker == null ? oldest : Math.min(oldest, worker.oldestSubmission());
        }
        return oldest;
    }

    private long sumOfWorkers(ToLongFunction<StealingQueues> count) {
        long sum = 0;
        for (int i = 0; i < workers.length; i++) {
            StealingQueues worker = workerVolatile(i);
            sum += worker == null ? 0 : count.applyAsLong(worker);
        }
        return sum;
    }

    /** The sizes of each lane's shared queues, then the sum of the workers' queues. */
    @Override
    String describeQueued() {
        StringBuilder text = new StringBuilder("queued");
        for (Lane lane : Lane.all()) {
            LaneQueues queues = laneAcquire(lane);
            text.append(' ').append(lane).append(' ').append(queues == null ? 0 : queues.size()).append(',');
        }
        long claimed = sumOfWorkers(StealingQueues::size);
        return text.append(" with workers ").append(claimed).toString();
    }

    /**
     * Opaque: a worker that misses a new lane finds it later, because the submitter wakes a worker, which reads it
     * again. Checked by GroupScenario:lifo+,1,0,,h.
     */
    LaneQueues laneOpaque(Lane lane) {
        return (LaneQueues) LANES.getOpaque(lanes, lane.ordinal());
    }

    /** Acquire: the reader sees the lane fully constructed. */
    private LaneQueues laneAcquire(Lane lane) {
        return (LaneQueues) LANES.getAcquire(lanes, lane.ordinal());
    }

    /**
     * Volatile: in a single order with the submission to a new lane and a sleeper's change of the word. Checked by
     * GroupScenario:lifo+,1,0,,h.
     */
    private LaneQueues laneVolatile(Lane lane) {
        return (LaneQueues) LANES.getVolatile(lanes, lane.ordinal());
    }

    /** Volatile: see laneVolatile. Checked by GroupScenario:lifo+,1,0,,h. */
    private LaneQueues casLaneFromNull(Lane lane, LaneQueues fresh) {
        return (LaneQueues) LANES.compareAndExchange(lanes, lane.ordinal(), (LaneQueues) null, fresh);
    }

    /**
     * Volatile: in a single order with a submission and a sleeper's change of the word. Null if the worker has never
     * run. Checked by SleepScenario:z,vp.
     */
    StealingQueues workerVolatile(int worker) {
        return (StealingQueues) WORKERS.getVolatile(workers, worker);
    }

    /** Volatile: see workerVolatile. */
    private void setWorkerVolatile(int worker, StealingQueues queues) {
        WORKERS.setVolatile(workers, worker, queues);
    }
}
