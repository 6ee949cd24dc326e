package dev.filch.queue;

import dev.filch.stress.model.Scenario;
import dev.filch.stress.model.Specification;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.function.Supplier;

/** What the scenarios of queues have in common: how threads iterate over a queue, and what that may show. */
abstract class QueueScenario extends Scenario {

    /** The second element of a batch has the number of the first and this. */
    static final int SECOND = 100;

    /**
     * Notes that elements of this number have been inserted: until then their producer may not have finished, and an
     * iterator may leave them out.
     */
    final void inserted(int number) {
        operation("inserted", number, () -> true);
    }

    /** Iterates to the end. The number tells this iteration from others. */
    final void iterate(Queue<Item> queue, int number) {
        show(number, () -> operation("iterator", number, queue::iterator));
    }

    /** An iterator looks ahead, so what shows the next element also begins the search for the one behind it. */
    private Integer show(int number, Supplier<Iterator<Item>> search) {
        return operation("shows", number, () -> {
            Iterator<Item> iterator = search.get();
            if (!iterator.hasNext()) {
                return null;
            }
            Item[] shown = new Item[1];
            show(number, () -> {
                shown[0] = iterator.next();
                return iterator;
            });
            return Item.numberOf(shown[0]);
        });
    }

    /** A queue, and those who iterate over it. */
    abstract static class Fifo implements Specification {

        private final ArrayDeque<Integer> elements = new ArrayDeque<>();

        /** All that ever were in the queue, in its order. */
        private final List<Integer> history = new ArrayList<>();

        /** Those whose producers have finished. */
        private final Set<Integer> finished = new HashSet<>();

        private final Map<Object, Iteration> iterations = new HashMap<>();

        Fifo(int prefilled) {
            for (int i = 0; i < prefilled; i++) {
                add(-i - 1);
                finished.add(-i - 1);
            }
        }

        final ArrayDeque<Integer> elements() {
            return elements;
        }

        final boolean add(Integer number) {
            return history.add(number) && elements.add(number);
        }

        /** What {@link Specification#allows} is for the operations of this class. */
        final boolean allowsIteration(String operation, Object argument, Object result) {
            return switch (operation) {
                case "inserted" -> finished.addAll(List.of((Integer) argument, (Integer) argument + SECOND));
                case "iterator" -> iteration(argument).begins();
                case "shows" -> iteration(argument).allows((Integer) result);
                default -> throw new IllegalArgumentException(operation);
            };
        }

        private Iteration iteration(Object number) {
            return iterations.computeIfAbsent(number, any -> new Iteration());
        }

        /**
         * Shows elements in their order and while they are there, but none that came after it had begun, which is while
         * it looks for the first one. It may leave out those whose producers had not finished then, and those that are
         * taken before it ends.
         */
        private final class Iteration {

            private final Set<Integer> due = new HashSet<>();
            private int next;
            private int end = Integer.MAX_VALUE;

            boolean begins() {
                end = history.size();
                elements.stream().filter(finished::contains).filter(this::isAhead).forEach(due::add);
                return true;
            }

            private boolean isAhead(Integer number) {
                return history.indexOf(number) >= next;
            }

            boolean allows(Integer shown) {
                if (shown == null) {
                    due.retainAll(elements);
                    return due.isEmpty();
                }
                int position = history.indexOf(shown);
                boolean fits = elements.contains(shown) && next <= position && position < end;
                next = position + 1;
                due.remove(shown);
                return fits;
            }
        }
    }
}
