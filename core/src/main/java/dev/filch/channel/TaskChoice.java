package dev.filch.channel;

/** One wait of a task, which occupies no thread meanwhile. */
final class TaskChoice extends Choice {

    private final SerialTask task;

    /** Creates a choice of a task, {@link #OPEN}, or {@link #CLAIMED} by the current thread, which runs the task. */
    TaskChoice(int state, SerialTask task) {
        super(state, null);
        this.task = task;
    }

    @Override
    void resume() {
        task.wake();
    }

    @Override
    boolean isTask() {
        return true;
    }
}
