package dev.filch.stress.scenario;

import java.util.ArrayList;
import java.util.List;

/**
 * An operation of a structure. Tests call the method of this name in the actions class of the structure.
 *
 * @param letter its letter in the pairs of the table; blank if it is in no pair
 * @param name the name of the method
 * @param role which actors may call it
 * @param values the number of new elements among its arguments in a pair
 * @param limit its first argument in a pair; none if zero
 * @param answers whether it returns a result
 * @param relaxation why its result may differ from that of any single step
 */
record Operation(
        char letter, String name, Role role, int values, int limit, boolean answers, Relaxation relaxation) {

    /** A deque has one owner; any other thread is a thief. */
    enum Role {
        OWNER,
        THIEF,
        ANY;

        /** Whether actors of these roles may use one structure together. */
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

    /** The operation in a pair, with elements from {@code first} on. */
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
