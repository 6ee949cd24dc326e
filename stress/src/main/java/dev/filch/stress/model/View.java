package dev.filch.stress.model;

import java.util.Arrays;

/**
 * What somebody knows of the memory: for each location the oldest write that may still be read, and for each thread up
 * to which of its steps everything happened before. The first may be known without the second: from an opaque read, or
 * by way of full fences.
 */
final class View {

    private Message[] seen;
    private final int[] clock;

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

    /** Takes over what another view knows of the locations. */
    void seeAll(View other) {
        for (Message message : other.seen) {
            if (message != null) {
                see(message);
            }
        }
    }

    /** Takes over all that another view knows. */
    void join(View other) {
        if (other == null) {
            return;
        }
        seeAll(other);
        for (int i = 0; i < clock.length; i++) {
            clock[i] = Math.max(clock[i], other.clock[i]);
        }
    }

    int time(int thread) {
        return clock[thread];
    }

    void setTime(int thread, int time) {
        clock[thread] = time;
    }

    boolean happenedBefore(int thread, int time) {
        return time <= clock[thread];
    }

    int locations() {
        return seen.length;
    }

    int[] clock() {
        return clock;
    }
}
