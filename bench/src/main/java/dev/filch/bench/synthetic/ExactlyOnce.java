package dev.filch.bench.synthetic;

import java.util.BitSet;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Checks that each of the tasks 0 to n - 1 ran exactly once. */
final class ExactlyOnce {

    private ExactlyOnce() {}

    /** Returns a message if some task did not run exactly once. */
    static Optional<String> complaint(int tasks, Collection<Tally> tallies) {
        BitSet ran = new BitSet(tasks);
        BitSet again = new BitSet();
        tallies.forEach(tally -> tally.forEach(task -> {
            if (ran.get(task)) {
                again.set(task);
            }
            ran.set(task);
        }));
        StringBuilder complaint = new StringBuilder();
        int missing = tasks - ran.cardinality();
        if (missing > 0) {
            complaint.append(String.format(
                    Locale.ROOT, "%,d of %,d tasks never ran (first: %d) ", missing, tasks, ran.nextClearBit(0)));
        }
        if (!again.isEmpty()) {
            complaint.append(String.format(
                    Locale.ROOT,
                    "%,d of %,d tasks ran more than once (first: %d)",
                    again.cardinality(),
                    tasks,
                    again.nextSetBit(0)));
        }
        return complaint.isEmpty()
                ? Optional.empty()
                : Optional.of(complaint.toString().strip());
    }
}
