package dev.filch.stress.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * The operations of one execution, with a check that they are linearizable: that they could have happened one after
 * another, in an order that respects happens-before, with the same results. The search is that of Wing and Gong,
 * "Testing and verifying concurrent objects", 1993.
 */
final class History {

    private final List<Operation> operations = new ArrayList<>();

    /**
     * A completed operation.
     *
     * @param thread the thread that called it
     * @param name its name
     * @param argument its argument, or null
     * @param result its result
     * @param known for each thread, the last step that happened before the start of the operation
     * @param end the thread's own step at the end of the operation
     */
    private record Operation(int thread, String name, Object argument, Object result, int[] known, int end) {

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return 31 * thread + end;
        }

        @SuppressWarnings("ReferenceEquality")
        boolean precedes(Operation other) {
            return this != other && thread < other.known.length && end <= other.known[thread];
        }

        @Override
        public String toString() {
            return name + "(" + (argument == null ? "" : argument) + ") = " + result;
        }
    }

    /** For each thread, the last step that happens before the current thread's next step. */
    int[] known() {
        Execution execution = Execution.current();
        if (execution == null) {
            return null;
        }
        int[] known = execution.view().clock().clone();
        execution.remember(Arrays.hashCode(known));
        return known;
    }

    /** Records an operation of the current thread that ends now; {@code known} was taken at its start. */
    void record(int[] known, String name, Object argument, Object result) {
        Execution execution = Execution.current();
        if (execution != null) {
            int thread = execution.thread();
            operations.add(new Operation(thread, name, argument, result, known, execution.view().time(thread)));
        }
    }

    /** Fails unless the operations, in some allowed order, satisfy a specification. */
    void requireLinearizable(Supplier<Specification> start) {
        if (!fits(start, new ArrayList<>())) {
            throw new Failure("not linearizable: " + operations);
        }
    }

    /** Tries as the next operation each one that no remaining operation precedes. */
    private boolean fits(Supplier<Specification> start, List<Operation> order) {
        if (order.size() == operations.size()) {
            return true;
        }
        for (Operation next : operations) {
            if (order.contains(next) || mustWait(next, order)) {
                continue;
            }
            order.add(next);
            if (isAllowed(start, order) && fits(start, order)) {
                return true;
            }
            order.remove(order.size() - 1);
        }
        return false;
    }

    private boolean mustWait(Operation next, List<Operation> order) {
        return operations.stream().anyMatch(other -> !order.contains(other) && other.precedes(next));
    }

    private static boolean isAllowed(Supplier<Specification> start, List<Operation> order) {
        Specification state = start.get();
        return order.stream().allMatch(operation -> state.allows(operation.name, operation.argument, operation.result));
    }
}
