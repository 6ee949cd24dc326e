package dev.filch.stress.scenario;

import java.util.function.IntFunction;

/**
 * The sequential specification of a structure: each operation as a sequence of steps. An operation of one step is
 * linearizable. An operation finishes each slot it has claimed in a further step.
 */
interface Steps {

    /** The status of an operation after a step. */
    enum Status {
        /** It continues. */
        AGAIN,
        /** It is complete once its claimed slots are finished. */
        DONE,
        /** It waits for another thread. */
        BLOCKED
    }

    /** The result for no element. */
    int NONE = -1;

    /** The result of an attempt that lost a race. */
    int LOST = -2;

    /** The result of a refused operation that has another result for a full structure. */
    int CLOSED = -3;

    /** The element that the arbiter passes through a structure at the end. */
    int LAST = 9;

    /**
     * Takes the next step of an operation.
     *
     * @param elements the structure
     * @param call the operation and its progress
     * @param choices decides where the specification allows several outcomes
     */
    Status step(Elements elements, Progress call, Choices choices);

    /**
     * Reads head, then tail, then one slot after another; {@code shown} is the element that a reader sees in a slot.
     */
    static Status iterate(Elements elements, Progress call, IntFunction<Cell> shown) {
        switch (call.phase()) {
            case 0 -> {
                call.remember(0, elements.head());
                return Status.AGAIN;
            }
            case 1 -> {
                call.remember(1, elements.tail());
                return Status.AGAIN;
            }
            default -> {
                int position = call.recall(0);
                if (position >= call.recall(1)) {
                    return call.answer(call.recall(2));
                }
                Cell cell = shown.apply(position);
                if (cell != null && cell.published() && cell.value() != 0) {
                    call.remember(2, appended(call.recall(2), cell.value()));
                }
                call.remember(0, position + 1);
                return Status.AGAIN;
            }
        }
    }

    /** Reads head, then tail. */
    static Status size(Elements elements, Progress call, int max) {
        if (call.phase() == 0) {
            call.remember(0, elements.head());
            return Status.AGAIN;
        }
        int size = elements.tail() + elements.tickets - call.recall(0);
        return call.answer(Math.max(0, Math.min(size, max)));
    }

    /** Appends an element to the digits that stand for several elements. */
    static int appended(int digits, int value) {
        return digits * 10 + value;
    }
}
