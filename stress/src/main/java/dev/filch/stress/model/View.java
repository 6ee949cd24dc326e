package dev.filch.stress.model;

import java.util.Arrays;

/**
 * A view of the memory: for each location the oldest write that may still be read, and for each thread the last step
 * that happened before. A thread may know a write without the steps before it, from an opaque read or through full
 * fences.
 */
final class View {

    private Message[] seen;
    private int[] clock;

    View(int threads) {
        seen = new Message[0];
        clock = new int[threads];
    }

    private View(View original) {
        seen = original.seen.clone();
        clock = original.clock.clone();
    }

    View copy() {
        return new View(this);
    }

    /** The index of the oldest write that may be read. */
    int floor(Location location) {
        Message message = message(location.number);
        return message == null ? 0 : message.index;
    }

    Message message(int location) {
        return location < seen.length ? seen[location] : null;
    }

    void see(Message message) {
        int number = message.location.number;
        if (number >= seen.length) {
            seen = Arrays.copyOf(seen, Math.max(8, 2 * number + 1));
        }
        if (seen[number] == null || seen[number].index < message.index) {
            seen[number] = message;
        }
    }

    /** Adds what another view knows of the locations. */
    void seeAll(View other) {
        for (Message message : other.seen) {
            if (message != null) {
                see(message);
            }
        }
    }

    /** Adds all that another view knows. */
    void join(View other) {
        if (other == null) {
            return;
        }
        seeAll(other);
        makeRoomFor(other.clock.length);
        for (int i = 0; i < other.clock.length; i++) {
            clock[i] = Math.max(clock[i], other.clock[i]);
        }
    }

    int time(int thread) {
        return thread < clock.length ? clock[thread] : 0;
    }

    void setTime(int thread, int time) {
        makeRoomFor(thread + 1);
        clock[thread] = time;
    }

    private void makeRoomFor(int threads) {
        if (clock.length < threads) {
            clock = Arrays.copyOf(clock, threads);
        }
    }

    boolean happenedBefore(int thread, int time) {
        return time <= time(thread);
    }

    int locations() {
        return seen.length;
    }

    /** The time of each thread. Zeros at the end may be missing. */
    int[] clock() {
        return clock;
    }
}
