package dev.filch.pool;

/** The checks that the records of measurements share. */
final class Figures {

    private Figures() {
    }

    static void checkNotNegative(String name, double figure) {
        if (!(figure >= 0) || Double.isInfinite(figure)) {
            throw new IllegalArgumentException(name + " must be a number and not negative: " + figure);
        }
    }

    static void checkShare(String name, double figure) {
        if (!(figure >= 0 && figure <= 1)) {
            throw new IllegalArgumentException(name + " must be between 0 and 1: " + figure);
        }
    }
}
