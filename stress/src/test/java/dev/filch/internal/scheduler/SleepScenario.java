package dev.filch.internal.scheduler;

import dev.filch.stress.model.Scenario;
import java.util.ArrayList;
import java.util.List;

/**
 * A worker goes to sleep while others are between two accesses of queues. At the end, if a task is queued and a worker
 * sleeps, then another worker was woken or is searching. No worker runs a task, so only a wake-up rescues a missed
 * task. The workers share one shard, so they take batches.
 *
 * <p>Each worker is a word. Letters before a bar act before the threads start:
 *
 * <pre>
 *   n  takes its next task              z  goes to sleep
 *   p  pushes a task, and signals it    v  takes the worker, which never had a thread; only in the last word
 *   x  submits a task from outside
 * </pre>
 */
public final class SleepScenario extends Scenario {

    private final WorkerGroup group;

    /** Creates one thread for each word with letters after the bar. */
    public SleepScenario(String... words) {
        group = InertGroup.create(words.length);
        List<Worker> workers = new ArrayList<>();
        for (int i = 0; i < words.length; i++) {
            workers.add(words[i].startsWith("v") ? null : InertGroup.nextWorker(group, i));
        }
        for (int i = 0; i < words.length; i++) {
            Worker worker = workers.get(i);
            int bar = words[i].indexOf('|');
            act(worker, words[i].substring(0, Math.max(0, bar)));
            String rest = words[i].substring(bar + 1);
            if (!rest.isEmpty()) {
                mayStayParked("worker-" + i);
                thread("worker-" + i, () -> act(worker, rest));
            }
        }
    }

    private void act(Worker present, String letters) {
        Worker worker = present;
        for (int i = 0; i < letters.length(); i++) {
            switch (letters.charAt(i)) {
                case 'n' -> worker.next();
                case 'z' -> worker.sleep();
                case 'p' -> push(worker);
                case 'x' -> group.execute(() -> { }, Lane.NORMAL);
                case 'v' -> worker = group.takeVacant(Thread.currentThread());
                default -> throw new IllegalArgumentException(letters);
            }
        }
    }

    private void push(Worker worker) {
        if (worker != null) {
            group.submissions().push(worker, () -> { }, Lane.NORMAL);
            group.waker().signalWork();
        }
    }

    @Override
    public void afterwards() {
        require(!group.hasWork() || !GroupState.wantsWaking(group.state().wordVolatile()),
                "no task waits while a worker sleeps and none searches");
    }
}
