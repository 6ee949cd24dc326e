package dev.filch.queue;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Consumer;
import java.util.function.IntBinaryOperator;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills a structure until there is no memory left for it, frees what else took memory, and checks that everything
 * accepted comes out once and in order. Needs a small heap. All elements exist beforehand, so that only the structure
 * allocates.
 */
final class OutOfMemoryChild {

    private static final int COUNT = 300_000;
    private static final int BLOCK = 1 << 16;
    private static final int BLOCKS_LEFT = 2;

    /** How pushAll says what it has done. */
    private static final Pattern ADDED = Pattern.compile("(\\d+) of ");

    private final Token[] elements = new Token[COUNT];
    private final Deque<byte[]> ballast = new ArrayDeque<>();
    private Object[] crumbs;
    private volatile boolean full;
    private volatile boolean trying;

    private OutOfMemoryChild() {
        Arrays.setAll(elements, number -> new Token(0, number));
    }

    public static void main(String[] arguments) throws Exception {
        OutOfMemoryChild child = new OutOfMemoryChild();
        WorkDeque<Token> lifo = WorkDeque.lifo();
        WorkDeque<Token> fifo = WorkDeque.fifo();
        Injector<Token> injector = new Injector<>();
        child.warmUp();
        switch (arguments[0]) {
            case "injector" -> child.fill(injector::push, injector::poll, false);
            case "injector's late producer" -> child.publishBeyondTheLastSegment(injector);
            case "injector's producers" -> child.fillFromSeveralThreads(injector);
            case "lifo" -> child.fill(lifo::push, lifo::pop, true);
            case "fifo" -> child.fill(fifo::push, fifo::pop, false);
            case "lifo batch" -> child.stealBatches(lifo);
            case "fifo batch" -> child.stealBatches(fifo);
            case "injector's offers" -> child.offerBatches(injector);
            case "injector's collections" -> child.pushCollections(injector);
            case "injector's dead hint" -> child.offerBehindADeadSegment(injector);
            case "lifo renewal" -> child.pushAndPopWithoutMemory(lifo);
            case "ring drain" -> child.drain(MpmcRing.padded(COUNT));
            case "ring's failing consumer" -> child.drainToOneThatFails(MpmcRing.padded(COUNT));
            case "injector batch" -> child.takeBatches(injector);
            default -> throw new IllegalArgumentException(arguments[0]);
        }
        System.out.println("nothing lost");
    }

    /** Links the code, which takes memory, too. */
    private void warmUp() {
        WorkDeque<Token> deque = WorkDeque.startingAt(false, 0, 1);
        Injector<Token> injector = new Injector<>();
        for (int i = 0; i < 1_000; i++) {
            injector.push(elements[i]);
            deque.push(elements[i]);
        }
        WorkDeque<Token> other = WorkDeque.lifo();
        while (injector.poll() != null || injector.stealBatchAndPop(other) != null
                || deque.stealer().stealBatchAndPop(other) != null || deque.pop() != null || other.pop() != null) {
            deque.stealer().steal();
        }
    }

    private void fill(Consumer<Token> push, Supplier<Token> take, boolean newestFirst) {
        boolean[] accepted = new boolean[COUNT];
        fillMemory();
        int refused = 0;
        int next = 0;
        while (refused < 10) {
            accepted[next] = accepts(push, elements[next]);
            if (!accepted[next++]) {
                refused++;
            }
        }
        freeMemory();
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
        require(take.get() == elements[0], "it does not work any more");
    }

    private static boolean accepts(Consumer<Token> push, Token token) {
        try {
            push.accept(token);
            return true;
        } catch (OutOfMemoryError e) {
            return false;
        }
    }

    private void fillFromSeveralThreads(Injector<Token> injector) throws InterruptedException {
        int producers = 3;
        AtomicIntegerArray accepted = new AtomicIntegerArray(COUNT);
        Thread[] threads = new Thread[producers];
        for (int producer = 0; producer < producers; producer++) {
            int me = producer;
            threads[me] = new Thread(() -> {
                int refused = 0;
                for (int i = me; refused < 10; i += producers) {
                    if (accepts(injector::push, elements[i])) {
                        accepted.set(i, 1);
                    } else {
                        refused++;
                    }
                }
            });
        }
        Thread.UncaughtExceptionHandler halt = (thread, e) -> Runtime.getRuntime().halt(3);
        Thread.setDefaultUncaughtExceptionHandler(halt);
        fillMemory();
        for (Thread thread : threads) {
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        freeMemory();
        int[] last = {-1, -1, -1};
        for (Token token = injector.poll(); token != null; token = injector.poll()) {
            int number = token.number();
            require(accepted.getAndSet(number, 0) == 1, "came twice, or was not accepted: " + number);
            require(last[number % producers] < number, "came out of order: " + number);
            last[number % producers] = number;
        }
        for (int i = 0; i < COUNT; i++) {
            require(accepted.get(i) == 0, "lost " + i);
        }
        require(injector.isEmpty() && injector.size() == 0, "empty, but does not say so");
    }

    /** The thief's deque cannot grow for half of the victim's elements. */
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
        fillMemoryToTheBrim();
        for (Runnable batch : batches) {
            requireOutOfMemory(batch);
        }
        require(victim.size() == COUNT && own.isEmpty() && own.pop() == null, "a failed batch moved something");
        freeMemory();
        for (int number = 0; number < COUNT; ) {
            require(victim.stealer().stealBatchWithLimit(own, COUNT) > 0, "nothing moved");
            for (Token token = own.pop(); token != null; token = own.pop()) {
                require(token == elements[number++], "lost " + (number - 1));
            }
        }
    }

    /** The deque cannot grow by an element more. */
    private void takeBatches(Injector<Token> injector) {
        int count = 5_000;
        for (int i = 0; i < count; i++) {
            injector.push(elements[i]);
        }
        WorkDeque<Token> own = WorkDeque.startingAt(false, 0, 1 << 17);
        for (int i = 0; i < 1 << 17; i++) {
            own.push(elements[i]);
        }
        fillMemory();
        requireOutOfMemory(() -> injector.stealBatch(own));
        requireOutOfMemory(() -> injector.stealBatchAndPopWithLimit(own, 2));
        require(injector.size() == count && own.size() == 1 << 17, "a failed batch moved something");
        freeMemory();
        require(injector.stealBatchAndPopWithLimit(own, 2) == elements[0], "lost the first");
        require(own.size() == (1 << 17) + 1, "lost the second");
        for (int next = 2; next < count; next++) {
            require(injector.poll() == elements[next], "lost " + next);
        }
    }

    /** A batch that finds memory for its first part only says how many were added; for none of it, it throws. */
    private void offerBatches(Injector<Token> injector) {
        addBatches(injector, (from, to) -> {
            try {
                return injector.offerAll(elements, from, to);
            } catch (OutOfMemoryError e) {
                return 0;
            }
        });
    }

    /** The same, but that it throws in any case; then the message says how many were added, if any were. */
    private void pushCollections(Injector<Token> injector) {
        List<Token> all = Arrays.asList(elements);
        addBatches(injector, (from, to) -> {
            try {
                injector.pushAll(all.subList(from, to));
                return to - from;
            } catch (OutOfMemoryError e) {
                Matcher extent = ADDED.matcher(String.valueOf(e.getMessage()));
                return extent.lookingAt() ? Integer.parseInt(extent.group(1)) : 0;
            }
        });
    }

    /** Adds batches until memory was enough for a part of one, and until it was for nothing of another. */
    private void addBatches(Injector<Token> injector, IntBinaryOperator batch) {
        int size = 2_000;
        fillMemory();
        int next = 0;
        boolean part = false;
        boolean nothing = false;
        while (!part || !nothing) {
            int added = batch.applyAsInt(next, next + size);
            next += added;
            require(injector.size() == next, "other than it said were added");
            part |= added > 0 && added < size;
            nothing |= added == 0;
            if (added == 0) {
                ballast.pop();
            }
        }
        freeMemory();
        require(batch.applyAsInt(next, next + size) == size, "it does not work any more");
        for (int i = 0; i < next + size; i++) {
            require(injector.poll() == elements[i], "lost " + i);
        }
        require(injector.poll() == null, "more came out than was accepted");
    }

    /** Consumers have left the segment that the tail hints at, and there is no memory for one behind the next. */
    private void offerBehindADeadSegment(Injector<Token> injector) {
        for (int i = 0; i < 16; i++) {
            injector.push(elements[i]);
            require(injector.poll() == elements[i], "lost " + i);
        }
        require(injector.poll() == null, "more came out than was accepted");
        Runnable offer = () -> injector.offer(elements[0]);
        fillMemoryToTheBrim();
        requireOutOfMemory(offer);
        freeMemory();
        require(injector.size() == 0 && injector.poll() == null, "something was added");
        require(injector.offerAll(elements, 0, 64) == 64, "it does not work any more");
        for (int i = 0; i < 64; i++) {
            require(injector.poll() == elements[i], "lost " + i);
        }
    }

    /** A new buffer is no necessity. */
    private void pushAndPopWithoutMemory(WorkDeque<Token> deque) {
        for (int i = 0; i < 1_000; i++) {
            deque.push(elements[i]);
        }
        Object[] buffer = deque.bufferPlain();
        int lost = 0;
        fillMemoryToTheBrim();
        for (int i = 0; i < 10 * WorkDeque.UPKEEP_EVERY * WorkDeque.RENEWAL_EVERY; i++) {
            deque.push(elements[1_000]);
            lost += deque.pop() == elements[1_000] ? 0 : 1;
        }
        freeMemory();
        require(deque.bufferPlain() == buffer, "there was memory for a new buffer");
        require(lost == 0, "lost the newest");
        for (int i = 999; i >= 0; i--) {
            require(deque.pop() == elements[i], "lost " + i);
        }
    }

    /** The elements of a batch wait for the consumer where there is always memory. */
    private void drain(MpmcRing<Token> ring) {
        require(ring.offerAll(elements, 0, COUNT) == COUNT, "no room");
        int[] next = new int[1];
        Consumer<Token> consumer = token -> require(token == elements[next[0]++], "lost one");
        require(ring.drain(consumer, 2) == 2, "the first two");
        Runnable allocation = () -> new byte[1 << 10].clone();
        fillMemoryToTheBrim();
        requireOutOfMemory(allocation);
        int drained = ring.drain(consumer, COUNT);
        freeMemory();
        require(drained == COUNT - 2 && next[0] == COUNT, "lost some");
    }

    /** The consumer throws twice, with no memory left for the second exception to be kept in the first. */
    private void drainToOneThatFails(MpmcRing<Token> ring) {
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
                    fillMemoryToTheBrim();
                    throw new OutOfMemoryError();
                }
            }, 8);
        } catch (RuntimeException | OutOfMemoryError e) {
            freeMemory();
            require(e == first, "hides what was thrown first");
        }
        require(next[0] == 8, "lost all behind " + next[0]);
        require(first.getSuppressed().length == 0, "there was memory to keep the second one");
    }

    /**
     * A producer got a ticket beyond the last segment, since many others came in between, and finds no memory, or not
     * enough. It waits for more; meanwhile consumers, who need none, take what is in front.
     */
    private void publishBeyondTheLastSegment(Injector<Token> injector) throws InterruptedException {
        int published = 16 + 32;
        Segment<Token> hint = injector.tailSegmentOpaque();
        // Also links the class of segments here, for which the producer would have no memory.
        require(!hint.endsBefore(0), "not the first segment");
        for (int i = 0; i < published; i++) {
            injector.push(elements[i]);
        }
        int unpublished = 64;
        for (int i = 0; i < unpublished; i++) {
            injector.getAndAddTail(Segment.STEP);
        }
        long late = injector.getAndAddTail(Segment.STEP);
        Thread producer = new Thread(() -> {
            while (!full) {
                Thread.onSpinWait();
            }
            trying = true;
            injector.segmentOf(late, hint).setItemRelease(late, elements[published + unpublished]);
        });
        producer.start();
        fillMemoryToTheBrim();
        full = true;
        while (!trying) {
            Thread.onSpinWait();
        }
        int inOrder = 0;
        while (inOrder < published && injector.poll() == elements[inOrder]) {
            inOrder++;
        }
        boolean waits = producer.isAlive();
        freeMemory();
        require(inOrder == published, "lost " + inOrder);
        require(waits, "there was memory for the producer");
        producer.join();
        for (int i = 0; i < unpublished; i++) {
            long ticket = (published + i) * Segment.STEP;
            injector.segmentOf(ticket, Probe.headSegment(injector)).setItemRelease(ticket, elements[published + i]);
        }
        for (int i = published; i <= published + unpublished; i++) {
            require(injector.poll() == elements[i], "lost " + i);
        }
        require(injector.poll() == null && injector.isEmpty(), "more came out than was put in");
    }

    private static void requireOutOfMemory(Runnable action) {
        try {
            action.run();
        } catch (OutOfMemoryError e) {
            return;
        }
        throw new AssertionError("there was enough memory");
    }

    /** Leaves room for some segments, but not for a large array. */
    private void fillMemory() {
        try {
            while (true) {
                ballast.push(new byte[BLOCK]);
            }
        } catch (OutOfMemoryError e) {
            for (int i = 0; i < BLOCKS_LEFT; i++) {
                ballast.pop();
            }
        }
    }

    /** Again and again, since the collector may find some more room after it has given up once. */
    private void fillMemoryToTheBrim() {
        fillMemory();
        for (int times = 0; times < 20; times++) {
            try {
                while (true) {
                    crumbs = new Object[] {crumbs};
                }
            } catch (OutOfMemoryError e) {
                // Full, as it is meant to be.
            }
        }
    }

    private void freeMemory() {
        crumbs = null;
        ballast.clear();
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new AssertionError(message);
        }
    }
}
