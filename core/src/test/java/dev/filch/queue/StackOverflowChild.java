package dev.filch.queue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * Pops from deques at the end of the stack, a few frames before it, further and further; each then has to go on as if
 * nothing had been, but for one element, which may be lost with the error.
 */
final class StackOverflowChild {

    private static final int COUNT = 12;
    private static final int LATER = 100;
    private static final int MOST_FRAMES = 40;

    private final WorkDeque<Integer> deque;
    private final List<Integer> out = new ArrayList<>();
    private int overflows;

    private StackOverflowChild(WorkDeque<Integer> deque) {
        this.deque = deque;
    }

    public static void main(String[] arguments) throws InterruptedException {
        int overflows = 0;
        for (boolean lifo : new boolean[] {true, false}) {
            for (int pops = 0; pops < COUNT; pops++) {
                for (int steals = 0; steals < COUNT / 2; steals++) {
                    for (int frames = 0; frames < MOST_FRAMES; frames++) {
                        WorkDeque<Integer> deque = WorkDeque.startingAt(lifo, 0, 16);
                        overflows += new StackOverflowChild(deque).popAfter(pops, frames, steals);
                    }
                }
            }
        }
        require(overflows > 0, "the stack was never full");
        System.out.println("nothing lost, " + overflows + " overflows");
    }

    /** With a reservation that is open to thieves, who come before the owner; how often the stack was full. */
    private int popAfter(int pops, int frames, int steals) throws InterruptedException {
        for (int i = 0; i < COUNT; i++) {
            deque.push(i);
        }
        note(deque.stealer().steal());
        for (int i = 0; i < pops; i++) {
            note(deque.pop());
        }
        EndOfStack.run(frames, this::popTwice);
        for (int i = 0; i < steals; i++) {
            note(deque.stealer().steal());
        }
        require(deque.isEmpty() || note(deque.pop()), "pop sees what isEmpty sees");
        WorkDeque<Integer> other = WorkDeque.fifo();
        other.push(LATER);
        require(other.stealer().stealBatch(deque) == 1, "a batch of one");
        deque.push(LATER + 1);
        while (note(deque.pop()) || note(deque.stealer().steal())) {
            // Until both see nothing.
        }
        require(deque.isEmpty() && deque.size() == 0, "empty in the end");
        require(new HashSet<>(out).size() == out.size(), "twice: " + out);
        require(out.contains(LATER) && out.contains(LATER + 1), "lost what came later: " + out);
        require(out.size() >= COUNT + 2 - overflows, "lost more than was being popped: " + out);
        return overflows;
    }

    private boolean note(Integer element) {
        if (element != null) {
            out.add(element);
        }
        return element != null;
    }

    private void popTwice() {
        pop();
        pop();
    }

    private void pop() {
        try {
            note(deque.pop());
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
