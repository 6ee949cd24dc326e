package dev.filch.stress.model;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * A piece of work that can be stopped in the middle and taken up again, on the thread that does so: the JDK's own
 * one-shot continuations, which virtual threads are made of. They are there from JDK 21 on, for who exports
 * {@code java.base/jdk.internal.vm}; a switch costs a tenth of a microsecond, a hand-over between threads two hundred
 * times that.
 */
final class Fiber {

    private static final MethodHandle NEW;
    private static final MethodHandle RUN;
    private static final MethodHandle IS_DONE;
    private static final MethodHandle YIELD;
    private static final Throwable UNAVAILABLE;

    static {
        MethodHandle create = null;
        MethodHandle run = null;
        MethodHandle isDone = null;
        MethodHandle yield = null;
        Throwable unavailable = null;
        try {
            Class<?> continuation = Class.forName("jdk.internal.vm.Continuation");
            Class<?> scope = Class.forName("jdk.internal.vm.ContinuationScope");
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            Object filch = lookup.findConstructor(scope, MethodType.methodType(void.class, String.class))
                    .invoke("filch");
            create = lookup.findConstructor(continuation, MethodType.methodType(void.class, scope, Runnable.class))
                    .bindTo(filch).asType(MethodType.methodType(Object.class, Runnable.class));
            run = lookup.findVirtual(continuation, "run", MethodType.methodType(void.class))
                    .asType(MethodType.methodType(void.class, Object.class));
            isDone = lookup.findVirtual(continuation, "isDone", MethodType.methodType(boolean.class))
                    .asType(MethodType.methodType(boolean.class, Object.class));
            yield = lookup.findStatic(continuation, "yield", MethodType.methodType(boolean.class, scope)).bindTo(filch);
        } catch (Throwable e) {
            unavailable = e;
        }
        NEW = create;
        RUN = run;
        IS_DONE = isDone;
        YIELD = yield;
        UNAVAILABLE = unavailable;
    }

    private final Object continuation;

    Fiber(Runnable work) {
        try {
            continuation = (Object) NEW.invokeExact(work);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Null if fibers work here, else why not. */
    static Throwable unavailable() {
        return UNAVAILABLE;
    }

    /** Goes on until the work pauses or is done. */
    void resume() {
        try {
            RUN.invokeExact(continuation);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    boolean isDone() {
        try {
            return (boolean) IS_DONE.invokeExact(continuation);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Called by the work itself: lets whoever resumed it go on. */
    static void pause() {
        try {
            boolean paused = (boolean) YIELD.invokeExact();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
