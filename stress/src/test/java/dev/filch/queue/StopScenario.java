package dev.filch.queue;

import dev.filch.stress.model.Scenario;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * One thread stops for ever somewhere in an operation, while another runs an operation. The outcome is whether the
 * other waits for ever. No element is lost except those the stopped thread holds, and none is taken twice.
 */
abstract class StopScenario extends Scenario {

    /** The outcome if the other thread waits for ever. */
    static final String WAITS = "waits";

    /** The numbers of the elements that the stopped thread may add. */
    private static final List<Integer> STOPPED_ADDS = List.of(10, 11);

    /** The number of the first element that the other thread adds. */
    private static final int OTHER_ADDS = 20;

    private final Account stopped = new Account();
    private final Account other = new Account();
    private final List<Integer> prefilled = new ArrayList<>();
    private int holds;
    private String outcome;

    /** The elements that a thread has added and taken. */
    static final class Account {

        private final List<Integer> added = new ArrayList<>();
        private final List<Integer> taken = new ArrayList<>();

        void added(int number) {
            added.add(number);
        }

        List<Integer> taken() {
            return taken;
        }

        void taken(Item item) {
            if (item != null) {
                taken.add(Item.numberOf(item));
            }
        }

        /** Pops all elements of a deque and records them. */
        void takenAll(WorkDeque<Item> deque) {
            for (Item item = deque.pop(); item != null; item = deque.pop()) {
                taken(item);
            }
        }
    }

    /** Runs an operation, given as a letter. It adds an element with the number, or that one and the next. */
    abstract void run(char operation, int number, Account account);

    /** The maximum number of elements that an operation may have taken when its thread stops. */
    abstract int mayHold(char operation);

    /**
     * The remaining elements, as seen by a thread that must not wait for the stopped one. Fails if an operation waits
     * that should not.
     */
    abstract List<Integer> rest();

    final void prefill(int count, Predicate<Item> add) {
        for (int number = -count; number < 0; number++) {
            require(add.test(new Item(number)), "there is room for the initial elements");
            prefilled.add(number);
        }
    }

    final void threads(char stoppedOne, char otherOne) {
        stoppingThread("stopped " + stoppedOne, () -> run(stoppedOne, STOPPED_ADDS.get(0), stopped));
        thread("other " + otherOne, () -> run(otherOne, OTHER_ADDS, other));
        holds = mayHold(stoppedOne);
    }

    @Override
    public void afterStop(List<String> waiting) {
        outcome = waiting.isEmpty() ? "returns" : WAITS;
        List<Integer> out = new ArrayList<>(other.taken);
        out.addAll(stopped.taken);
        out.addAll(rest());
        Set<Integer> distinct = new HashSet<>(out);
        require(distinct.size() == out.size(), "no element is taken twice, but these were taken: " + out);
        Set<Integer> lost = new HashSet<>(prefilled);
        lost.addAll(other.added);
        lost.addAll(stopped.added);
        distinct.removeAll(STOPPED_ADDS);
        require(lost.containsAll(distinct), "only added elements are taken, but these were taken: " + out);
        lost.removeAll(out);
        require(lost.size() <= holds, "at most " + holds + " elements are lost, but these are: " + lost);
    }

    @Override
    public String outcome() {
        return outcome;
    }
}
