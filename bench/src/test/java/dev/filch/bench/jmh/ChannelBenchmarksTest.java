package dev.filch.bench.jmh;

import static dev.filch.bench.jmh.BenchmarksTest.figure;
import static dev.filch.bench.jmh.BenchmarksTest.once;
import static dev.filch.bench.jmh.BenchmarksTest.parameter;
import static dev.filch.bench.jmh.BenchmarksTest.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.filch.bench.contender.VirtualThreads;
import java.util.List;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

@Timeout(60)
class ChannelBenchmarksTest {

    private static final Set<Thread.State> WAITING = Set.of(Thread.State.WAITING, Thread.State.TIMED_WAITING);

    private static boolean thisJvmHas(String contender) {
        return !contender.equals("jox") || Runtime.version().feature() >= 21;
    }

    private static void assumeThisJvmHas(String contender) {
        assumeTrue(thisJvmHas(contender), "jox needs Java 21");
    }

    /** The contenders that this JVM can run. */
    private static Stream<String> contenders(Class<?> benchmark) throws Exception {
        return parameter(benchmark).stream().filter(ChannelBenchmarksTest::thisJvmHas);
    }

    static Stream<String> withBuffers() throws Exception {
        return contenders(ChannelPingPong.class);
    }

    static Stream<String> bounded() throws Exception {
        return withBuffers().filter(name -> !name.equals("ltq"));
    }

    static Stream<String> receivers() throws Exception {
        return contenders(SelectHandOff.class);
    }

    private static RunResult only(ChainedOptionsBuilder options) throws Exception {
        return run(options).iterator().next();
    }

    private static void assertTimed(ChainedOptionsBuilder options) throws Exception {
        assertTrue(figure(only(options), "nanosPerMessage") > 0);
    }

    @ParameterizedTest
    @MethodSource("withBuffers")
    void everyConduitWithABufferIsFifo(String name) throws Exception {
        Conduit conduit = Conduit.create(name, 16);
        List<Message> messages = Stream.generate(() -> new Message(0)).limit(3).toList();
        for (Message message : messages) {
            conduit.send(message);
        }

        for (Message message : messages) {
            assertSame(message, conduit.receive());
        }
    }

    /** Fills a conduit, and checks that the next sender waits until there is room, or a receiver. */
    private static void assertSenderWaits(Conduit conduit, int capacity) throws Exception {
        for (int i = 0; i < capacity; i++) {
            conduit.send(new Message(i));
        }
        FutureTask<Void> send = new FutureTask<>(() -> {
            conduit.send(new Message(capacity));
            return null;
        });
        Thread sender = new Thread(send);
        sender.setDaemon(true);
        sender.start();
        while (!WAITING.contains(sender.getState())) {
            assertTrue(sender.isAlive(), "the sender must wait");
            Thread.onSpinWait();
        }
        for (int i = 0; i <= capacity; i++) {
            assertEquals(i, conduit.receive().number);
        }
        send.get();
    }

    @ParameterizedTest
    @MethodSource("bounded")
    void sendersWaitWhileABoundedConduitIsFull(String name) throws Exception {
        assertSenderWaits(Conduit.create(name, 1), 1);
        assertSenderWaits(Conduit.create(name, 16), 16);
    }

    @ParameterizedTest
    @ValueSource(strings = {"channel", "sq", "ltq", "jox"})
    void sendersWaitForReceiversAtARendezvous(String name) throws Exception {
        assumeThisJvmHas(name);

        assertSenderWaits(Conduit.create(name, Conduit.RENDEZVOUS), 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"channel", "lbq", "ltq", "jox"})
    void unboundedConduitsAreNeverFull(String name) throws Exception {
        assumeThisJvmHas(name);
        Conduit conduit = Conduit.create(name, Conduit.UNBOUNDED);
        for (int i = 0; i < 10 * Queues.CAPACITY; i++) {
            conduit.send(new Message(i));
        }

        assertEquals(0, conduit.receive().number);
    }

    @Test
    void unknownNamesAreRejected() {
        assertThrows(IllegalArgumentException.class, () -> Conduit.create("none", 1));
        assertThrows(IllegalArgumentException.class, () -> new FourChannels("none", 1));
        assertThrows(IllegalArgumentException.class, () -> new FourChannels("channel", 2));
    }

    @ParameterizedTest
    @MethodSource("withBuffers")
    void allMessagesOfAHandOffArrive(String name) throws Exception {
        RunResult result = only(once("ChannelHandOff")
                .param("impl", name)
                .param("buffer", Buffer.BOUNDED.name())
                .param("threads", "2")
                .param("messages", "10000"));

        assertTrue(figure(result, "nanosPerMessage") > 0);
        assertTrue(figure(result, "bytesPerMessage") >= 8, "the figure includes the message");
    }

    @ParameterizedTest
    @EnumSource
    void everyBufferPassesAllMessages(Buffer buffer) throws Exception {
        assertTimed(once("ChannelHandOff")
                .param("impl", "channel")
                .param("buffer", buffer.name())
                .param("threads", "4")
                .param("messages", "4000"));
    }

    @ParameterizedTest
    @MethodSource("withBuffers")
    void thePingPongPassesAllMessages(String name) throws Exception {
        assertTimed(once("ChannelPingPong").param("impl", name).param("capacity", "1").param("messages", "1000"));
    }

    @ParameterizedTest
    @CsvSource({"channel, 1", "channel, 4", "receive, 1", "receive, 4", "jox, 1", "jox, 4"})
    void aSelectionReceivesAllMessages(String name, String producers) throws Exception {
        assumeThisJvmHas(name);

        assertTimed(once("SelectHandOff")
                .param("impl", name)
                .param("producers", producers)
                .param("messages", "10000"));
    }

    @ParameterizedTest
    @MethodSource("receivers")
    void receiversFindTheOnlyMessage(String name) throws Exception {
        for (int busyCount : new int[] {1, 4}) {
            FourChannels channels = new FourChannels(name, busyCount);
            assertEquals(busyCount, channels.busy().size());
            for (Conduit busy : channels.busy()) {
                Message message = new Message(0);
                busy.send(message);

                assertSame(message, channels.receiver().receive());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ChannelPair", "SelectPrefilled"})
    void jmhRunsTheTimedBenchmarks(String benchmark) throws Exception {
        List<String> names = contenders(
                        benchmark.equals("ChannelPair") ? ChannelPair.class : SelectPrefilled.class)
                .toList();

        for (RunResult result : run(once(benchmark)
                .param("impl", names.toArray(String[]::new))
                .measurementTime(TimeValue.milliseconds(20)))) {
            assertTrue(result.getPrimaryResult().getScore() > 0, result::toString);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"channel", "lbq", "jox"})
    @EnabledForJreRange(min = JRE.JAVA_21)
    void virtualThreadsPassAllMessages(String name) throws Exception {
        assertTimed(once("VirtualThreadHandOff")
                .param("impl", name)
                .param("pairs", "100")
                .param("messages", "10000"));
        assertTimed(once("VirtualThreadRing")
                .param("impl", name)
                .param("size", "100")
                .param("tokens", "10")
                .param("messages", "10000"));
    }

    @Test
    @EnabledForJreRange(max = JRE.JAVA_20)
    void olderJvmsHaveNoVirtualThreads() {
        assertThrows(UnsupportedOperationException.class, VirtualThreads::factory);
    }
}
