package dev.filch.internal.scheduler;

/** Where in the code the task of a thread is. */
final class TaskPlace {

    private TaskPlace() {
    }

    /** The topmost line of the task's own code on the thread's stack, as text; null if the thread has no task. */
    static String of(Thread thread) {
        StackTraceElement[] stack = thread.getStackTrace();
        int carrier = 0;
        while (carrier < stack.length && !isCarriersTask(stack[carrier])) {
            carrier++;
        }
        if (carrier == stack.length) {
            return null;
        }
        int place = 0;
        while (place < carrier - 1 && isOfTheJdk(stack[place])) {
            place++;
        }
        return thread.getName() + " " + thread.getState() + " at " + stack[place];
    }

    private static boolean isCarriersTask(StackTraceElement frame) {
        return frame.getClassName().equals(Carrier.class.getName()) && frame.getMethodName().equals("runOnce");
    }

    private static boolean isOfTheJdk(StackTraceElement frame) {
        String name = frame.getClassName();
        return name.startsWith("java.") || name.startsWith("jdk.");
    }
}
