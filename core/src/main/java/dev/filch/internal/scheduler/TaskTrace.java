package dev.filch.internal.scheduler;

import dev.filch.internal.Compensator;
import dev.filch.internal.WaiterList;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What the task of a thread is doing, according to the thread's stack.
 *
 * @param thread the thread
 * @param state the thread's state
 * @param frames the frames of its task, the newest first; they include those of this library if the task has called it
 */
record TaskTrace(Thread thread, Thread.State state, List<StackTraceElement> frames) {

    /**
     * The classes of this library that may be on the stack above the user's code: the task waits, or submits a task.
     */
    private static final Set<String> LIBRARY_CLASSES = Set.of("dev.filch.pool.Blocking", "dev.filch.pool.PriorityView",
            "dev.filch.pool.SharedQueuePool", "dev.filch.pool.WorkStealingPool", "dev.filch.pool.WorkerPool",
            "dev.filch.pool.WorkQueue", Admission.class.getName(), AnyOf.class.getName(), Carrier.class.getName(),
            Compensator.class.getName(), Decoration.class.getName(), QueueBound.class.getName(),
            Submissions.class.getName(), TaskFuture.class.getName(), TaskRunner.class.getName(),
            Timekeeper.class.getName(), WaiterList.class.getName(), WorkerGroup.class.getName());

    private static final List<String> JDK_PACKAGES = List.of("java.", "javax.", "jdk.", "sun.", "com.sun.");

    /** The packages whose native methods wait for a device or a peer. */
    private static final List<String> IO_PACKAGES = List.of("sun.nio.ch.", "java.net.", "java.io.", "sun.nio.fs.");

    /** The trace of a thread's task; null if the thread has none. */
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

    /**
     * Whether a frame runs a task: runPlain and runOnce run queued tasks, and runAsPart runs a task that was handed
     * over.
     */
    private static boolean runsTask(StackTraceElement frame) {
        String method = frame.getMethodName();
        return frame.getClassName().equals(TaskRunner.class.getName())
                && (method.equals("runPlain") || method.equals("runOnce") || method.equals("runAsPart"));
    }

    /** The index of the newest frame that belongs neither to the JDK nor to this library; -1 if there is none. */
    private int userFrame() {
        for (int i = 0; i < frames.size(); i++) {
            String name = frames.get(i).getClassName();
            if (JDK_PACKAGES.stream().noneMatch(name::startsWith) && !isOfThisLibrary(name)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isOfThisLibrary(String name) {
        int nested = name.indexOf('$');
        return LIBRARY_CLASSES.contains(nested < 0 ? name : name.substring(0, nested));
    }

    /** The place in the user's code that the task has reached, as text. */
    String where() {
        int index = userFrame();
        return frames.isEmpty() ? "its beginning" : text(frames.get(Math.max(index, 0)));
    }

    /** A frame as text, without the names of its class loader and module. */
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
        return IO_PACKAGES.stream().anyMatch(name::startsWith);
    }

    /** The call in the user's code in which the task is blocked. */
    String blocker() {
        int call = userFrame() - 1;
        if (call < 0) {
            return state == Thread.State.BLOCKED ? "a monitor" : "the JDK";
        }
        StackTraceElement frame = frames.get(call);
        String name = frame.getClassName();
        return name.substring(name.lastIndexOf('.') + 1).replace("TaskFuture", "Future") + "." + frame.getMethodName();
    }
}
