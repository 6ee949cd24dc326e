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
import java.util.Set;
import java.util.function.Supplier;

/** Common parts of the scenarios of queues and deques: iterations, and the elements they may show. */
abstract class QueueScenario extends Scenario {

    /** The difference between the numbers of the second and the first element of a batch. */
    static final int SECOND = 100;

    /**
     * Records that the producer of these elements has finished. Until then an iterator may skip them, and an attempt to
     * take them may find none.
     */
    final void inserted(int number) {
        operation("inserted", number, () -> true);
    }

    /** Iterates to the end. The number identifies this iteration. */
    final void iterate(Iterable<Item> queue, int number) {
        show(new Step(number, 0), () -> operation("iterator", number, queue::iterator));
    }

    /** An iterator reads ahead: the step that shows an element also starts the search for the next one. */
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

    /** An element of an iteration, by its index. */
    private record Step(int iteration, int index) {

        Step next() {
            return new Step(iteration, index + 1);
        }
    }

    /** The elements of a queue or deque, and the iterations over it. */
    abstract static class Contents implements Specification {

        private final ArrayDeque<Integer> elements = new ArrayDeque<>();

        /** All elements ever in the queue, in order. */
        private final List<Integer> history = new ArrayList<>();

        /** The elements whose producers have finished. */
        private final Set<Integer> finished = new HashSet<>();

        private final Map<Integer, Iteration> iterations = new HashMap<>();

        /** Whether an iteration may show elements that were added after it began. */
        private final boolean showsNewer;

        Contents(int prefilled, boolean showsNewer) {
            this.showsNewer = showsNewer;
            for (int i = 0; i < prefilled; i++) {
                addFinished(-i - 1);
            }
        }

        final ArrayDeque<Integer> elements() {
            return elements;
        }

        /** The number of elements taken. */
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

        /** Adds an element whose producer finishes in the same step. */
        final boolean addFinished(Integer number) {
            return add(number) && finished.add(number);
        }

        /** Implements {@link Specification#allows} for the operations of this class. */
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
         * An iteration shows elements in the order of their addition, while they are in the queue. It shows none that
         * was added after it began, with the exception of lifo deques. It begins during its search for the first
         * element. It may skip elements whose producers had not finished by then, and those taken before it ends.
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
                boolean fits = elements.contains(element)
                        && next <= position
                        && (showsNewer || !begun || position < end);
                next = position + 1;
                due.remove(element);
                return fits;
            }
        }
    }
}
