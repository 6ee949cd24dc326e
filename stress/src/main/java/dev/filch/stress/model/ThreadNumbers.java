package dev.filch.stress.model;

import java.util.HashMap;
import java.util.Map;

/**
 * Numbers for the threads that the program itself starts. The same starter's next thread has the same number in all
 * executions, in whatever order different starters come to theirs: so the states behind both orders are equal.
 */
final class ThreadNumbers {

    private final Map<Long, Integer> numbers = new HashMap<>();
    private final int first;
    private int next;

    /** The scenario itself has {@code threads}, and 0 sets the scene. */
    ThreadNumbers(int threads) {
        first = threads + 1;
        next = first;
    }

    boolean isStarted(int number) {
        return number >= first;
    }

    /** The number of a thread whose starter has started so many before. */
    int of(int starter, int before) {
        return numbers.computeIfAbsent(((long) starter << 32) + before, ignored -> next++);
    }
}
