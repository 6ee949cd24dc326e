package dev.filch.stress.scenario;

import java.util.ArrayList;
import java.util.List;

/**
 * An operation of a structure. Tests call it by its name on the structure's actions class.
 *
 * @param letter stands for the operation where the table pairs operations; blank if it takes part in no pairs
 * @param name the method
 * @param role which actors may call it
 * @param values how many new elements it is given in a pair
 * @param limit its first argument in a pair; none if zero
 * @param answers whether it returns something
 * @param relaxation why it may answer as no single step does
 */
record Operation(
        char letter, String name, Role role, int values, int limit, boolean answers, Relaxation relaxation) {

    /** A deque has one owner; any other thread is a thief. */
    enum Role {
        OWNER,
        THIEF,
        ANY;

        /** Whether two actors of these roles can be on one structure. */
        boolean meets(Role other) {
            return this != OWNER || other != OWNER;
        }
    }

    static Operation answering(char letter, String name) {
        return new Operation(letter, name, Role.ANY, 0, 0, true, Relaxation.NONE);
    }

    static Operation silent(char letter, String name) {
        return new Operation(letter, name, Role.ANY, 0, 0, false, Relaxation.NONE);
    }

    Operation withValues(int count) {
        return new Operation(letter, name, role, count, limit, answers, relaxation);
    }

    Operation withLimit(int bound) {
        return new Operation(letter, name, role, values, bound, answers, relaxation);
    }

    Operation by(Role only) {
        return new Operation(letter, name, only, values, limit, answers, relaxation);
    }

    Operation relaxed(Relaxation why) {
        return new Operation(letter, name, role, values, limit, answers, why);
    }

    /** The operation as a pair has it, with the next free elements. */
    Invocation withElementsFrom(int first) {
        List<Integer> arguments = new ArrayList<>();
        if (limit > 0) {
            arguments.add(limit);
        }
        for (int i = 0; i < values; i++) {
            arguments.add(first + i);
        }
        return new Invocation(this, arguments, false);
    }
}
