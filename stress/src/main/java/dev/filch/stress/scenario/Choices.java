package dev.filch.stress.scenario;

import java.util.ArrayList;
import java.util.List;

/** Enumerates the choices within a step. Each run takes a different combination; the first run takes 0 everywhere. */
final class Choices {

    private final List<Integer> taken = new ArrayList<>();
    private final List<Integer> counts = new ArrayList<>();
    private int next;

    /** Chooses a number below {@code count}. */
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

    /** Prepares the next run; false if there is none. */
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
