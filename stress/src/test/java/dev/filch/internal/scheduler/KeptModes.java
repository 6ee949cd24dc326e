package dev.filch.internal.scheduler;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Set;

/**
 * The accessors of the scheduler and of the channels whose mode no scenario of the catalogs needs, with the reasons why
 * the modes are kept. The reasons are arguments; no exploration checks them.
 */
final class KeptModes {

    /** Classes that only count or measure. {@code WorkerCounters} and {@code SubmissionCounter} give the reasons. */
    private static final Set<String> COUNTING =
            Set.of("WorkerCounters", "LatencyHistogram", "Merged", "SubmissionCounter", "Measurements");

    /** Classes whose fields are hints: no value of them can make an operation fail. */
    private static final Set<String> HINTING = Set.of("AdaptiveSpin");

    private static final String MEASURES = "it only counts or measures, and unit tests check it";
    private static final String HINTS = "a hint, which only decides how long a thread spins";
    private static final String COUNTS = "it only counts, and the JDK's weaker forms are loops on some JVMs";
    private static final String NO_WEAKER_FORM = "the JDK has no strong comparison that acquires and releases";
    private static final String ONLY_DECIDES =
            "it decides which thread goes on and publishes nothing; the JDK has no strong comparison without an order";

    private static final String EXCEPTION = "it publishes an exception, whose fields the checker does not simulate";
    private static final String THREAD_OBJECT =
            "it publishes a Thread, whose start and end the checker knows, and whose fields it does not simulate";

    private static final String DRAINED = "the pop that follows decides by a volatile CAS whether the task was drained";
    private static final String SPARE = "a spare that is missed is replaced by a new thread";
    private static final String HINT = "it decides where one fetch in 244 begins: no scenario has that many";
    private static final String NEW_THREAD =
            "it races only if the worker gets another thread between a waker's swap and its unpark: no scenario does";

    private static final String SUBMITTED =
            "a thread that counts or claims the future got it from its queue or its submitter";

    private static final String PADDED = "as in HeadField, whose scenarios explore the list without pads";

    private static final String THREAD_LOCAL = "the field is a ThreadLocal, not a VarHandle";

    private static final String CREDIT_HINT = "it only decides which stripe is read first, or saves a read";
    private static final String ONE_CREDIT = "it decides which thread gives a credit back; " + NO_WEAKER_FORM;
    private static final String REPORTED = "only reports read it";
    private static final String RECORDED = "no scenario uses the flight recorder";
    private static final String MANAGED = "no scenario registers a pool as an MBean";
    private static final String LATE =
            "a missed deadline fires late but is not lost, and no scenario measures the delay";
    private static final String WRONG_THREAD = "it races only if a thread factory runs its Runnable in two threads";

    private static final Map<String, String> REASONS = Map.ofEntries(
            entry("Compensator.bind", THREAD_LOCAL),
            entry("Compensator.current", THREAD_LOCAL),
            entry("Compensator.unbind", THREAD_LOCAL),
            entry("AnyOf.casDecided", NO_WEAKER_FORM),
            entry("SerialTask.casState", NO_WEAKER_FORM),
            entry("CellQueueFields.casDead", ONLY_DECIDES),
            entry("CellQueueFields.getAndAddDead", COUNTS),
            entry("FlowSubscriber.casSubscription", ONLY_DECIDES),
            entry("FlowSubscription.getAndSetRequested",
                    "the task needs only the acquire, and the JDK's form with acquire is a loop on some JVMs"),
            entry("FlowSubscription.failureAcquire", EXCEPTION),
            entry("FlowSubscription.setFailureRelease", EXCEPTION),
            entry("Choice.setStateVolatile",
                    "other threads treat the states before and after it alike, but may spin until it"),
            entry("TimerChannel.casDue", NO_WEAKER_FORM),
            entry("TimerChannel.dueVolatile", "casDue decides; an older value costs only an attempt"),
            entry("WaiterQueueFields.casHead", NO_WEAKER_FORM),
            entry("WaiterQueueFields.casWord", NO_WEAKER_FORM),
            entry("WaiterQueueFields.headVolatile", "an older head leads to the same waiters"),
            entry("WaiterQueueFields.getAndAddDelayed", COUNTS),
            entry("HandOvers.headVolatile", SPARE),
            entry("HandOvers.casHead", SPARE),
            entry("Entry.getAndSetFuture",
                    "it decides which thread takes a future, and the JDK's weaker forms are loops on some JVMs"),
            entry("HeadField.getAndAddDeadBelowTop", COUNTS),
            entry("PaddedListFields.headOpaque", PADDED),
            entry("PaddedListFields.headVolatile", PADDED),
            entry("PaddedListFields.casHead", PADDED),
            entry("PaddedListFields.getAndAddDeadBelowTop", PADDED),
            entry("StarvationGuard.casThread", NO_WEAKER_FORM),
            entry("Carrier.casEntered", WRONG_THREAD),
            entry("CreditStripe.limitOpaque", CREDIT_HINT),
            entry("CreditStripe.setLimitOpaque", CREDIT_HINT),
            entry("QueueCredits.hintOpaque", CREDIT_HINT),
            entry("QueueCredits.setHintOpaque", CREDIT_HINT),
            entry("TaskFutureFields.casCredit", ONE_CREDIT),
            entry("WorkerFields.awakeSinceOpaque", REPORTED),
            entry("WorkerFields.setAwakeSinceOpaque", REPORTED),
            entry("WorkerFields.executedBeforeOpaque", REPORTED),
            entry("WorkerFields.setExecutedBeforeOpaque", REPORTED),
            entry("TaskAges.reportedAcquire", REPORTED),
            entry("TaskAges.setReportedRelease", REPORTED),
            entry("Flight.eventsAcquire", RECORDED),
            entry("Flight.setEventsRelease", RECORDED),
            entry("FlightRegistry.eventsVolatile", RECORDED),
            entry("FlightRegistry.setEventsVolatile", RECORDED),
            entry("Carriers.setAfterTerminationVolatile", MANAGED),
            entry("Carriers.getAndSetAfterTermination", MANAGED),
            entry("TimekeeperFields.wakesAtVolatile", LATE),
            entry("TimekeeperFields.setWakesAtVolatile", LATE),
            entry("TimekeeperFields.casState", NO_WEAKER_FORM),
            entry("TimekeeperFields.threadVolatile", THREAD_OBJECT),
            entry("TimekeeperFields.setThreadVolatile", THREAD_OBJECT),
            entry("TimekeeperFields.drainAtOpaque", "it decides how early deadlines leave the inbox"),
            entry("TimekeeperFields.setDrainAtOpaque", "it decides how early deadlines leave the inbox"),
            entry("Waker.casLastFailure", NO_WEAKER_FORM),
            entry("StealingQueues.pushedOpaque", MEASURES),
            entry("StealingQueues.setPushedOpaque", MEASURES),
            entry("WorkerMetrics.timesAcquire", MEASURES),
            entry("WorkerMetrics.casTimesFromNullRelease", MEASURES),
            entry("Roster.getAndAddNumber", COUNTS),
            entry("Roster.casHead", NO_WEAKER_FORM),
            entry("Entry.casThread", THREAD_OBJECT),
            entry("Entry.threadAcquire", THREAD_OBJECT),
            entry("Entry.setStartedRelease", THREAD_OBJECT),
            entry("Entry.startedAcquire", THREAD_OBJECT),
            entry("BatchQueue.setDequeVolatile", "the fence behind the first batch orders it"),
            entry("StealingQueues.setOwnVolatile", "the fence behind the first push orders it"),
            entry("StealingSource.laneAcquire", "what it publishes has final fields and an array that starts empty"),
            entry("StealingSource.setWorkerVolatile",
                    "the fence behind a push or a batch orders it; a stop that misses the queues has missed the worker,"
                            + " too, which then stops itself"),
            entry("GroupStop.drainedAcquire", DRAINED),
            entry("GroupStop.setDrainedRelease", DRAINED),
            entry("WorkerFields.ticksOpaque", HINT),
            entry("WorkerFields.setTicksOpaque", HINT),
            entry("WorkerFields.threadOpaque", NEW_THREAD),
            entry("WorkerFields.setThreadOpaque", NEW_THREAD),
            entry("WorkerFields.setSignalVolatile", SPARE),
            entry("TaskFutureFields.queuedOpaque", SUBMITTED),
            entry("TaskFutureFields.setQueuedOpaque", SUBMITTED),
            entry("TaskFutureFields.setStateVolatile",
                    "the CAS to CANCELLING or EXPIRING has settled the task; this ends a spin"),
            entry("Waiter.nextOpaque", "it races only with a sweep among three waiters: no scenario has that many"),
            entry("Waiter.stateOpaque", "only toString reads it"));

    private KeptModes() {
    }

    /** The reason why the mode of an accessor is kept; null if a scenario must need it. */
    static String reason(String accessor) {
        String type = accessor.substring(0, accessor.indexOf('.'));
        if (HINTING.contains(type)) {
            return HINTS;
        }
        return COUNTING.contains(type) ? MEASURES : REASONS.get(accessor);
    }

    static Set<String> accessors() {
        return REASONS.keySet();
    }
}
