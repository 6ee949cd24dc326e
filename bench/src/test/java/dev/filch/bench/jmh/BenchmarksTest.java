package dev.filch.bench.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

@Timeout(60)
class BenchmarksTest {

    /** Agrona's queue needs a flag, which only forks have. */
    private static final String NEEDS_A_FLAG = "agrona";

    static List<String> parameter(Class<?> benchmark) throws Exception {
        return List.of(benchmark.getField("impl").getAnnotation(Param.class).value());
    }

    static Stream<String> queues() throws Exception {
        return parameter(HandOff.class).stream().filter(name -> !name.equals(NEEDS_A_FLAG));
    }

    static Stream<String> deques() throws Exception {
        return parameter(OwnerPair.class).stream();
    }

    @Test
    void bothBenchmarksCompareTheSameQueues() throws Exception {
        assertEquals(parameter(HandOff.class), parameter(UncontendedPair.class));
    }

    @ParameterizedTest
    @MethodSource("queues")
    void everyQueueIsFifo(String name) {
        Queue<Message> queue = Queues.create(name);
        Message first = new Message(1);
        queue.offer(first);
        queue.offer(new Message(2));

        assertEquals(first, queue.poll());
        assertNotNull(queue.poll());
        assertNull(queue.poll());
    }

    @Test
    void noTwoNamesCreateTheSameKindOfQueue() throws Exception {
        List<String> names = queues().toList();

        assertEquals(
                names.size(),
                names.stream().map(name -> Queues.create(name).getClass()).distinct().count());
        assertThrows(IllegalArgumentException.class, () -> Queues.create("none"));
    }

    @ParameterizedTest
    @MethodSource("deques")
    void everyDequeReturnsWhatWasPushed(String name) {
        OwnedDeque deque = OwnedDeque.create(name);
        int depth = 200; // more than the first buffer of any deque holds
        for (int i = 0; i < depth; i++) {
            deque.push().accept(new Message(i));
        }
        for (int i = 0; i < depth; i++) {
            int expected = name.equals("fifo") ? i : depth - 1 - i;
            assertEquals(expected, deque.pop().get().number);
        }
        assertNull(deque.pop().get());
    }

    @Test
    void unknownDequesAreRejected() {
        assertThrows(IllegalArgumentException.class, () -> OwnedDeque.create("none"));
    }

    static ChainedOptionsBuilder once(String benchmark) {
        return new OptionsBuilder()
                .include("\\." + benchmark)
                .param("age", "TENURED")
                .forks(0)
                .warmupIterations(0)
                .measurementIterations(1)
                .timeout(TimeValue.seconds(30))
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true);
    }

    static Collection<RunResult> run(ChainedOptionsBuilder options) throws RunnerException {
        return new Runner(options.build()).run();
    }

    static double figure(RunResult result, String name) {
        return result.getSecondaryResults().get(name).getScore();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UncontendedPair", "OwnerPair", "StealBatch", "Baseline"})
    void jmhRunsTheTimedBenchmarks(String benchmark) throws Exception {
        ChainedOptionsBuilder options = once(benchmark).measurementTime(TimeValue.milliseconds(20));
        if (benchmark.endsWith("Pair")) {
            options.param("impl", benchmark.startsWith("Owner") ? "lifo" : "ring");
        }

        Collection<RunResult> results = run(options);

        assertTrue(!results.isEmpty());
        results.forEach(result -> assertTrue(result.getPrimaryResult().getScore() > 0, result::toString));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ring 1",
                "ring 32",
                "injector 32",
                "jctools 32",
                "jctools-xadd 32",
                "conversant 1",
                "synchronized 1",
            })
    void allMessagesOfAHandOffArrive(String queue) throws Exception {
        String[] implAndBatch = queue.split(" ");

        RunResult result = run(once("HandOff")
                        .param("impl", implAndBatch[0])
                        .param("batch", implAndBatch[1])
                        .param("threads", "2")
                        .param("messages", "10000"))
                .iterator()
                .next();

        assertTrue(figure(result, "nanosPerMessage") > 0);
        assertTrue(figure(result, "failuresPerMessage") >= 0);
        assertTrue(figure(result, "bytesPerMessage") >= 8, "the figure includes the message");
    }

    @Test
    void allMessagesOfAHandOffInArraysArrive() throws Exception {
        RunResult result = run(once("ArrayHandOff")
                        .param("threads", "2")
                        .param("messages", "10000"))
                .iterator()
                .next();

        assertTrue(figure(result, "nanosPerMessage") > 0);
    }

    @Test
    void queuesWithoutBatchesAreRejected() {
        assertThrows(
                RunnerException.class,
                () -> run(once("HandOff").param("impl", "clq").param("batch", "32").param("threads", "1")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "32"})
    void theThiefTakesAll(String batch) throws Exception {
        RunResult result = run(once("ThiefTakes").param("batch", batch).param("messages", "10000"))
                .iterator()
                .next();

        assertTrue(figure(result, "nanosPerMessage") > 0);
    }

    @Test
    void footprintsIncludeWholeStructures() throws Exception {
        Collection<RunResult> results = run(once("Footprint"));

        assertEquals(4, results.size());
        results.forEach(result -> assertTrue(figure(result, "bytes") > 200, result::toString));
    }
}
