package dev.filch.stress.model;

import java.util.HashMap;
import java.util.Map;

/**
 * Numbers for the threads started by the program. The n-th thread of a starter has the same number in all executions,
 * in whatever order different starters start theirs. So both orders lead to equal states.
 */
final class ThreadNumbers {

    private final Map<Long, Integer> numbers = new HashMap<>();
    private final int first;
    private int next;

    /** Leaves the numbers up to {@code threads} to the scenario's own threads, and 0 to the set-up. */
    ThreadNumbers(int threads) {
        first = threads + 1;
        next = first;
    }

    boolean isStarted(int number) {
        return number >= first;
    }

    /** The number of a thread whose starter has started {@code before} others. */
    int of(int starter, int before) {
        return numbers.computeIfAbsent(((long) starter << 32) + before, ignored -> next++);
    }
}
