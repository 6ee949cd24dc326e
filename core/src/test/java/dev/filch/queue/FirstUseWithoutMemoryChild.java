package dev.filch.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Adds some elements to a structure, fills the memory except a few bytes, and only then takes elements for the first
 * time. If the JVM has no memory to link the code for that, no element may be lost. Needs a small heap.
 */
final class FirstUseWithoutMemoryChild {

    private static final int COUNT = 10;
    private static final int FIRST_BLOCK = 1 << 20;
    private static final int LAST_BLOCK = 16;

    /** After this many failed attempts, the memory is freed. */
    private static final int ATTEMPTS = 15;

    private List<byte[]> ballast = new ArrayList<>(1 << 18);

    private FirstUseWithoutMemoryChild() {
    }

    public static void main(String[] arguments) {
        String subject = arguments[0].split(" ")[0];
        int bytesLeft = Integer.parseInt(arguments[0].split(" ")[1]);
        FirstUseWithoutMemoryChild child = new FirstUseWithoutMemoryChild();
        Injector<Integer> injector = new Injector<>();
        MpmcRing<Integer> ring = MpmcRing.padded(COUNT);
        WorkDeque<Integer> deque = subject.equals("lifo") ? WorkDeque.lifo() : WorkDeque.fifo();
        switch (subject) {
            case "injector" -> child.run(injector::offer, injector::poll, bytesLeft);
            case "ring" -> child.run(ring::offer, ring::poll, bytesLeft);
            default -> child.run(deque::push, deque::pop, bytesLeft);
        }
    }

    private void run(Consumer<Integer> put, Supplier<Integer> take, int bytesLeft) {
        for (int i = 0; i < COUNT; i++) {
            put.accept(i);
        }
        byte[] reserve = new byte[bytesLeft];
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
