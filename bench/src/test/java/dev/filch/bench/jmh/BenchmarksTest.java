package dev.filch.bench.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

@Timeout(60)
class BenchmarksTest {

    static Stream<String> implementations() throws Exception {
        return Stream.of(
                Transfer.class.getField("impl").getAnnotation(Param.class).value());
    }

    @Test
    void bothBenchmarksCompareTheSameQueues() throws Exception {
        List<String> uncontended = List.of(UncontendedPair.class
                .getField("impl")
                .getAnnotation(Param.class)
                .value());

        assertEquals(implementations().toList(), uncontended);
        assertEquals(6, uncontended.size());
    }

    @ParameterizedTest
    @MethodSource("implementations")
    void everyQueueIsOne(String name) {
        Queue<Message> queue = Queues.create(name);
        Message first = new Message();
        queue.offer(first);
        queue.offer(new Message());

        assertEquals(first, queue.poll());
        assertNotNull(queue.poll());
        assertNull(queue.poll());
    }

    @Test
    void everyQueueIsOfItsOwnKind() throws Exception {
        assertEquals(
                6,
                implementations()
                        .map(name -> Queues.create(name).getClass())
                        .distinct()
                        .count());
        assertThrows(IllegalArgumentException.class, () -> Queues.create("none"));
    }

    private static Transfer transfer(String implementation) {
        Transfer transfer = new Transfer();
        transfer.impl = implementation;
        transfer.age = Age.YOUNG;
        transfer.create();
        return transfer;
    }

    @Test
    void failedPollsDoNotCount() {
        Transfer transfer = transfer("clq");
        Transfer.Sent sent = new Transfer.Sent();
        Transfer.Received received = new Transfer.Received();
        Transfer.Unsaid producers = new Transfer.Unsaid();
        Transfer.Unsaid consumers = new Transfer.Unsaid();

        assertNull(transfer.poll(received, consumers));
        transfer.offer(sent, producers);
        assertNotNull(transfer.poll(received, consumers));
        assertNull(transfer.poll(received, consumers));

        assertEquals(1, sent.sent);
        assertEquals(1, received.received);
    }

    @Test
    void offersToAFullQueueDoNotCount() {
        Transfer transfer = transfer("ring");
        Transfer.Sent sent = new Transfer.Sent();
        Transfer.Unsaid producers = new Transfer.Unsaid();
        for (int i = 0; i < 2 * Queues.CAPACITY; i++) {
            transfer.offer(sent, producers);
        }

        assertEquals(Queues.CAPACITY, sent.sent);
    }

    @Test
    void unboundedQueuesDoNotGrowWithoutEnd() {
        Transfer transfer = transfer("injector");
        Transfer.Sent sent = new Transfer.Sent();
        Transfer.Unsaid producers = new Transfer.Unsaid();
        for (int i = 0; i < 100_000; i++) {
            transfer.offer(sent, producers);
        }
        long full = sent.sent;
        assertTrue(full > 10_000 && full < 20_000, () -> full + " messages");

        Transfer.Received received = new Transfer.Received();
        Transfer.Unsaid consumers = new Transfer.Unsaid();
        while (transfer.poll(received, consumers) != null) {}
        assertEquals(full, received.received);
        transfer.offer(sent, producers);
        assertEquals(full + 1, sent.sent, "there is room again");
    }

    @Test
    void jmhRunsThem() throws Exception {
        Options options = new OptionsBuilder()
                .include("dev\\.filch\\.bench\\.jmh\\.")
                .param("impl", "ring")
                .param("age", "TENURED")
                .forks(0)
                .warmupIterations(0)
                .measurementIterations(1)
                .measurementTime(TimeValue.milliseconds(20))
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true)
                .build();
        Collection<RunResult> results = new Runner(options).run();

        assertEquals(
                List.of(
                        "OwnerPair.arrayDeque",
                        "OwnerPair.fifo",
                        "OwnerPair.lifo",
                        "Transfer.transfer",
                        "UncontendedPair.offerPoll"),
                results.stream()
                        .map(result -> result.getParams().getBenchmark().replace("dev.filch.bench.jmh.", ""))
                        .sorted()
                        .collect(Collectors.toList()));
        RunResult transfer = results.stream()
                .filter(result -> result.getParams().getBenchmark().endsWith("transfer"))
                .findFirst()
                .orElseThrow();
        assertTrue(
                transfer.getSecondaryResults().keySet().containsAll(List.of("sent", "received")),
                () -> transfer.getSecondaryResults().keySet().toString());
    }
}
