package dev.filch.queue;

import static dev.filch.queue.Ballast.requireOutOfMemory;
import static dev.filch.queue.OutOfMemoryChild.accepts;
import static dev.filch.queue.OutOfMemoryChild.require;

import dev.filch.queue.InjectorFields.Segment;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.IntBinaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks an injector without memory, in the JVM of {@link OutOfMemoryChild}. */
final class OutOfMemoryInjector {

    /** How pushAll's message states the number of elements that it added. */
    private static final Pattern ADDED = Pattern.compile("(\\d+) of ");

    private final Injector<Token> injector;
    private final Token[] elements;
    private final Ballast ballast;
    private volatile boolean full;
    private volatile Throwable failure;
    private volatile boolean trying;

    OutOfMemoryInjector(Injector<Token> injector, Token[] elements, Ballast ballast) {
        this.injector = injector;
        this.elements = elements;
        this.ballast = ballast;
    }

    void fillFromSeveralThreads() throws InterruptedException {
        int producers = 3;
        AtomicIntegerArray accepted = new AtomicIntegerArray(elements.length);
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
        ballast.fillMemory();
        for (Thread thread : threads) {
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        ballast.freeMemory();
        int[] last = {-1, -1, -1};
        for (Token token = injector.poll(); token != null; token = injector.poll()) {
            int number = token.number();
            require(accepted.getAndSet(number, 0) == 1, "taken twice, or not accepted: " + number);
            require(last[number % producers] < number, "taken out of order: " + number);
            last[number % producers] = number;
        }
        for (int i = 0; i < elements.length; i++) {
            require(accepted.get(i) == 0, "lost " + i);
        }
        require(injector.isEmpty() && injector.size() == 0, "expected the injector to be empty");
    }

    /** The deque is full, and there is no memory for it to grow. */
    void takeBatches() {
        int count = 5_000;
        for (int i = 0; i < count; i++) {
            injector.push(elements[i]);
        }
        WorkDeque<Token> own = WorkDeque.startingAt(false, 0, 1 << 17);
        for (int i = 0; i < 1 << 17; i++) {
            own.push(elements[i]);
        }
        ballast.fillMemory();
        requireOutOfMemory(() -> injector.stealBatch(own));
        requireOutOfMemory(() -> injector.stealBatchAndPopWithLimit(own, 2));
        requireOutOfMemory(() -> injector.tryPollBatch(own, 2, null));
        require(injector.size() == count && own.size() == 1 << 17, "a failed batch moved something");
        require(injector.tryPollBatch(own, 1, null) == elements[0], "one element needs no room");
        ballast.freeMemory();
        require(injector.stealBatchAndPopWithLimit(own, 2) == elements[1], "lost the second");
        require(own.size() == (1 << 17) + 1, "lost the third");
        require(injector.tryPollBatch(own, 2, null) == elements[3], "lost the fourth");
        require(own.size() == (1 << 17) + 2, "lost the fifth");
        for (int next = 5; next < count; next++) {
            require(injector.poll() == elements[next], "lost " + next);
        }
    }

    /** If memory suffices for a part of the batch, the result is the length of that part; for none, it throws. */
    void offerBatches() {
        addBatches((from, to) -> {
            try {
                return injector.offerAll(elements, from, to);
            } catch (OutOfMemoryError e) {
                return 0;
            }
        });
    }

    /** As above, but throws in both cases. The message states how many elements were added, if any were. */
    void pushCollections() {
        List<Token> all = Arrays.asList(elements);
        addBatches((from, to) -> {
            try {
                injector.pushAll(all.subList(from, to));
                return to - from;
            } catch (OutOfMemoryError e) {
                Matcher extent = ADDED.matcher(String.valueOf(e.getMessage()));
                return extent.lookingAt() ? Integer.parseInt(extent.group(1)) : 0;
            }
        });
    }

    /** Adds batches until memory sufficed for only a part of one, and for no element of another. */
    private void addBatches(IntBinaryOperator batch) {
        int size = 2_000;
        ballast.fillMemory();
        int next = 0;
        boolean part = false;
        boolean nothing = false;
        while (!part || !nothing) {
            int added = batch.applyAsInt(next, next + size);
            next += added;
            require(injector.size() == next, "expected as many elements as were reported");
            part |= added > 0 && added < size;
            nothing |= added == 0;
            if (added == 0) {
                ballast.freeSome();
            }
        }
        ballast.freeMemory();
        require(batch.applyAsInt(next, next + size) == size, "expected the injector to work with free memory");
        for (int i = 0; i < next + size; i++) {
            require(injector.poll() == elements[i], "lost " + i);
        }
        require(injector.poll() == null, "more came out than was accepted");
    }

    /** Consumers have dropped the segment that the tail hints at, and there is no memory for another segment. */
    void offerBehindADroppedSegment() {
        for (int i = 0; i < 16; i++) {
            injector.push(elements[i]);
            require(injector.poll() == elements[i], "lost " + i);
        }
        require(injector.poll() == null, "more came out than was accepted");
        Runnable offer = () -> injector.offer(elements[0]);
        ballast.fillAllMemory();
        requireOutOfMemory(offer);
        ballast.freeMemory();
        require(injector.size() == 0 && injector.poll() == null, "something was added");
        require(injector.offerAll(elements, 0, 64) == 64, "expected the injector to work with free memory");
        for (int i = 0; i < 64; i++) {
            require(injector.poll() == elements[i], "lost " + i);
        }
    }

    /**
     * Many other producers have taken tickets, so that a producer's own ticket is beyond the last segment. It finds too
     * little memory, and waits for more. Meanwhile consumers, which need no memory, take the elements before it.
     */
    void publishBeyondTheLastSegment() throws InterruptedException {
        int published = 16 + 32;
        Segment<Token> hint = injector.tailSegmentOpaque();
        // Also links this class now, because the producer would have no memory for that.
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
            try {
                injector.segmentOf(late, hint).setItemRelease(late, elements[published + unpublished]);
            } catch (Throwable thrown) {
                failure = thrown;
            }
        });
        producer.start();
        ballast.fillAllMemory();
        full = true;
        while (!trying) {
            Thread.onSpinWait();
        }
        int inOrder = 0;
        while (inOrder < published && injector.poll() == elements[inOrder]) {
            inOrder++;
        }
        boolean waits = producer.isAlive();
        ballast.freeMemory();
        require(inOrder == published, "lost " + inOrder);
        producer.join();
        if (failure != null) {
            throw new AssertionError("the producer failed", failure);
        }
        require(waits, "there was memory for the producer");
        for (int i = 0; i < unpublished; i++) {
            long ticket = (published + i) * Segment.STEP;
            injector.segmentOf(ticket, Probe.headSegment(injector)).setItemRelease(ticket, elements[published + i]);
        }
        for (int i = published; i <= published + unpublished; i++) {
            require(injector.poll() == elements[i], "lost " + i);
        }
        require(injector.poll() == null && injector.isEmpty(), "more came out than was put in");
    }
}
