package dev.filch.internal.scheduler;

import dev.filch.internal.PaddedWord;
import dev.filch.stress.model.Scenario;

/**
 * The guard of a group whose workers do only what the words say, and that has no spare threads: the guard's thread, as
 * it ships, watches and tells. There is one worker, which belongs to the first word. At first it has a task; if the word
 * begins with s, it was only just woken, searches, and a task is queued.
 *
 * <p>Letters in front of a bar act before the threads start:
 *
 * <pre>
 *   x  submits a task from outside       z  goes idle
 *   n  takes the worker's next task      v  takes the idle worker as a thread does whose task has blocked; if it was
 *   c  counts a task as executed            woken, takes its next task
 *   S  shuts the group down              w  waits until the guard has told of it, or no task is queued; then stops the
 *                                           group
 * </pre>
 *
 * <p>If the group is saturated from some time on, {@code w} ends only if the guard tells of it again and again. In the
 * end the group is over, and the guard's thread ends.
 */
public final class GuardScenario extends Scenario {

    /** The first of these may be of an interval that began before the thread waited; two threads would take turns. */
    private static final int TOLD = 3;

    private final WorkerGroup group;
    private final Worker worker;
    private final PaddedWord told = new PaddedWord();

    /** The guard's thread that has told last, and the one before it; null if there was none. */
    private volatile Thread teller;
    private volatile Thread formerTeller;

    /** With a keep-alive for the guard's thread, in nanoseconds; 0 means that it stays until the group is over. */
    public GuardScenario(int keepAlive, String... words) {
        group = InertGroup.create(1, null, new Telling(), keepAlive, 10);
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
                case 'w' -> awaitTold();
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

    private void awaitTold() {
        long before = told.valueVolatile();
        while (group.hasWork() && told.valueVolatile() < before + TOLD) {
            Thread.onSpinWait();
        }
        group.shutdownNow();
    }

    /** Notes what the guard's thread tells. */
    private final class Telling extends SilentHooks {

        @Override
        public void starved() {
            Thread current = Thread.currentThread();
            if (teller != current) {
                require(formerTeller != current, "no more than one thread watches");
                formerTeller = teller;
                teller = current;
            }
            told.getAndAddValue(1);
        }
    }
}
