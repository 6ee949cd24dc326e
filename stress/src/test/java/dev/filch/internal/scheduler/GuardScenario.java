package dev.filch.internal.scheduler;

import dev.filch.internal.PaddedWord;
import dev.filch.stress.model.Scenario;

/**
 * The guard's thread, as shipped, watches a group without spare threads, whose one worker does only what the words say.
 * The worker belongs to the first word. It starts with a task; if the word starts with s, the worker has just been
 * woken and searches, and a task is queued.
 *
 * <p>Letters before a bar act before the threads start:
 *
 * <pre>
 *   x  submits a task from outside       z  goes idle
 *   n  takes the worker's next task      v  takes the idle worker, as a thread does whose task has blocked; if the
 *   c  counts a task as executed            worker was woken, takes its next task
 *   S  shuts the group down              w  waits until the guard has reported saturation, or no task is queued; then
 *                                           stops the group
 * </pre>
 *
 * <p>If the group stays saturated, {@code w} ends only if the guard reports repeatedly. At the end the group is over,
 * and the guard's thread ends.
 */
public final class GuardScenario extends Scenario {

    /**
     * The number of reports to wait for. The first may belong to an interval that began before the wait. If two threads
     * watched, they would alternate.
     */
    private static final int REPORTS = 3;

    private final WorkerGroup group;
    private final Worker worker;
    private final PaddedWord reports = new PaddedWord();

    /** The guard's thread that reported last, and the one before it; null if there was none. */
    private volatile Thread reporter;
    private volatile Thread formerReporter;

    /** Sets the keep-alive of the guard's thread in nanoseconds; 0 keeps it until the group is over. */
    public GuardScenario(int keepAlive, String... words) {
        group = InertGroup.create(1, null, new Recording(), keepAlive, 10);
        worker = words[0].startsWith("s") ? InertGroup.searchingWorker(group, 0) : InertGroup.firstWorker(group);
        for (int i = 0; i < words.length; i++) {
            String word = words[i];
            int bar = word.indexOf('|');
            act(word.substring(0, Math.max(0, bar)));
            String rest = word.substring(bar + 1);
            if (!rest.isEmpty()) {
                thread(i == 0 ? "worker" : "outside-" + i, () -> act(rest));
            }
        }
    }

    private void act(String letters) {
        for (int i = 0; i < letters.length(); i++) {
            switch (letters.charAt(i)) {
                case 'x' -> group.tryExecute(() -> { }, Lane.NORMAL);
                case 'S' -> group.shutdown();
                case 'n' -> worker.next();
                case 'c' -> worker.countExecuted();
                case 'z' -> InertGroup.goIdle(group, worker);
                case 'v' -> takeVacant();
                case 's' -> { }
                case 'w' -> awaitReports();
                default -> throw new IllegalArgumentException(letters);
            }
        }
    }

    @Override
    public void afterwards() {
        require(group.isOver(), "the group is over");
    }

    private void takeVacant() {
        if (group.takeVacant(Thread.currentThread()) == null) {
            while (!worker.occupyIfWanted(Thread.currentThread())) {
                Thread.onSpinWait();
            }
            worker.next();
        }
    }

    private void awaitReports() {
        long before = reports.valueVolatile();
        while (group.hasWork() && reports.valueVolatile() < before + REPORTS) {
            Thread.onSpinWait();
        }
        group.shutdownNow();
    }

    /** Records the reports of the guard's thread. */
    private final class Recording extends SilentHooks {

        @Override
        public void starved() {
            Thread current = Thread.currentThread();
            if (reporter != current) {
                require(formerReporter != current, "at most one thread watches");
                formerReporter = reporter;
                reporter = current;
            }
            reports.getAndAddValue(1);
        }
    }
}
