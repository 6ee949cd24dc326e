package dev.filch.stress.scenario;

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

    /** An answer of several elements, as the digits of a number: one more of them. */
    static int appended(int digits, int value) {
        return digits * 10 + value;
    }
}
