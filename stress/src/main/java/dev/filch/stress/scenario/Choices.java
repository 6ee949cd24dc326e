package dev.filch.stress.scenario;

import java.util.ArrayList;
import java.util.List;

/** Goes through all choices that a step has, run after run: the first run takes the first of each. */
final class Choices {

    private final List<Integer> taken = new ArrayList<>();
    private final List<Integer> counts = new ArrayList<>();
    private int next;

    /** A number from zero on, below the count. */
    int pick(int count) {
        if (next == taken.size()) {
            taken.add(0);
            counts.add(count);
        }
        return taken.get(next++);
    }

    boolean decide() {
        return pick(2) == 1;
    }

    /** Prepares the next run; false if all were made. */
    boolean another() {
        next = 0;
        int last = taken.size() - 1;
        while (last >= 0 && taken.get(last) + 1 == counts.get(last)) {
            taken.remove(last);
            counts.remove(last);
            last--;
        }
        if (last < 0) {
            return false;
        }
        taken.set(last, taken.get(last) + 1);
        return true;
    }
}
