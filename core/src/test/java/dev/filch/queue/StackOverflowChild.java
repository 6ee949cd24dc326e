package dev.filch.queue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * Pops from deques near the end of the stack, with more and more frames left. Afterwards, each deque must work as
 * before. Each overflow may lose one element.
 */
final class StackOverflowChild {

    private static final int COUNT = 12;
    private static final int LATER_ELEMENT = 100;
    private static final int MAX_FRAMES = 40;

    private final WorkDeque<Integer> deque;
    private final List<Integer> taken = new ArrayList<>();
    private int overflows;

    private StackOverflowChild(WorkDeque<Integer> deque) {
        this.deque = deque;
    }

    public static void main(String[] arguments) throws InterruptedException {
        int overflows = 0;
        for (boolean lifo : new boolean[] {true, false}) {
            for (int pops = 0; pops < COUNT; pops++) {
                for (int steals = 0; steals < COUNT / 2; steals++) {
                    for (int frames = 0; frames < MAX_FRAMES; frames++) {
                        WorkDeque<Integer> deque = WorkDeque.startingAt(lifo, 0, 16);
                        overflows += new StackOverflowChild(deque).popAfter(pops, frames, steals);
                    }
                }
            }
        }
        require(overflows > 0, "expected some pops to overflow");
        System.out.println("nothing lost, " + overflows + " overflows");
    }

    /** Pops beside a shared reservation; thieves come before the owner's next pop. Returns the number of overflows. */
    private int popAfter(int pops, int frames, int steals) throws InterruptedException {
        for (int i = 0; i < COUNT; i++) {
            deque.push(i);
        }
        addIfAny(deque.stealer().steal());
        for (int i = 0; i < pops; i++) {
            addIfAny(deque.pop());
        }
        EndOfStack.run(frames, this::popTwice);
        for (int i = 0; i < steals; i++) {
            addIfAny(deque.stealer().steal());
        }
        require(deque.isEmpty() || addIfAny(deque.pop()), "expected an element, since the deque is not empty");
        WorkDeque<Integer> other = WorkDeque.fifo();
        other.push(LATER_ELEMENT);
        require(other.stealer().stealBatch(deque) == 1, "expected a batch of one");
        deque.push(LATER_ELEMENT + 1);
        while (addIfAny(deque.pop()) || addIfAny(deque.stealer().steal())) {
            // Until the deque is empty.
        }
        require(deque.isEmpty() && deque.size() == 0, "expected the deque to be empty");
        require(new HashSet<>(taken).size() == taken.size(), "taken twice: " + taken);
        require(taken.contains(LATER_ELEMENT) && taken.contains(LATER_ELEMENT + 1), "lost a later element: " + taken);
        require(taken.size() >= COUNT + 2 - overflows, "lost more elements than overflows: " + taken);
        return overflows;
    }

    private boolean addIfAny(Integer element) {
        if (element != null) {
            taken.add(element);
        }
        return element != null;
    }

    private void popTwice() {
        pop();
        pop();
    }

    private void pop() {
        try {
            addIfAny(deque.pop());
        } catch (StackOverflowError e) {
            overflows++;
        }
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new AssertionError(message);
        }
    }
}
