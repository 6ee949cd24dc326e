package dev.filch.stress.cores.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/** A program whose methods belong to paths. */
final class SamplePaths implements Program {

    private static final VarHandle WORD;

    static {
        try {
            WORD = MethodHandles.lookup().findVarHandle(SamplePaths.class, "word", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private long word;
    private String seen = "";

    @Override
    public Runnable[] threads() {
        return new Runnable[] {this::execute};
    }

    private void execute() {
        Thread child = new Thread(this::add);
        child.start();
        outer(2, 3L);
        try {
            failing();
        } catch (IllegalStateException e) {
            seen += e.getMessage();
        }
        VarHandle.fullFence();
        LockSupport.unpark(Thread.currentThread());
        LockSupport.park(this);
        LockSupport.parkNanos(this, 300_000);
    }

    private void outer(int times, long amount) {
        for (int i = 0; i < times; i++) {
            seen += inner(this, amount, i * 0.5, "x");
        }
        add();
        System.nanoTime();
    }

    private static String inner(SamplePaths paths, long amount, double half, String text) {
        WORD.getAndAdd(paths, amount);
        SamplePrograms.pause(10);
        return text + half;
    }

    private void failing() {
        throw new IllegalStateException("!");
    }

    private void add() {
        WORD.getAndAdd(this, 1L);
    }

    @Override
    public String outcome() {
        return seen + " " + word;
    }
}
