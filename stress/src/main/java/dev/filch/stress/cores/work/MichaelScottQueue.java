package dev.filch.stress.cores.work;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The queue of Maged Michael and Michael Scott, "Simple, fast, and practical non-blocking and blocking concurrent queue
 * algorithms", 1996. Head and tail have cache lines of their own.
 */
final class MichaelScottQueue<E> extends OfferAndPoll<E> {

    private static final VarHandle NODE;
    private static final VarHandle NEXT;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            NODE = lookup.findVarHandle(End.class, "node", Node.class);
            NEXT = lookup.findVarHandle(Node.class, "next", Node.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final End head = new End();
    private final End tail = new End();

    MichaelScottQueue() {
        Node dummy = new Node(null);
        NODE.setVolatile(head, dummy);
        NODE.setVolatile(tail, dummy);
    }

    @Override
    public boolean offer(E element) {
        Node node = new Node(element);
        while (true) {
            Node last = (Node) NODE.getVolatile(tail);
            Node next = (Node) NEXT.getVolatile(last);
            if (next != null) {
                NODE.compareAndSet(tail, last, next);
            } else if (NEXT.compareAndSet(last, (Node) null, node)) {
                NODE.compareAndSet(tail, last, node);
                return true;
            }
        }
    }

    @Override
    @SuppressWarnings("unchecked")
    public E poll() {
        while (true) {
            Node first = (Node) NODE.getVolatile(head);
            Node last = (Node) NODE.getVolatile(tail);
            Node next = (Node) NEXT.getVolatile(first);
            if (next == null) {
                return null;
            }
            if (first == last) {
                NODE.compareAndSet(tail, last, next);
            } else {
                E element = (E) next.element;
                if (NODE.compareAndSet(head, first, next)) {
                    return element;
                }
            }
        }
    }

    private static final class End extends FrontPad {
        private Node node;
    }

    private static final class Node {
        private final Object element;
        private Node next;

        Node(Object element) {
            this.element = element;
        }
    }
}
