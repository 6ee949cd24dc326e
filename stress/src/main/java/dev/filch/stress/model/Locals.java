package dev.filch.stress.model;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;

/** The values of thread-locals. All simulated threads run on one real thread, so real thread-locals would be shared. */
final class Locals {

    private final Map<Thread, Map<ThreadLocal<?>, Object>> values = new IdentityHashMap<>();

    /** Returns a thread's value. Only the thread's own actions change it, so it is not part of the state. */
    Object get(Thread thread, ThreadLocal<?> local) {
        Map<ThreadLocal<?>, Object> own = ofThread(thread);
        if (!own.containsKey(local)) {
            own.put(local, initialValue(local));
        }
        return own.get(local);
    }

    void set(Thread thread, ThreadLocal<?> local, Object value) {
        requireSimulated(local);
        ofThread(thread).put(local, value);
    }

    void remove(Thread thread, ThreadLocal<?> local) {
        requireSimulated(local);
        ofThread(thread).remove(local);
    }

    private Map<ThreadLocal<?>, Object> ofThread(Thread thread) {
        return values.computeIfAbsent(thread, ignored -> new HashMap<>());
    }

    /** Gets the initial value from the supplier, through the real thread's value. */
    private static Object initialValue(ThreadLocal<?> local) {
        requireSimulated(local);
        if (local.getClass() == ThreadLocal.class) {
            return null;
        }
        local.remove();
        Object value = local.get();
        local.remove();
        return value;
    }

    private static void requireSimulated(ThreadLocal<?> local) {
        Class<?> type = local.getClass();
        if (type != ThreadLocal.class && type.getEnclosingClass() != ThreadLocal.class) {
            throw new Failure("not simulated: a subclass of ThreadLocal, " + type.getName());
        }
    }
}
