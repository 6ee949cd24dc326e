package dev.filch.channel;

/** A channel whose elements are in a queue. */
abstract sealed class BufferedChannel<E> extends Channel<E> permits RingChannel, DropOldestChannel, InjectorChannel {

    final Side receivers = new Side() {

        @Override
        boolean isReady() {
            return !isEmpty() || isClosed();
        }

        @Override
        public int available() {
            return size();
        }
    };

    abstract boolean isEmpty();

    @Override
    final Object pass(E element, Choice own) {
        if (element == null) {
            return take();
        }
        return put(element) ? element : null;
    }

    @Override
    final E receiveUntil(long deadlineNanos) throws InterruptedException {
        while (true) {
            boolean inTime = receivers.await(this, deadlineNanos);
            E element = take();
            // If this thread was woken, others may go on too.
            receivers.wake();
            if (element != null) {
                return element;
            }
            if (isClosed()) {
                element = take();
                if (element == null) {
                    throw closed();
                }
                return element;
            }
            if (!inTime) {
                return null;
            }
        }
    }
}
