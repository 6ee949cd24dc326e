package dev.filch.stress.model;

import java.util.Arrays;

/**
 * The decisions of one execution, taken depth first: every execution repeats those of the one before up to the last
 * decision that has an alternative left, takes that, and goes on with the first choice everywhere.
 */
final class Choices {

    private int[] taken = new int[64];
    private int[] offered = new int[64];
    private int depth;
    private int position;

    /** One of {@code count} alternatives, 0 first. */
    int choose(int count) {
        if (count == 1) {
            return 0;
        }
        if (count < 1) {
            throw new IllegalStateException("nothing to choose from");
        }
        if (position == depth) {
            if (depth == taken.length) {
                taken = Arrays.copyOf(taken, 2 * depth);
                offered = Arrays.copyOf(offered, 2 * depth);
            }
            taken[depth] = 0;
            offered[depth++] = count;
        } else if (offered[position] != count) {
            throw new Failure("the program under test does not depend on the memory alone: "
                    + offered[position] + " alternatives became " + count);
        }
        return taken[position++];
    }

    /** Whether what comes next has been decided by an earlier execution. */
    boolean isReplaying() {
        return position < depth;
    }

    /** Goes back to the start for the next execution; false if all have been seen. */
    boolean next() {
        position = 0;
        while (depth > 0 && taken[depth - 1] + 1 == offered[depth - 1]) {
            depth--;
        }
        if (depth == 0) {
            return false;
        }
        taken[depth - 1]++;
        return true;
    }

    /** Goes back to the start to repeat the same execution. */
    void rewind() {
        position = 0;
    }

    /** How many decisions the execution has taken so far. */
    int length() {
        return position;
    }

    /** Forgets decisions that the execution that ended did not come to. */
    void forgetRest() {
        depth = position;
    }
}
