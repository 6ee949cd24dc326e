package dev.filch.channel;

import dev.filch.queue.Injector;

/** A channel whose elements are in an injector. */
final class InjectorChannel<E> extends BufferedChannel<E> {

    private final Injector<E> injector = new Injector<>();

    @Override
    boolean put(E element) {
        if (!injector.offer(element)) {
            return false;
        }
        // The offer has moved tail by a volatile read-modify-write, as the queue of receivers requires.
        receivers.wake();
        return true;
    }

    @Override
    E take() {
        return injector.poll();
    }

    @Override
    int putAll(E[] elements, int from) {
        int sent = injector.offerAll(elements, from, elements.length);
        receivers.wake();
        return sent;
    }

    /** Called after a put has failed: never for lack of room. */
    @Override
    boolean sendUntil(E element, long deadlineNanos) {
        throw closed();
    }

    @Override
    Line line(boolean sends) {
        // Sends never wait.
        return sends ? null : receivers;
    }

    @Override
    void shut() {
        injector.close();
        receivers.callAll();
    }

    @Override
    boolean isEmpty() {
        return injector.isEmpty();
    }

    @Override
    public int size() {
        return injector.size();
    }

    @Override
    public int capacity() {
        return Integer.MAX_VALUE;
    }

    @Override
    public boolean isClosed() {
        return injector.isClosed();
    }
}
