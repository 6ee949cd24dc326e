package dev.filch.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Puts some elements into a structure, fills the memory but for a few bytes, and only then takes for the first time:
 * whatever the JVM has to link for that must not cost an element. Needs a small heap.
 */
final class FirstUseWithoutMemoryChild {

    private static final int COUNT = 10;
    private static final int FIRST_BLOCK = 1 << 20;
    private static final int LAST_BLOCK = 16;

    /** So many failed attempts are enough; then there is memory again. */
    private static final int ATTEMPTS = 15;

    private List<byte[]> ballast = new ArrayList<>(1 << 18);

    private FirstUseWithoutMemoryChild() {
    }

    public static void main(String[] arguments) {
        String subject = arguments[0].split(" ")[0];
        int left = Integer.parseInt(arguments[0].split(" ")[1]);
        FirstUseWithoutMemoryChild child = new FirstUseWithoutMemoryChild();
        Injector<Integer> injector = new Injector<>();
        MpmcRing<Integer> ring = MpmcRing.padded(COUNT);
        WorkDeque<Integer> deque = subject.equals("lifo") ? WorkDeque.lifo() : WorkDeque.fifo();
        switch (subject) {
            case "injector" -> child.run(injector::offer, injector::poll, left);
            case "ring" -> child.run(ring::offer, ring::poll, left);
            default -> child.run(deque::push, deque::pop, left);
        }
    }

    private void run(Consumer<Integer> put, Supplier<Integer> take, int left) {
        for (int i = 0; i < COUNT; i++) {
            put.accept(i);
        }
        byte[] reserve = new byte[left];
        fillMemory();
        reserve = null;
        int taken = 0;
        int failed = 0;
        for (int i = 0; i < COUNT + ATTEMPTS && failed < ATTEMPTS; i++) {
            try {
                taken += take.get() == null ? 0 : 1;
            } catch (OutOfMemoryError e) {
                failed++;
            }
        }
        ballast = null;
        while (take.get() != null) {
            taken++;
        }
        System.out.println(taken == COUNT ? "nothing lost" : "lost " + (COUNT - taken));
    }

    private void fillMemory() {
        int block = FIRST_BLOCK;
        while (block >= LAST_BLOCK) {
            try {
                ballast.add(new byte[block]);
            } catch (OutOfMemoryError e) {
                block /= 2;
            }
        }
    }
}
