package dev.filch.queue;

import static dev.filch.queue.Ballast.requireOutOfMemory;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Fills a structure until it runs out of memory, frees other memory, and checks that each accepted element comes out
 * once and in order. Needs a small heap. All elements are created beforehand, so that only the structure allocates.
 */
final class OutOfMemoryChild {

    private static final int COUNT = 300_000;

    private final Token[] elements = new Token[COUNT];
    private final Ballast ballast = new Ballast();

    private OutOfMemoryChild() {
        Arrays.setAll(elements, number -> new Token(0, number));
    }

    public static void main(String[] arguments) throws Exception {
        OutOfMemoryChild child = new OutOfMemoryChild();
        WorkDeque<Token> lifo = WorkDeque.lifo();
        WorkDeque<Token> fifo = WorkDeque.fifo();
        Injector<Token> injector = new Injector<>();
        OutOfMemoryInjector fullInjector = new OutOfMemoryInjector(injector, child.elements, child.ballast);
        child.warmUp();
        switch (arguments[0]) {
            case "injector" -> child.fill(injector::push, injector::poll, false);
            case "injector's late producer" -> fullInjector.publishBeyondTheLastSegment();
            case "injector's producers" -> fullInjector.fillFromSeveralThreads();
            case "lifo" -> child.fill(lifo::push, lifo::pop, true);
            case "fifo" -> child.fill(fifo::push, fifo::pop, false);
            case "lifo batch" -> child.stealBatches(lifo);
            case "fifo batch" -> child.stealBatches(fifo);
            case "injector's offers" -> fullInjector.offerBatches();
            case "injector's collections" -> fullInjector.pushCollections();
            case "injector's dropped hint" -> fullInjector.offerBehindADroppedSegment();
            case "lifo renewal" -> child.pushAndPopWithoutMemory(lifo);
            case "ring drain" -> child.drain(MpmcRing.padded(COUNT));
            case "ring's failing consumer" -> child.drainToFailingConsumer(MpmcRing.padded(COUNT));
            case "injector batch" -> fullInjector.takeBatches();
            default -> throw new IllegalArgumentException(arguments[0]);
        }
        System.out.println("nothing lost");
    }

    /** Links the code, because that needs memory too. */
    private void warmUp() {
        WorkDeque<Token> deque = WorkDeque.startingAt(false, 0, 1);
        Injector<Token> injector = new Injector<>();
        for (int i = 0; i < 1_000; i++) {
            injector.push(elements[i]);
            deque.push(elements[i]);
        }
        WorkDeque<Token> other = WorkDeque.lifo();
        while (injector.poll() != null || injector.stealBatchAndPop(other) != null
                || injector.tryPollBatch(other, 2, null) != null || injector.tryPoll(null) != null
                || deque.stealer().stealBatchAndPop(other) != null || deque.pop() != null || other.pop() != null) {
            deque.stealer().steal();
        }
    }

    private void fill(Consumer<Token> push, Supplier<Token> take, boolean newestFirst) {
        boolean[] accepted = new boolean[COUNT];
        ballast.fillMemory();
        int refused = 0;
        int next = 0;
        while (refused < 10) {
            accepted[next] = accepts(push, elements[next]);
            if (!accepted[next++]) {
                refused++;
            }
        }
        ballast.freeMemory();
        for (int more = next + 1_000; next < more; next++) {
            push.accept(elements[next]);
            accepted[next] = true;
        }
        for (int i = 0; i < next; i++) {
            int number = newestFirst ? next - 1 - i : i;
            if (accepted[number]) {
                require(take.get() == elements[number], "lost " + number + " of " + next);
            }
        }
        require(take.get() == null, "more came out than was accepted");
        push.accept(elements[0]);
        require(take.get() == elements[0], "expected the structure to work with free memory");
    }

    static boolean accepts(Consumer<Token> push, Token token) {
        try {
            push.accept(token);
            return true;
        } catch (OutOfMemoryError e) {
            return false;
        }
    }

    /** There is no memory for the thief's deque to grow by half of the victim's elements. */
    private void stealBatches(WorkDeque<Token> victim) {
        for (Token element : elements) {
            victim.push(element);
        }
        WorkDeque<Token> own = WorkDeque.startingAt(true, 0, 1);
        Runnable[] batches = {
            () -> victim.stealer().stealBatchWithLimit(own, COUNT),
            () -> victim.stealer().stealBatchAndPopWithLimit(own, COUNT),
            () -> victim.stealer().tryStealBatchAndPop(own, COUNT, null)
        };
        ballast.fillAllMemory();
        for (Runnable batch : batches) {
            requireOutOfMemory(batch);
        }
        require(victim.size() == COUNT && own.isEmpty() && own.pop() == null, "a failed batch moved something");
        ballast.freeMemory();
        for (int number = 0; number < COUNT; ) {
            require(victim.stealer().stealBatchWithLimit(own, COUNT) > 0, "nothing moved");
            for (Token token = own.pop(); token != null; token = own.pop()) {
                require(token == elements[number++], "lost " + (number - 1));
            }
        }
    }

    /** A deque works even if there is no memory for a new buffer. */
    private void pushAndPopWithoutMemory(WorkDeque<Token> deque) {
        for (int i = 0; i < 1_000; i++) {
            deque.push(elements[i]);
        }
        Object[] buffer = deque.bufferPlain();
        int lost = 0;
        ballast.fillAllMemory();
        for (int i = 0; i < 10 * WorkDeque.MAINTENANCE_INTERVAL * WorkDeque.RENEWAL_INTERVAL; i++) {
            deque.push(elements[1_000]);
            lost += deque.pop() == elements[1_000] ? 0 : 1;
        }
        ballast.freeMemory();
        require(deque.bufferPlain() == buffer, "there was memory for a new buffer");
        require(lost == 0, "lost the newest");
        for (int i = 999; i >= 0; i--) {
            require(deque.pop() == elements[i], "lost " + i);
        }
    }

    /** A drain needs no memory for the elements of a batch. */
    private void drain(MpmcRing<Token> ring) {
        require(ring.offerAll(elements, 0, COUNT) == COUNT, "no room");
        int[] next = new int[1];
        Consumer<Token> consumer = token -> require(token == elements[next[0]++], "lost one");
        require(ring.drain(consumer, 2) == 2, "expected to drain the first two");
        Runnable allocation = () -> new byte[1 << 10].clone();
        ballast.fillAllMemory();
        requireOutOfMemory(allocation);
        int drained = ring.drain(consumer, COUNT);
        ballast.freeMemory();
        require(drained == COUNT - 2 && next[0] == COUNT, "lost some");
    }

    /** The consumer throws twice. There is no memory to add the second exception to the first. */
    private void drainToFailingConsumer(MpmcRing<Token> ring) {
        require(ring.offerAll(elements, 0, 8) == 8, "no room");
        RuntimeException first = new RuntimeException("first");
        int[] next = new int[1];
        try {
            ring.drain(token -> {
                require(token == elements[next[0]], "out of order");
                next[0]++;
                if (next[0] == 1) {
                    throw first;
                } else if (next[0] == 2) {
                    ballast.fillAllMemory();
                    throw new OutOfMemoryError();
                }
            }, 8);
        } catch (RuntimeException | OutOfMemoryError e) {
            ballast.freeMemory();
            require(e == first, "expected the first exception");
        }
        require(next[0] == 8, "lost all elements after the first " + next[0]);
        require(first.getSuppressed().length == 0, "there was memory for the suppressed exception");
    }

    static void require(boolean condition, String message) {
        if (!condition) {
            throw new AssertionError(message);
        }
    }
}
