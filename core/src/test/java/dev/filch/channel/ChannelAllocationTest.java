package dev.filch.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Allocation;
import dev.filch.internal.Allocation.Operation;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Operations and selections that need not wait allocate nothing, except in an unbounded channel. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ChannelAllocationTest {

    private static final Duration LONG = Duration.ofDays(1);
    private static final Object ELEMENT = new Object();

    @BeforeAll
    static void warmUpReflection() throws ReflectiveOperationException {
        Allocation.warmUpReflection();
    }

    private static Named<Operation> named(String name, Operation operation) {
        return Named.of(name, operation);
    }

    static Stream<Named<Operation>> operations() {
        Channel<Object> channel = Channel.bounded(4);
        Channel<Object> full = Channel.dropOldest(1);
        Channel<Object> empty = Channel.rendezvous();
        Select<Object> sending = Select.of(empty.onReceive(e -> e), channel.onSend(ELEMENT, () -> ELEMENT));
        Select<Object> receiving = Select.of(empty.onSend(ELEMENT, () -> "sent"), channel.onReceive(e -> e));
        Select<Object> none = Select.of(empty.onReceive(e -> e)).orDefault(() -> ELEMENT);
        return Stream.of(
                named("send, receive", () -> {
                    channel.send(ELEMENT);
                    assertEquals(ELEMENT, channel.receive());
                }),
                named("send and receive with a timeout", () -> {
                    assertTrue(channel.send(ELEMENT, LONG));
                    assertEquals(ELEMENT, channel.receive(LONG));
                }),
                named("trySend, tryReceive", () -> {
                    assertTrue(channel.trySend(ELEMENT));
                    assertEquals(ELEMENT, channel.tryReceive());
                }),
                named("send that drops the oldest", () -> full.send(ELEMENT)),
                named("trySend and tryReceive without a partner",
                        () -> assertTrue(!empty.trySend(ELEMENT) && empty.tryReceive() == null)),
                named("selections", () -> {
                    assertEquals(ELEMENT, sending.run());
                    assertEquals(ELEMENT, receiving.run());
                }),
                named("selection with a default", () -> assertEquals(ELEMENT, none.run())));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void operationThatNeedNotWaitAllocatesNothing(Operation operation) throws Exception {
        Allocation.assertAllocates(0, operation);
    }
}
