package dev.filch.pool;

import java.util.Arrays;
import java.util.List;

/** A measure of how well a list is ordered. */
final class Order {

    private Order() {
    }

    /** The smallest number of elements whose removal leaves the others in ascending order. */
    static <T extends Comparable<T>> int outOfPlace(List<T> elements) {
        int[] longestUpTo = new int[elements.size()];
        for (int i = 0; i < longestUpTo.length; i++) {
            for (int j = 0; j < i; j++) {
                if (elements.get(j).compareTo(elements.get(i)) <= 0) {
                    longestUpTo[i] = Math.max(longestUpTo[i], longestUpTo[j]);
                }
            }
            longestUpTo[i]++;
        }
        return elements.size() - Arrays.stream(longestUpTo).max().orElse(0);
    }
}
