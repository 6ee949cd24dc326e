package dev.filch.internal.scheduler;

import dev.filch.internal.Compensator;
import dev.filch.internal.WaiterList;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What the task of a thread is doing, as read from the thread's stack.
 *
 * @param thread the thread
 * @param state the thread's state
 * @param frames the frames of its task, the newest one first; with frames of this library if the task waits in it
 */
record TaskTrace(Thread thread, Thread.State state, List<StackTraceElement> frames) {

    /** What may be on the stack above the user's code while a task waits or submits another one. */
    private static final Set<String> THIS_LIBRARY = Set.of("dev.filch.pool.Blocking", "dev.filch.pool.PriorityView",
            "dev.filch.pool.SharedQueuePool", "dev.filch.pool.WorkStealingPool", "dev.filch.pool.WorkerPool",
            "dev.filch.pool.WorkQueue", Admission.class.getName(), AnyOf.class.getName(), Carrier.class.getName(),
            Compensator.class.getName(), Decoration.class.getName(), QueueBound.class.getName(),
            Submissions.class.getName(), TaskFuture.class.getName(), TaskRunner.class.getName(),
            Timekeeper.class.getName(), WaiterList.class.getName(), WorkerGroup.class.getName());

    private static final List<String> JDK = List.of("java.", "javax.", "jdk.", "sun.", "com.sun.");

    /** Native methods of these wait for a device or a peer. */
    private static final List<String> INPUT_AND_OUTPUT = List.of("sun.nio.ch.", "java.net.", "java.io.", "sun.nio.fs.");

    /** Null if the thread has no task. */
    static TaskTrace of(Thread thread) {
        Thread.State state = thread.getState();
        StackTraceElement[] stack = thread.getStackTrace();
        List<StackTraceElement> frames = new ArrayList<>();
        for (StackTraceElement frame : stack) {
            if (runsTask(frame)) {
                return new TaskTrace(thread, state, frames);
            }
            frames.add(frame);
        }
        return null;
    }

    /** Whether a frame runs a task: runPlain or runOnce if the task was queued, runAsPart if it was handed over. */
    private static boolean runsTask(StackTraceElement frame) {
        String method = frame.getMethodName();
        return frame.getClassName().equals(TaskRunner.class.getName())
                && (method.equals("runPlain") || method.equals("runOnce") || method.equals("runAsPart"));
    }

    /** Where the user's code is: the newest frame that is neither the JDK's nor this library's; -1 if all are. */
    private int place() {
        for (int i = 0; i < frames.size(); i++) {
            String name = frames.get(i).getClassName();
            if (JDK.stream().noneMatch(name::startsWith) && !isOfThisLibrary(name)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isOfThisLibrary(String name) {
        int nested = name.indexOf('$');
        return THIS_LIBRARY.contains(nested < 0 ? name : name.substring(0, nested));
    }

    /** Where the task is, as text. */
    String where() {
        int place = place();
        return frames.isEmpty() ? "its beginning" : text(frames.get(Math.max(place, 0)));
    }

    /** A frame without the names of class loader and module. */
    static String text(StackTraceElement frame) {
        String place = frame.isNativeMethod() ? "native" : frame.getFileName() + ":" + frame.getLineNumber();
        return frame.getClassName() + "." + frame.getMethodName() + "(" + place + ")";
    }

    /** Whether the task waits for something other than a processor. */
    boolean isBlocked() {
        if (state != Thread.State.RUNNABLE) {
            return true;
        }
        if (frames.isEmpty() || !frames.get(0).isNativeMethod()) {
            return false;
        }
        String name = frames.get(0).getClassName();
        return INPUT_AND_OUTPUT.stream().anyMatch(name::startsWith);
    }

    /** In which call of the user's code the task is blocked. */
    String blocker() {
        int call = place() - 1;
        if (call < 0) {
            return state == Thread.State.BLOCKED ? "a monitor" : "the JDK";
        }
        StackTraceElement frame = frames.get(call);
        String name = frame.getClassName();
        return name.substring(name.lastIndexOf('.') + 1).replace("TaskFuture", "Future") + "." + frame.getMethodName();
    }
}
