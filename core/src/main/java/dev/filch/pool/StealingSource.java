package dev.filch.pool;

import dev.filch.queue.Injector;
import dev.filch.queue.Stealer;
import dev.filch.queue.WorkDeque;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Collection;
import java.util.function.Supplier;

/**
 * The queues of a work-stealing pool: for each lane an injector for submissions from outside, and a deque for each
 * worker.
 *
 * <h2>The order of a worker's choice</h2>
 * <ol>
 *   <li>HIGH: its own deque, then a batch from the injector, then, if some worker has announced HIGH work, the others'
 *       deques;
 *   <li>NORMAL: its own deque, then a batch from the injector; LOW: the same;
 *   <li>the others' deques: HIGH, then NORMAL, then LOW, starting at a random victim.
 * </ol>
 *
 * <h2>Nothing starves</h2>
 * Every 31st choice is a fair one, which starts somewhere else: in turn with the LOW injector, the oldest LOW task of
 * its own deque, the LOW deques of the others, and then with the same three of NORMAL, and of HIGH: there, workers
 * whose own tasks submit HIGH tasks without end would never come to what others submit. So each of these nine places is
 * looked at first by each worker once in 279 choices, and whatever waits there moves up by at least one; among the
 * others' deques the victims take turns.
 */
final class StealingSource implements TaskSource {

    /** Prime, so that it falls in step with no pattern of the tasks. */
    private static final int FAIR_EVERY = 31;

    private static final int MOST_FROM_INJECTOR = 32;
    private static final int MOST_FROM_DEQUE = 16;

    /** The lanes that fair choices start with, each in three places. */
    private static final Lane[] FAIR_LANES = {Lane.LOW, Lane.NORMAL, Lane.HIGH};

    /** Stands for a lost race. */
    private static final Runnable CONTENDED = () -> {
        throw new AssertionError("this is not a task");
    };

    /*
     * Access                    mode      why not weaker                                           test
     * highAnnouncedOpaque       opaque    a hint: who misses it finds HIGH work later, or when it  HighAnnouncementTest
     *                                     steals
     * highAnnouncedVolatile     volatile  read after the push's fence; see withdrawHigh            HighAnnouncementTest
     * setHighAnnouncedVolatile  volatile  withdrawing comes before the second look at the deques   HighAnnouncementTest
     */
    private static final VarHandle HIGH_ANNOUNCED;

    static {
        try {
            HIGH_ANNOUNCED = MethodHandles.lookup()
                    .findVarHandle(StealingSource.class, "highAnnounced", boolean.class)
                    .withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final LaneQueues[] lanes;
    private final int workers;

    /** Whether a worker may have HIGH tasks in its own deque: others look there only then. */
    private boolean highAnnounced;

    StealingSource(int workers, boolean lifo) {
        this.workers = workers;
        lanes = new LaneQueues[Lane.all().length];
        Arrays.setAll(lanes, lane -> new LaneQueues(workers, lifo));
    }

    /** Publishes a task from outside by a volatile read-modify-write; false once closed. */
    boolean offer(Runnable task, Lane lane) {
        return queues(lane).injector.offer(task);
    }

    /** Publishes a task of a worker in its own deque, with a full fence behind it. */
    void push(Worker worker, Runnable task, Lane lane) {
        queues(lane).deque(worker).push(task);
        VarHandle.fullFence();
        announceIfHigh(lane);
    }

    private void announceIfHigh(Lane lane) {
        if (lane == Lane.HIGH && !highAnnouncedVolatile()) {
            setHighAnnouncedVolatile(true);
        }
    }

    @Override
    public Runnable next(Worker worker) {
        int fetch = worker.countFetch();
        if (fetch % FAIR_EVERY == 0) {
            Runnable task = fairChoice(worker, fetch / FAIR_EVERY);
            if (task != null) {
                return task;
            }
        }
        for (Lane lane : Lane.all()) {
            Runnable task = near(worker, lane);
            if (task != null) {
                return task;
            }
        }
        for (Lane lane : Lane.all()) {
            Runnable task = steal(worker, lane, worker.random(workers));
            if (task != null) {
                return task;
            }
        }
        return null;
    }

    private Runnable near(Worker worker, Lane lane) {
        Runnable task = queues(lane).deque(worker).pop();
        if (task == null) {
            task = inject(worker, lane);
        }
        if (task == null && lane == Lane.HIGH && highAnnouncedOpaque()) {
            task = stealHigh(worker);
        }
        return task;
    }

    private Runnable fairChoice(Worker worker, int turn) {
        int place = turn % (3 * FAIR_LANES.length);
        Lane lane = FAIR_LANES[place / 3];
        return switch (place % 3) {
            case 0 -> queues(lane).injector.poll();
            case 1 -> queues(lane).deque(worker).stealer().steal();
            default -> steal(worker, lane, turn / (3 * FAIR_LANES.length) % workers);
        };
    }

    /** Takes a task from a lane's injector, and moves some more to the worker's deque. */
    private Runnable inject(Worker worker, Lane lane) {
        LaneQueues queues = queues(lane);
        if (queues.injector.isEmpty()) {
            return null;
        }
        try {
            WorkDeque<Runnable> own = queues.deque(worker);
            int share = Math.min(MOST_FROM_INJECTOR, queues.injector.size() / workers + 1);
            Runnable task = queues.injector.stealBatchAndPopWithLimit(own, share);
            tellOfSurplus(worker, lane);
            return task;
        } catch (OutOfMemoryError noRoomForMore) {
            return queues.injector.poll();
        }
    }

    private Runnable stealHigh(Worker worker) {
        Runnable task = steal(worker, Lane.HIGH, worker.random(workers));
        if (task == null) {
            withdrawHigh();
        }
        return task;
    }

    /**
     * Takes the announcement back, unless there is HIGH work after all: a push may have come before and relied on it.
     */
    private void withdrawHigh() {
        setHighAnnouncedVolatile(false);
        if (queues(Lane.HIGH).anyDequeHasWork()) {
            setHighAnnouncedVolatile(true);
        }
    }

    /** Looks at all other workers' deques of a lane once, beginning with a certain one. */
    private Runnable steal(Worker worker, Lane lane, int firstVictim) {
        LaneQueues queues = queues(lane);
        WorkDeque<Runnable> own = queues.deque(worker);
        for (int i = 0; i < workers; i++) {
            int victim = firstVictim + i < workers ? firstVictim + i : firstVictim + i - workers;
            Stealer<Runnable> stealer = queues.deques[victim].stealer();
            if (victim == worker.index() || stealer.isEmpty()) {
                continue;
            }
            Runnable task = stealFrom(stealer, own);
            worker.metrics().countSteal(task != null && task != CONTENDED);
            if (task != null && task != CONTENDED) {
                tellOfSurplus(worker, lane);
                return task;
            }
        }
        return null;
    }

    private static Runnable stealFrom(Stealer<Runnable> stealer, WorkDeque<Runnable> own) {
        try {
            return stealer.tryStealBatchAndPop(own, MOST_FROM_DEQUE, CONTENDED);
        } catch (OutOfMemoryError noRoomForMore) {
            return stealer.trySteal(CONTENDED);
        }
    }

    /**
     * Tasks on their way from one queue to another are in neither for a moment, in which others may have looked and
     * gone to sleep.
     */
    private void tellOfSurplus(Worker worker, Lane lane) {
        if (!queues(lane).deque(worker).isEmpty()) {
            VarHandle.fullFence();
            announceIfHigh(lane);
            worker.crew().signalWork();
        }
    }

    @Override
    public Runnable nextClaimed(Worker worker) {
        for (Lane lane : Lane.all()) {
            Runnable task = queues(lane).deque(worker).pop();
            if (task != null) {
                return task;
            }
        }
        return null;
    }

    @Override
    public boolean hasWork() {
        for (LaneQueues queues : lanes) {
            if (!queues.injector.isEmpty() || queues.anyDequeHasWork()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        for (LaneQueues queues : lanes) {
            queues.injector.close();
        }
    }

    @Override
    public void drainTo(Collection<? super Runnable> drained) {
        for (LaneQueues queues : lanes) {
            drain(queues.injector::poll, drained);
            for (WorkDeque<Runnable> deque : queues.deques) {
                drain(deque.stealer()::steal, drained);
            }
        }
    }

    private static void drain(Supplier<Runnable> queue, Collection<? super Runnable> drained) {
        for (Runnable task = queue.get(); task != null; task = queue.get()) {
            drained.add(task);
        }
    }

    /** For each lane, the tasks in its injector and those in its deques. */
    @Override
    public String describeQueued() {
        StringBuilder text = new StringBuilder("queued");
        for (Lane lane : Lane.all()) {
            text.append(' ').append(lane).append(' ').append(queues(lane).injector.size());
            text.append('+').append(queues(lane).sizeOfDeques());
        }
        return text.toString();
    }

    private LaneQueues queues(Lane lane) {
        return lanes[lane.ordinal()];
    }

    private boolean highAnnouncedOpaque() {
        return (boolean) HIGH_ANNOUNCED.getOpaque(this);
    }

    private boolean highAnnouncedVolatile() {
        return (boolean) HIGH_ANNOUNCED.getVolatile(this);
    }

    private void setHighAnnouncedVolatile(boolean announced) {
        HIGH_ANNOUNCED.setVolatile(this, announced);
    }

    /** The queues of one lane. */
    private static final class LaneQueues {

        final Injector<Runnable> injector = new Injector<>();
        final WorkDeque<Runnable>[] deques;

        LaneQueues(int workers, boolean lifo) {
            deques = newDeques(workers);
            Supplier<WorkDeque<Runnable>> flavour = lifo ? WorkDeque::lifo : WorkDeque::fifo;
            Arrays.setAll(deques, worker -> flavour.get());
        }

        @SuppressWarnings({"unchecked", "rawtypes"})
        private static WorkDeque<Runnable>[] newDeques(int workers) {
            return new WorkDeque[workers];
        }

        WorkDeque<Runnable> deque(Worker worker) {
            return deques[worker.index()];
        }

        boolean anyDequeHasWork() {
            for (WorkDeque<Runnable> deque : deques) {
                if (!deque.isEmpty()) {
                    return true;
                }
            }
            return false;
        }

        int sizeOfDeques() {
            return Arrays.stream(deques).mapToInt(WorkDeque::size).sum();
        }
    }
}
