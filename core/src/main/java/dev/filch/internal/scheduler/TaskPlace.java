package dev.filch.internal.scheduler;

/** Where in the code the task of a thread is. */
final class TaskPlace {

    private TaskPlace() {
    }

    /**
     * The topmost frame of a thread's task that is not the JDK's, as text. It is a frame of this library if the task
     * waits in it. Null if the thread has no task.
     */
    static String of(Thread thread) {
        StackTraceElement[] stack = thread.getStackTrace();
        int runner = 0;
        while (runner < stack.length && !runsTask(stack[runner])) {
            runner++;
        }
        if (runner == stack.length) {
            return null;
        }
        int place = 0;
        while (place < runner - 1 && isOfTheJdk(stack[place])) {
            place++;
        }
        return thread.getName() + " " + thread.getState() + " at " + stack[place];
    }

    /** Whether a frame runs a task: runOnce if the task was queued, runAsPart if it was handed over. */
    private static boolean runsTask(StackTraceElement frame) {
        String method = frame.getMethodName();
        return frame.getClassName().equals(TaskRunner.class.getName())
                && (method.equals("runOnce") || method.equals("runAsPart"));
    }

    private static boolean isOfTheJdk(StackTraceElement frame) {
        String name = frame.getClassName();
        return name.startsWith("java.") || name.startsWith("jdk.");
    }
}
