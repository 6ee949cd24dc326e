package dev.filch.bench.jmh;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.util.List;

/**
 * The operations of jox that are measured. Its classes are for Java 21, and the compiler of an older JDK cannot read
 * them. So method handles call it. They are constants for the JVM's compiler, which inlines what they call, and so they
 * cost nothing. The class cannot be initialized on an older JVM.
 */
final class Jox {

    private static final String PACKAGE = "com.softwaremill.jox.";
    private static final MethodHandle NEW_RENDEZVOUS;
    private static final MethodHandle NEW_BUFFERED;
    private static final MethodHandle NEW_UNLIMITED;
    private static final MethodHandle SEND;
    private static final MethodHandle RECEIVE;
    private static final MethodHandle RECEIVE_CLAUSE;
    private static final MethodHandle SELECT;
    private static final Class<?> CLAUSE;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            Class<?> channel = Class.forName(PACKAGE + "Channel");
            CLAUSE = Class.forName(PACKAGE + "SelectClause");
            NEW_RENDEZVOUS = lookup.findStatic(channel, "newRendezvousChannel", MethodType.methodType(channel))
                    .asType(MethodType.methodType(Object.class));
            NEW_BUFFERED = lookup.findStatic(channel, "newBufferedChannel", MethodType.methodType(channel, int.class))
                    .asType(MethodType.methodType(Object.class, int.class));
            NEW_UNLIMITED = lookup.findStatic(channel, "newUnlimitedChannel", MethodType.methodType(channel))
                    .asType(MethodType.methodType(Object.class));
            SEND = lookup.findVirtual(channel, "send", MethodType.methodType(void.class, Object.class))
                    .asType(MethodType.methodType(void.class, Object.class, Object.class));
            RECEIVE = lookup.findVirtual(channel, "receive", MethodType.methodType(Object.class))
                    .asType(MethodType.methodType(Object.class, Object.class));
            RECEIVE_CLAUSE = lookup.findVirtual(channel, "receiveClause", MethodType.methodType(CLAUSE))
                    .asType(MethodType.methodType(Object.class, Object.class));
            SELECT = lookup.findStatic(
                            Class.forName(PACKAGE + "Select"),
                            "select",
                            MethodType.methodType(Object.class, CLAUSE.arrayType()))
                    .asFixedArity()
                    .asType(MethodType.methodType(Object.class, Object.class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private Jox() {}

    /** Creates a channel. */
    static Object channel(int capacity) {
        try {
            return switch (capacity) {
                case Conduit.RENDEZVOUS -> (Object) NEW_RENDEZVOUS.invokeExact();
                case Conduit.UNBOUNDED -> (Object) NEW_UNLIMITED.invokeExact();
                default -> (Object) NEW_BUFFERED.invokeExact(capacity);
            };
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    /** Sends to a channel. */
    static void send(Object channel, Object message) throws InterruptedException {
        try {
            SEND.invokeExact(channel, message);
        } catch (Throwable thrown) {
            throw waitFailure(thrown);
        }
    }

    /** Receives from a channel. */
    static Object receive(Object channel) throws InterruptedException {
        try {
            return (Object) RECEIVE.invokeExact(channel);
        } catch (Throwable thrown) {
            throw waitFailure(thrown);
        }
    }

    /** Creates the clauses of a selection that receives from any of some channels. They can be used repeatedly. */
    static Object clauses(List<Object> channels) {
        Object clauses = Array.newInstance(CLAUSE, channels.size());
        try {
            for (int i = 0; i < channels.size(); i++) {
                Array.set(clauses, i, (Object) RECEIVE_CLAUSE.invokeExact(channels.get(i)));
            }
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
        return clauses;
    }

    /** Receives from the first channel that has a message; the first of the clauses is preferred. */
    static Object select(Object clauses) throws InterruptedException {
        try {
            return (Object) SELECT.invokeExact(clauses);
        } catch (Throwable thrown) {
            throw waitFailure(thrown);
        }
    }

    private static RuntimeException waitFailure(Throwable thrown) throws InterruptedException {
        if (thrown instanceof InterruptedException interrupt) {
            throw interrupt;
        }
        return unchecked(thrown);
    }

    private static RuntimeException unchecked(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        return thrown instanceof RuntimeException exception ? exception : new IllegalStateException(thrown);
    }
}
