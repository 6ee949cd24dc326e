package dev.filch.bench.jmh;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RelayTest {

    private final Line good = new SingleLine(new ConcurrentLinkedQueue<>());

    /** A line that receives what {@code receive} returns. */
    private Line receiving(Line receiver) {
        return new Line() {
            @Override
            public void send(int from, int to, Patience patience) throws InterruptedException {
                good.send(from, to, patience);
            }

            @Override
            public long receive(int count, Patience patience) throws InterruptedException {
                return receiver.receive(count, patience);
            }
        };
    }

    private static IllegalStateException failure(Line line, Duration limit) {
        try (Relay relay = new Relay(2, 100, limit)) {
            return assertThrows(IllegalStateException.class, () -> relay.pass(line));
        }
    }

    @Test
    void aShotReturnsFigures() throws InterruptedException {
        try (Relay relay = new Relay(2, 1_000, Duration.ofSeconds(30))) {
            relay.pass(good);
            Relay.Shot second = relay.pass(good);

            assertTrue(second.nanosPerMessage() > 0);
            assertTrue(second.failuresPerMessage() >= 0);
        }
    }

    @Test
    void consumersMaySend() throws InterruptedException {
        int size = 6;
        int messages = 10 * size;
        try (Relay relay = new Relay(0, size, messages, Duration.ofSeconds(30), Thread::new)) {
            assertTrue(relay.pass(new RingLine("channel", size, 3, messages)).nanosPerMessage() > 0);
        }
    }

    @Test
    void thereMayBeMoreProducersThanConsumers() throws InterruptedException {
        try (Relay relay = new Relay(4, 1, 1_000, Duration.ofSeconds(30), Thread::new)) {
            assertTrue(relay.pass(good).nanosPerMessage() > 0);
        }
    }

    @Test
    void aHungHandOffFails() {
        Line hanging = receiving(new Empty());

        IllegalStateException failure = failure(hanging, Duration.ofMillis(200));

        assertTrue(failure.getMessage().startsWith("not done"), failure::getMessage);
        assertTrue(failure.getMessage().contains("worker-1"), "the message contains a thread dump");
    }

    @Test
    void aHandOffThatThrowsFails() {
        Line throwing = receiving(new SingleLine(null));

        IllegalStateException failure = failure(throwing, Duration.ofSeconds(30));

        assertTrue(failure.getCause() instanceof NullPointerException, failure::toString);
    }

    @Test
    void lostMessagesAreFound() {
        Line forgetful = receiving(new Forgetful());

        IllegalStateException failure = failure(forgetful, Duration.ofSeconds(30));

        assertTrue(failure.getMessage().contains("lost"), failure::getMessage);
    }

    @Test
    void messagesMustDivideEquallyAmongThreads() {
        assertThrows(IllegalArgumentException.class, () -> new Relay(3, 100, Duration.ofSeconds(1)));
        assertThrows(IllegalArgumentException.class, () -> new Relay(0, 100, Duration.ofSeconds(1)));
        assertThrows(
                IllegalArgumentException.class, () -> new Relay(3, 1, 100, Duration.ofSeconds(1), Thread::new));
    }

    /** A line on which no message arrives. */
    private static final class Empty implements Line {
        @Override
        public void send(int from, int to, Patience patience) {}

        @Override
        public long receive(int count, Patience patience) {
            while (true) {
                patience.pause();
            }
        }
    }

    /** A line that does not add up the messages it receives. */
    private static final class Forgetful implements Line {
        @Override
        public void send(int from, int to, Patience patience) {}

        @Override
        public long receive(int count, Patience patience) {
            return 0;
        }
    }
}
