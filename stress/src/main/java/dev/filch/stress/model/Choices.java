package dev.filch.stress.model;

import java.util.Arrays;

/**
 * The decisions of one execution, explored depth first. Each execution repeats the decisions of the previous one up to
 * the last with an alternative left, takes that alternative, and then the first choice everywhere.
 */
final class Choices {

    private int[] taken = new int[64];
    private int[] offered = new int[64];
    private int depth;
    private int position;

    /** Chooses one of {@code count} alternatives; 0 comes first. */
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
            throw new Failure("the program under test depends on more than memory: "
                    + offered[position] + " alternatives became " + count);
        }
        return taken[position++];
    }

    /** Whether an earlier execution has made the next decision. */
    boolean isReplaying() {
        return position < depth;
    }

    /** Prepares the next execution; false if all have been explored. */
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

    /** Prepares a repetition of the same execution. */
    void rewind() {
        position = 0;
    }

    /** The number of decisions in this execution so far. */
    int length() {
        return position;
    }

    /** Forgets decisions that the last execution did not reach. */
    void forgetRest() {
        depth = position;
    }
}
