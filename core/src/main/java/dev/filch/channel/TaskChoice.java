package dev.filch.channel;

/** One wait of a task, which occupies no thread meanwhile. */
final class TaskChoice extends Choice {

    /** As the thread of another choice: only the thread whose step ends the choice accesses it, and forgets it. */
    private SerialTask task;

    /** Creates a choice of a task, {@link #OPEN}, or {@link #CLAIMED} by the current thread, which runs the task. */
    TaskChoice(int state, SerialTask task) {
        super(state, null);
        this.task = task;
    }

    @Override
    void resume() {
        SerialTask waiting = task;
        forget();
        waiting.wake();
    }

    @Override
    void forget() {
        task = null;
    }

    @Override
    boolean isTask() {
        return true;
    }
}
