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
}
