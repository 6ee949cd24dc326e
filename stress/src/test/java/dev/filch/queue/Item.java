package dev.filch.queue;

/** An element with contents that are not final: to read them is a data race unless the structure has published them. */
final class Item {

    private int number;

    Item(int number) {
        this.number = number;
    }

    /** The contents; null for no element. */
    static Integer numberOf(Item item) {
        return item == null ? null : item.number;
    }

    /**
     * Whether the contents of two elements are in the order in which they were added: those from before the threads,
     * which count down from -1, come first, and those of each thread, which share their tens, count up.
     */
    static boolean inOrder(int earlier, int later) {
        if (later < 0) {
            return earlier < 0 && later < earlier;
        }
        return earlier < 0 || earlier / 10 != later / 10 || earlier < later;
    }
}
