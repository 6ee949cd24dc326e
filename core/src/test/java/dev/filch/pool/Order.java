package dev.filch.pool;

import java.util.Arrays;
import java.util.List;

/** How well a list is ordered. */
final class Order {

    private Order() {
    }

    /** How many elements must be taken out at least, so that the others ascend. */
    static <T extends Comparable<T>> int outOfPlace(List<T> elements) {
        int[] longestTo = new int[elements.size()];
        for (int i = 0; i < longestTo.length; i++) {
            for (int j = 0; j < i; j++) {
                if (elements.get(j).compareTo(elements.get(i)) <= 0) {
                    longestTo[i] = Math.max(longestTo[i], longestTo[j]);
                }
            }
            longestTo[i]++;
        }
        return elements.size() - Arrays.stream(longestTo).max().orElse(0);
    }
}
