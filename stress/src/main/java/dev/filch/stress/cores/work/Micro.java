package dev.filch.stress.cores.work;

import dev.filch.stress.cores.run.Account;
import dev.filch.stress.cores.run.Host;
import dev.filch.stress.cores.run.Workload;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;

/** The smallest programs that move a cache line. An operation counts as a message. */
final class Micro implements Workload {

    /** The operation that all threads execute. */
    enum Operation {
        /** A fetch-and-add on one word. */
        GET_AND_ADD,
        /** An increment of one word by compare-and-set, with immediate retries. */
        CAS_LOOP,
        /** Even and odd threads pass a word back and forth. */
        PING_PONG,
        /** An increment of the thread's own word, on a line of its own. */
        UNSHARED,
        /** An increment of the thread's own word, on a line with the words of other threads. */
        FALSELY_SHARED
    }

    private static final VarHandle VALUE;
    private static final VarHandle VALUES = MethodHandles.arrayElementVarHandle(long[].class);

    /** The distance between two threads' words, in words: two lines. */
    private static final int STRIDE = 16;

    static {
        try {
            VALUE = MethodHandles.lookup().findVarHandle(Word.class, "value", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Operation operation;
    private final Word word = new Word();

    Micro(Operation operation) {
        this.operation = operation;
    }

    @Override
    public List<Role> prepare(Host host, int cores) {
        long[] words = new long[(cores + 2) * STRIDE];
        List<Role> roles = new ArrayList<>();
        for (int i = 0; i < cores; i++) {
            long first = i * Message.PER_SENDER;
            host.expectReceiver();
            Runnable step = step(host, i, words);
            roles.add(new Role("thread " + i, () -> repeat(host, first, step)));
        }
        return roles;
    }

    private Runnable step(Host host, int thread, long[] words) {
        return switch (operation) {
            case GET_AND_ADD -> () -> VALUE.getAndAdd(word, 1L);
            case CAS_LOOP -> this::increment;
            case PING_PONG -> () -> answer(host, thread);
            case UNSHARED -> () -> VALUES.getAndAdd(words, (thread + 1) * STRIDE, 1L);
            case FALSELY_SHARED -> () -> VALUES.getAndAdd(words, STRIDE + thread % 8, 1L);
        };
    }

    private static void repeat(Host host, long first, Runnable step) {
        Account account = host.account();
        for (long number = first; !host.isOver(); number++) {
            account.sent(number);
            step.run();
            account.received(number);
            host.work();
        }
    }

    private void increment() {
        long current;
        do {
            current = (long) VALUE.getVolatile(word);
        } while (!VALUE.compareAndSet(word, current, current + 1));
    }

    private void answer(Host host, int thread) {
        while ((long) VALUE.getAcquire(word) % 2 != thread % 2) {
            if (host.isOver()) {
                return;
            }
        }
        VALUE.setRelease(word, (long) thread + 1);
    }

    private static final class Word extends FrontPad {
        private long value;
    }
}
