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
     * Notes that elements of this number have been inserted. Until then their producer may not have finished, so an
     * iterator may leave them out, and an attempt to take them may find nothing.
     */
    final void inserted(int number) {
        operation("inserted", number, () -> true);
    }

    /** Iterates to the end. The number tells this iteration from others. */
    final void iterate(Queue<Item> queue, int number) {
        show(new Step(number, 0), () -> operation("iterator", number, queue::iterator));
    }

    /** An iterator looks ahead, so what shows the next element also begins the search for the one behind it. */
    private Integer show(Step step, Supplier<Iterator<Item>> search) {
        return operation("shows", step, () -> {
            Iterator<Item> iterator = search.get();
            if (!iterator.hasNext()) {
                return null;
            }
            Item[] shown = new Item[1];
            show(step.next(), () -> {
                shown[0] = iterator.next();
                return iterator;
            });
            return Item.numberOf(shown[0]);
        });
    }

    /** The how-manieth element of which iteration. */
    private record Step(int iteration, int index) {

        Step next() {
            return new Step(iteration, index + 1);
        }
    }

    /** A queue, and those who iterate over it. */
    abstract static class Fifo implements Specification {

        private final ArrayDeque<Integer> elements = new ArrayDeque<>();

        /** All that ever were in the queue, in its order. */
        private final List<Integer> history = new ArrayList<>();

        /** Those whose producers have finished. */
        private final Set<Integer> finished = new HashSet<>();

        private final Map<Integer, Iteration> iterations = new HashMap<>();

        Fifo(int prefilled) {
            for (int i = 0; i < prefilled; i++) {
                add(-i - 1);
                finished.add(-i - 1);
            }
        }

        final ArrayDeque<Integer> elements() {
            return elements;
        }

        /** How many elements have been taken. */
        final int taken() {
            return history.size() - elements.size();
        }

        /** Whether the producer of an element has finished; false for null. */
        final boolean isFinished(Integer number) {
            return finished.contains(number);
        }

        final boolean add(Integer number) {
            return history.add(number) && elements.add(number);
        }

        /** What {@link Specification#allows} is for the operations of this class. */
        final boolean allowsIteration(String operation, Object argument, Object result) {
            return switch (operation) {
                case "inserted" -> finished.addAll(List.of((Integer) argument, (Integer) argument + SECOND));
                case "iterator" -> iteration((int) argument).begins();
                case "shows" -> shows((Step) argument, (Integer) result);
                default -> throw new IllegalArgumentException(operation);
            };
        }

        private Iteration iteration(int number) {
            return iterations.computeIfAbsent(number, any -> new Iteration());
        }

        private boolean shows(Step step, Integer element) {
            Iteration iteration = iteration(step.iteration);
            return iteration.shown++ == step.index && iteration.allows(element);
        }

        /**
         * Shows elements in their order and while they are there, but none that came after it had begun, which is while
         * it looks for the first one. It may leave out those whose producers had not finished then, and those that are
         * taken before it ends.
         */
        private final class Iteration {

            private final Set<Integer> due = new HashSet<>();
            private int shown;
            private int next;
            private boolean begun;
            private int end;

            boolean begins() {
                begun = true;
                end = history.size();
                elements.stream().filter(finished::contains).filter(this::isAhead).forEach(due::add);
                return true;
            }

            private boolean isAhead(Integer number) {
                return history.indexOf(number) >= next;
            }

            boolean allows(Integer element) {
                if (element == null) {
                    due.retainAll(elements);
                    return begun && due.isEmpty();
                }
                int position = history.indexOf(element);
                boolean fits = elements.contains(element) && next <= position && (!begun || position < end);
                next = position + 1;
                due.remove(element);
                return fits;
            }
        }
    }
}
