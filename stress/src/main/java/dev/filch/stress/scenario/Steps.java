package dev.filch.stress.scenario;

import java.util.function.IntFunction;

/**
 * A structure's sequential specification: what each operation does, step by step. An operation of one step is
 * linearizable. What an operation has claimed it finishes in further steps, one for each slot.
 */
interface Steps {

    /** What became of an operation. */
    enum Status {
        /** It has more to do. */
        AGAIN,
        /** It is done, once the slots that it has claimed are finished. */
        DONE,
        /** It waits for another thread. */
        BLOCKED
    }

    /** An element's absence, as an answer. */
    int NONE = -1;

    /** An attempt's loss, as an answer. */
    int LOST = -2;

    /** The element that goes through a structure in the end. */
    int LAST = 9;

    /**
     * The next step of an operation.
     *
     * @param elements the structure
     * @param call the operation, and how far it is
     * @param choices where the specification leaves a choice
     */
    Status step(Elements elements, Progress call, Choices choices);

    /** Reads the head, then the tail, and then slot after slot what a structure shows of it. */
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

    /** Reads the head, and then the tail. */
    static Status size(Elements elements, Progress call, int most) {
        if (call.phase() == 0) {
            call.remember(0, elements.head());
            return Status.AGAIN;
        }
        int size = elements.tail() + elements.tickets - call.recall(0);
        return call.answer(Math.max(0, Math.min(size, most)));
    }

    /** An answer of several elements, as the digits of a number: one more of them. */
    static int appended(int digits, int value) {
        return digits * 10 + value;
    }
}
