package dev.filch.queue;

import dev.filch.stress.model.Scenario;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * One thread stops for ever somewhere in an operation, and another does one at the same time. Whether that one waits
 * for ever is the outcome. In any case nothing may be lost but what the stopped one may hold, and nothing come out
 * twice.
 */
abstract class StopScenario extends Scenario {

    /** The outcome if the other one waits for ever. */
    static final String WAITS = "waits";

    /** The numbers of what the stopped one adds, at the most. */
    private static final List<Integer> STOPPED_ADDS = List.of(10, 11);

    /** What the other one adds. */
    private static final int OTHER_ADDS = 20;

    private final Account stopped = new Account();
    private final Account other = new Account();
    private final List<Integer> prefilled = new ArrayList<>();
    private int holds;
    private String outcome;

    /** What a thread knows to have put in and to have taken out. */
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

        /** What the owner of a deque pops until nothing is there. */
        void takenAll(WorkDeque<Item> deque) {
            for (Item item = deque.pop(); item != null; item = deque.pop()) {
                taken(item);
            }
        }
    }

    /** What a thread does, written as a letter; it adds an element of that number, or that and the next. */
    abstract void run(char operation, int number, Account account);

    /** How many elements an operation may have taken when its thread stops. */
    abstract int mayHold(char operation);

    /**
     * What is left, as far as anybody can tell who need not wait for the stopped thread; fails if what need not wait
     * for it does.
     */
    abstract List<Integer> rest();

    final void prefill(int count, Predicate<Item> add) {
        for (int number = -count; number < 0; number++) {
            require(add.test(new Item(number)), "there is room for what is there at first");
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
        require(distinct.size() == out.size(), "nothing comes out twice, as in " + out);
        Set<Integer> lost = new HashSet<>(prefilled);
        lost.addAll(other.added);
        lost.addAll(stopped.added);
        distinct.removeAll(STOPPED_ADDS);
        require(lost.containsAll(distinct), "only what was put in comes out, other than " + out);
        lost.removeAll(out);
        require(lost.size() <= holds, "nothing is lost but what the stopped one holds, as is " + lost);
    }

    @Override
    public String outcome() {
        return outcome;
    }
}
