package dev.filch.stress.cores.work;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The queue lock of John Mellor-Crummey and Michael Scott, "Algorithms for scalable synchronization on shared-memory
 * multiprocessors", 1991. Each thread spins on its own node, until the previous holder of the lock frees it.
 */
final class McsLock extends FrontPad implements SpinLock {

    private static final VarHandle LAST;

    static {
        try {
            LAST = MethodHandles.lookup().findVarHandle(McsLock.class, "last", Node.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private Node last;

    /** The node of the thread that holds the lock. */
    private Node holder;

    @Override
    public void lock() {
        Node node = new Node();
        Node before = (Node) LAST.getAndSet(this, node);
        if (before != null) {
            before.setNextRelease(node);
            int spins = 0;
            while (!node.isFreedAcquire()) {
                spins = SpinLock.spin(spins);
            }
        }
        holder = node;
    }

    @Override
    public void unlock() {
        Node node = holder;
        Node next = node.nextAcquire();
        if (next == null) {
            if (LAST.compareAndSet(this, node, (Node) null)) {
                return;
            }
            int spins = 0;
            while ((next = node.nextAcquire()) == null) {
                spins = SpinLock.spin(spins);
            }
        }
        next.freeRelease();
    }

    private static final class Node extends FrontPad {

        private static final VarHandle NEXT;
        private static final VarHandle FREED;

        static {
            try {
                MethodHandles.Lookup lookup = MethodHandles.lookup();
                NEXT = lookup.findVarHandle(Node.class, "next", Node.class);
                FREED = lookup.findVarHandle(Node.class, "freed", int.class);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        private Node next;
        private int freed;

        Node nextAcquire() {
            return (Node) NEXT.getAcquire(this);
        }

        void setNextRelease(Node node) {
            NEXT.setRelease(this, node);
        }

        boolean isFreedAcquire() {
            return (int) FREED.getAcquire(this) != 0;
        }

        void freeRelease() {
            FREED.setRelease(this, 1);
        }
    }
}
