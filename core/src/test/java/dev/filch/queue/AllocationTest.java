package dev.filch.queue;

import static dev.filch.internal.Allocation.OPERATIONS;
import static dev.filch.internal.Allocation.WARM_UP;
import static dev.filch.internal.Allocation.assertAllocates;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Allocation;
import dev.filch.queue.InjectorFields.Segment;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jol.vm.VM;

/**
 * Operations of rings and deques allocate nothing, and those of an injector one slot for each element. Allocations that
 * the JVM optimizes away do not count.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AllocationTest {

    private static final int BATCH = 8;

    /** In bytes: JVMs with large heaps, and some collectors, do not compress references. */
    private static final int SLOT = VM.current().arrayIndexScale("java.lang.Object");

    private static final Object ELEMENT = new Object();
    private static final Object CONTENDED = new Object();

    @BeforeAll
    static void warmUpReflection() throws ReflectiveOperationException {
        Allocation.warmUpReflection();
    }

    static Stream<Named<Runnable>> operations() {
        return Stream.of(
                        Stream.of(RingKind.values()).flatMap(AllocationTest::ringOperations),
                        Stream.of(true, false).flatMap(AllocationTest::dequeOperations),
                        Stream.of(true, false).flatMap(AllocationTest::thiefOperations),
                        Stream.of(true, false).flatMap(AllocationTest::batchOperations))
                .flatMap(named -> named);
    }

    private static Stream<Named<Runnable>> ringOperations(RingKind kind) {
        MpmcRing<Object> ring = kind.create(BATCH);
        MpmcRing<Object> full = kind.create(1);
        full.offer(ELEMENT);
        MpmcRing<Object> empty = kind.create(1);
        Object[] elements = elements();
        Object[] polled = new Object[BATCH];
        Supplier<Object> supplier = () -> ELEMENT;
        Consumer<Object> consumer = element -> assertEquals(ELEMENT, element);
        return Stream.of(
                named(kind + " offer, peek, poll", () -> {
                    assertTrue(ring.offer(ELEMENT));
                    assertEquals(ELEMENT, ring.peek());
                    assertEquals(ELEMENT, ring.poll());
                }),
                named(kind + " relaxedOffer, relaxedPoll", () -> {
                    assertTrue(ring.relaxedOffer(ELEMENT));
                    assertEquals(ELEMENT, ring.relaxedPoll());
                }),
                named(kind + " when full", () -> assertTrue(!full.offer(ELEMENT) && !full.relaxedOffer(ELEMENT))),
                named(kind + " when empty", () -> assertTrue(empty.poll() == null && empty.relaxedPoll() == null)),
                named(kind + " forceOffer", () -> assertEquals(ELEMENT, full.forceOffer(ELEMENT))),
                named(kind + " offerAll, pollAll", () -> assertTrue(
                        ring.offerAll(elements, 0, BATCH) == BATCH && ring.pollAll(polled, 0, BATCH) == BATCH)),
                named(kind + " fill, drain", () -> assertTrue(
                        ring.fill(supplier, BATCH) == BATCH && ring.drain(consumer, BATCH) == BATCH)));
    }

    private static Object[] elements() {
        return Stream.generate(() -> ELEMENT).limit(BATCH).toArray();
    }

    private static Stream<Named<Runnable>> dequeOperations(boolean lifo) {
        WorkDeque<Object> deque = WorkDeque.startingAt(lifo, 0, BATCH);
        return Stream.of(
                named(lifo, "push, pop", () -> {
                    deque.push(ELEMENT);
                    assertEquals(ELEMENT, deque.pop());
                }),
                named(lifo, "pushReportingEmpty, pop", () -> {
                    assertTrue(deque.pushReportingEmpty(ELEMENT));
                    assertEquals(ELEMENT, deque.pop());
                }),
                named(lifo, "pop when empty", () -> assertEquals(null, deque.pop())));
    }

    private static Stream<Named<Runnable>> thiefOperations(boolean lifo) {
        WorkDeque<Object> deque = WorkDeque.startingAt(lifo, 0, BATCH);
        WorkDeque<Object> moved = WorkDeque.startingAt(lifo, 0, BATCH);
        moved.push(ELEMENT);
        Probe.clearOldestSlot(moved);
        WorkDeque<Object> empty = WorkDeque.startingAt(lifo, 0, BATCH);
        return Stream.of(
                named(lifo, "steal", () -> {
                    deque.push(ELEMENT);
                    assertEquals(ELEMENT, deque.stealer().steal());
                    assertEquals(null, deque.stealer().steal());
                }),
                named(lifo, "trySteal that succeeds", () -> {
                    deque.push(ELEMENT);
                    assertEquals(ELEMENT, deque.stealer().trySteal(CONTENDED));
                }),
                named(lifo, "trySteal from many elements", () -> {
                    fill(deque);
                    for (int i = 0; i < BATCH; i++) {
                        assertEquals(ELEMENT, deque.stealer().trySteal(CONTENDED));
                    }
                }),
                named(lifo, "trySteal when empty", () -> assertEquals(null, empty.stealer().trySteal(CONTENDED))),
                named(lifo, "trySteal that loses", () ->
                        assertEquals(CONTENDED, moved.stealer().trySteal(CONTENDED))));
    }

    private static Stream<Named<Runnable>> batchOperations(boolean lifo) {
        WorkDeque<Object> deque = WorkDeque.startingAt(lifo, 0, BATCH);
        WorkDeque<Object> moved = WorkDeque.startingAt(lifo, 0, BATCH);
        fill(moved);
        Probe.clearOldestSlot(moved);
        WorkDeque<Object> empty = WorkDeque.startingAt(lifo, 0, BATCH);
        WorkDeque<Object> own = WorkDeque.startingAt(!lifo, 0, BATCH);
        return Stream.of(
                named(lifo, "stealBatch", () -> {
                    fill(deque);
                    assertTrue(deque.stealer().stealBatch(own) > 1);
                    clear(deque, own);
                }),
                named(lifo, "stealBatchAndPop", () -> {
                    fill(deque);
                    assertEquals(ELEMENT, deque.stealer().stealBatchAndPop(own));
                    clear(deque, own);
                }),
                named(lifo, "tryStealBatchAndPop that succeeds", () -> {
                    fill(deque);
                    assertEquals(ELEMENT, deque.stealer().tryStealBatchAndPop(own, BATCH, CONTENDED));
                    clear(deque, own);
                }),
                named(lifo, "batch when empty", () -> {
                    assertEquals(null, empty.stealer().tryStealBatchAndPop(own, BATCH, CONTENDED));
                    assertEquals(null, empty.stealer().stealBatchAndPop(own));
                }),
                named(lifo, "batch that loses", () ->
                        assertEquals(CONTENDED, moved.stealer().tryStealBatchAndPop(own, BATCH, CONTENDED))));
    }

    private static void fill(WorkDeque<Object> deque) {
        for (int i = 0; i < BATCH; i++) {
            deque.push(ELEMENT);
        }
    }

    private static void clear(WorkDeque<Object> deque, WorkDeque<Object> own) {
        while (deque.pop() != null || own.pop() != null) {
            // Until both are empty.
        }
    }

    private static Named<Runnable> named(boolean lifo, String name, Runnable operation) {
        return named((lifo ? "LIFO " : "FIFO ") + name, operation);
    }

    private static Named<Runnable> named(String name, Runnable operation) {
        return Named.of(name, operation);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void operationsAllocateNothing(Runnable operation) throws Exception {
        assertAllocates(0, operation::run);
    }

    @Test
    void injectorAllocatesOneSlotForEachElement() throws Exception {
        Injector<Object> injector = new Injector<>();
        assertAllocates(SLOT, () -> {
            injector.push(ELEMENT);
            assertEquals(ELEMENT, injector.peek());
            assertEquals(ELEMENT, injector.poll());
        });
        assertAllocates(0, () -> assertEquals(null, injector.poll()));
        WorkDeque<Object> own = WorkDeque.fifo();
        assertAllocates(SLOT, () -> {
            injector.push(ELEMENT);
            assertEquals(1, injector.stealBatch(own));
            assertEquals(ELEMENT, own.pop());
        });
    }

    @Test
    void attemptsToPollAllocateNothing() throws Exception {
        Injector<Object> injector = new Injector<>();
        WorkDeque<Object> own = WorkDeque.lifo();
        assertAllocates(SLOT, () -> {
            injector.push(ELEMENT);
            assertEquals(ELEMENT, injector.tryPoll(CONTENDED));
        });
        assertAllocates(2 * SLOT, () -> {
            injector.push(ELEMENT);
            injector.push(ELEMENT);
            assertEquals(ELEMENT, injector.tryPollBatch(own, 2, CONTENDED));
            assertEquals(ELEMENT, own.isEmpty() ? injector.tryPoll(CONTENDED) : own.pop());
        });
        Runnable attemptsWhenEmpty = () -> {
            assertEquals(null, injector.tryPoll(CONTENDED));
            assertEquals(null, injector.tryPollBatch(own, 2, CONTENDED));
        };
        assertAllocates(0, attemptsWhenEmpty::run);
        injector.getAndAddTail(Segment.STEP);
        injector.push(ELEMENT);
        assertAllocates(0, attemptsWhenEmpty::run);
    }

    @Test
    void lostRacesToPollAllocateNothing() throws InterruptedException {
        Injector<Object> injector = new Injector<>();
        for (int i = 0; i < WARM_UP + 20 * OPERATIONS; i++) {
            injector.push(ELEMENT);
        }
        for (int i = 0; i < WARM_UP; i++) {
            injector.tryPoll(CONTENDED);
        }
        new ThreadRace().with(2, () -> {
            long before = Allocation.bytes();
            WorkDeque<Object> own = WorkDeque.lifo();
            while (injector.tryPoll(CONTENDED) != null && injector.tryPollBatch(own, 4, CONTENDED) != null) {
                while (own.pop() != null) {
                    // Until it is empty.
                }
            }
            assertTrue(Allocation.bytes() - before < OPERATIONS);
        }).run();
    }

    /** Thieves that empty a deque together lose races now and then. */
    @Test
    void lostRacesToStealAllocateNothing() throws InterruptedException {
        WorkDeque<Object> deque = WorkDeque.lifo();
        for (int i = 0; i < WARM_UP + 20 * OPERATIONS; i++) {
            deque.push(ELEMENT);
        }
        for (int i = 0; i < WARM_UP; i++) {
            deque.stealer().steal();
        }
        new ThreadRace().with(2, () -> {
            long before = Allocation.bytes();
            while (deque.stealer().trySteal(CONTENDED) != null && deque.stealer().steal() != null) {
                // Until it is empty.
            }
            assertTrue(Allocation.bytes() - before < OPERATIONS);
        }).run();
    }
}
