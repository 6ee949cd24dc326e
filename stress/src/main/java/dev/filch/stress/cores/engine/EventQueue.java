package dev.filch.stress.cores.engine;

import java.util.Arrays;

/**
 * A queue of future events by time. Events with the same time leave in the order in which they were added. It is a
 * binary heap on arrays, because a simulation has tens of millions of events a second.
 */
final class EventQueue<T> {

    private long[] times = new long[64];
    private long[] orders = new long[64];
    private Object[] events = new Object[64];
    private int size;
    private long added;

    /** Returns the time of the first event; {@link Long#MAX_VALUE} if there is none. */
    long time() {
        return size == 0 ? Long.MAX_VALUE : times[0];
    }

    boolean isEmpty() {
        return size == 0;
    }

    void add(long time, T event) {
        if (size == times.length) {
            times = Arrays.copyOf(times, 2 * size);
            orders = Arrays.copyOf(orders, 2 * size);
            events = Arrays.copyOf(events, 2 * size);
        }
        int hole = size++;
        long order = added++;
        while (hole > 0) {
            int parent = (hole - 1) >>> 1;
            if (!precedes(time, order, parent)) {
                break;
            }
            move(parent, hole);
            hole = parent;
        }
        put(hole, time, order, event);
    }

    /** Removes the first event. */
    @SuppressWarnings("unchecked")
    T remove() {
        T first = (T) events[0];
        size--;
        long time = times[size];
        long order = orders[size];
        Object event = events[size];
        events[size] = null;
        if (size > 0) {
            int hole = 0;
            while (2 * hole + 1 < size) {
                int child = 2 * hole + 1;
                if (child + 1 < size && precedes(times[child + 1], orders[child + 1], child)) {
                    child++;
                }
                if (precedes(time, order, child)) {
                    break;
                }
                move(child, hole);
                hole = child;
            }
            put(hole, time, order, event);
        }
        return first;
    }

    private boolean precedes(long time, long order, int other) {
        return time < times[other] || time == times[other] && order < orders[other];
    }

    private void move(int from, int to) {
        put(to, times[from], orders[from], events[from]);
    }

    private void put(int at, long time, long order, Object event) {
        times[at] = time;
        orders[at] = order;
        events[at] = event;
    }
}
