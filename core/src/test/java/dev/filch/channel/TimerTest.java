package dev.filch.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Together;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Channels that fire by the clock. No test asserts that something happens in time, only that it is not early. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TimerTest {

    private static final Duration SHORT = Duration.ofMillis(5);
    private static final Duration LONG = Duration.ofDays(1);
    private static final Duration LONGEST = Duration.ofSeconds(Long.MAX_VALUE);
    private static final Duration MOST_NEGATIVE = Duration.ofSeconds(Long.MIN_VALUE);

    private static void assertStaysEmpty(Receiver<?> timer) throws Exception {
        assertNull(timer.tryReceive());
        assertNull(timer.receive(Duration.ofMillis(1)));
        assertEquals(0, timer.size());
    }

    @Test
    void illegalArgumentsAreRefused() {
        assertThrows(NullPointerException.class, () -> Channel.after(null));
        assertThrows(NullPointerException.class, () -> Channel.tick(null));
        for (Duration period : List.of(Duration.ZERO, Duration.ofNanos(-1), MOST_NEGATIVE)) {
            assertThrows(IllegalArgumentException.class, () -> Channel.tick(period));
        }
        assertThrows(NullPointerException.class, () -> Channel.never().receive(null));
        assertThrows(NullPointerException.class, () -> Channel.never().drainTo(null, 1));
        assertThrows(NullPointerException.class, () -> Channel.never().onReceive(null));
    }

    /** Negative delays include those whose nanoseconds overflow, or would overflow when the clock is subtracted. */
    @Test
    void delayOfZeroOrLessIsDueAtOnce() throws Exception {
        for (Duration delay : List.of(
                Duration.ZERO, Duration.ofNanos(-1), Duration.ofNanos(Long.MIN_VALUE), MOST_NEGATIVE)) {
            Receiver<Instant> timer = Channel.after(delay);
            assertEquals(1, timer.size(), delay::toString);
            assertNotNull(timer.tryReceive(), delay::toString);
            assertStaysEmpty(timer);
        }
    }

    @Test
    void hugeDelayIsNeverDue() throws Exception {
        for (Duration delay : List.of(
                Duration.ofNanos(Long.MAX_VALUE - 1), Duration.ofNanos(Long.MAX_VALUE), LONGEST)) {
            assertStaysEmpty(Channel.after(delay));
            assertStaysEmpty(Channel.tick(delay));
        }
    }

    @Test
    void afterFiresOnceAndNotBeforeItsTime() throws Exception {
        Instant before = Instant.now();
        long start = System.nanoTime();
        Receiver<Instant> timer = Channel.after(SHORT);
        Instant due = timer.receive();
        assertTrue(System.nanoTime() - start >= SHORT.toNanos());
        assertFalse(due.isBefore(before.plus(SHORT)), () -> due + " is less than 5 ms after " + before);
        assertStaysEmpty(timer);
        assertFalse(timer.isClosed());
    }

    @Test
    void timedReceiveEndsBeforeALaterTimer() throws Exception {
        assertNull(Channel.after(LONG).receive(SHORT));
        assertNull(Channel.tick(LONG).receive(SHORT));
        assertNotNull(Channel.after(SHORT).receive(LONG));
        assertNotNull(Channel.after(SHORT).receive(LONGEST));
    }

    @Test
    void tickFiresNotBeforeEachMultipleOfItsPeriod() throws Exception {
        long start = System.nanoTime();
        Receiver<Instant> timer = Channel.tick(SHORT);
        Instant last = Instant.MIN;
        for (int i = 1; i <= 5; i++) {
            Instant due = timer.receive();
            assertTrue(System.nanoTime() - start >= i * SHORT.toNanos(), "element " + i + " came early");
            assertTrue(due.isAfter(last), "expected a later instant");
            last = due;
        }
    }

    /** The instants of a tick are multiples of the period apart, also if some were missed. */
    @Test
    void tickDropsWhatItsReceiversMissed() throws Exception {
        Duration period = Duration.ofMillis(2);
        Receiver<Instant> timer = Channel.tick(period);
        long before = System.nanoTime();
        Instant first = timer.receive();
        // The next element is due within a period from now.
        Channel.after(Duration.ofMillis(20)).receive();
        assertEquals(1, timer.size());
        Instant missed = timer.receive();
        Instant next = timer.receive();
        long between = Duration.between(missed, next).toNanos();
        assertEquals(0, between % period.toNanos(), "expected multiples of the period");
        assertEquals(0, Duration.between(first, missed).toNanos() % period.toNanos());
        assertTrue(between >= Duration.ofMillis(18).toNanos(), "expected the missed elements to be dropped");
        assertTrue(between <= System.nanoTime() - before, "expected no element before its time");
    }

    /** Each of several receivers waits for one element; together they get as many different ones. */
    @Test
    void severalReceiversGetEachElementOnce() throws Exception {
        Receiver<Instant> timer = Channel.tick(Duration.ofMillis(1));
        int receivers = 4;
        int each = 10;
        List<List<Instant>> received = Together.run(receivers, index -> {
            List<Instant> own = new ArrayList<>();
            for (int i = 0; i < each; i++) {
                own.add(timer.receive());
            }
            return own;
        });
        Set<Instant> distinct = new TreeSet<>();
        received.forEach(distinct::addAll);
        assertEquals(receivers * each, distinct.size(), "expected each element to be received once");
    }

    /** An element is always due, so the receivers meet all the time. */
    @Test
    void elementsOfTheShortestPeriodAreReceivedOnce() throws Exception {
        Receiver<Instant> timer = Channel.tick(Duration.ofNanos(1));
        List<List<Instant>> received = Together.run(3, index -> {
            List<Instant> own = new ArrayList<>();
            for (int i = 0; i < 50_000; i++) {
                own.add(timer.receive());
            }
            return own;
        });
        Set<Instant> distinct = new HashSet<>();
        received.forEach(distinct::addAll);
        assertEquals(150_000, distinct.size(), "expected each element to be received once");
    }

    @Test
    void onlyOneOfSeveralReceiversGetsTheElementOfAfter() throws Exception {
        Receiver<Instant> timer = Channel.after(SHORT);
        List<Together.Running<Instant>> waiting = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            waiting.add(Together.start(timer::receive));
        }
        // The two that came too late wait without a deadline.
        while (waiting.stream().filter(each -> each.thread().getState() == Thread.State.WAITING).count() < 2) {
            Thread.onSpinWait();
        }
        timer.cancel();
        int got = 0;
        for (Together.Running<Instant> each : waiting) {
            try {
                assertNotNull(each.join());
                got++;
            } catch (ExecutionException e) {
                assertEquals(ChannelClosedException.class, e.getCause().getClass());
            }
        }
        assertEquals(1, got);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void cancelEndsATimer(boolean due) throws Exception {
        Receiver<Instant> timer = Channel.after(due ? Duration.ZERO : LONG);
        assertEquals(List.of(), timer.cancel());
        assertTrue(timer.isClosed());
        assertThrows(ChannelClosedException.class, timer::tryReceive);
        assertThrows(ChannelClosedException.class, timer::receive);
        assertThrows(ChannelClosedException.class, () -> timer.receive(SHORT));
        assertEquals(0, timer.size());
        assertFalse(timer.iterator().hasNext());
    }

    @Test
    void cancelWakesWaitingReceivers() throws Exception {
        for (Receiver<?> timer : List.of(Channel.after(LONG), Channel.tick(LONG))) {
            Together.Running<?> waiting = Together.start(timer::receive).awaitParkedTimed();
            timer.cancel();
            waiting.failure();
        }
        Receiver<Integer> never = Channel.never();
        Together.Running<Integer> waiting = Together.start(never::receive).awaitParked();
        assertTrue(never.toString().contains("receivers: 1 waiting"), never::toString);
        never.cancel();
        waiting.failure();
        assertTrue(never.toString().contains("closed"), never::toString);
    }

    @Test
    void interruptedReceiverLeavesTheElement() throws Exception {
        Receiver<Instant> timer = Channel.after(LONG);
        Together.Running<Instant> waiting = Together.start(timer::receive).awaitParkedTimed();
        waiting.thread().interrupt();
        assertEquals(InterruptedException.class, waiting.failure().getClass());
        assertTrue(timer.toString().contains("receivers: 0 waiting"), timer::toString);
        Receiver<Instant> due = Channel.after(Duration.ZERO);
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, due::receive);
        assertNotNull(due.tryReceive());
    }

    @Test
    void selectWaitsForTheEarliestTimer() throws Exception {
        Receiver<Instant> early = Channel.after(SHORT);
        Receiver<Instant> late = Channel.after(LONG);
        Receiver<String> never = Channel.never();
        long start = System.nanoTime();
        String chosen = Select.select(late.onReceive(due -> "late"), never.onReceive(e -> e),
                early.onReceive(due -> "early"));
        assertEquals("early", chosen);
        assertTrue(System.nanoTime() - start >= SHORT.toNanos() / 2, "expected the selection to wait");
        assertStaysEmpty(early);
    }

    @Test
    void selectPrefersItsTimeoutOrAnElementToALaterTimer() throws Exception {
        Receiver<Instant> timer = Channel.tick(LONG);
        Channel<String> channel = Channel.bounded(1);
        Select<String> select = Select.of(timer.onReceive(due -> "due"), channel.onReceive(e -> e));
        Together.Running<String> selecting = Together.start(select::run).awaitParkedTimed();
        channel.send("element");
        assertEquals("element", selecting.join());
        assertEquals("timeout", select.timeout(SHORT, () -> "timeout").run());
    }

    @Test
    void selectReceivesEveryTick() throws Exception {
        Receiver<Instant> timer = Channel.tick(Duration.ofMillis(1));
        Select<Instant> select = Select.of(timer.onReceive(due -> due), Channel.<Instant>never().onReceive(e -> e));
        Set<Instant> received = new TreeSet<>();
        for (int i = 0; i < 20; i++) {
            received.add(select.run());
        }
        assertEquals(20, received.size());
    }

    @Test
    void cancelOfATimerEndsASelection() throws Exception {
        Receiver<Instant> timer = Channel.after(LONG);
        Together.Running<Integer> selecting = Together.start(() -> Select.<Integer>select(
                timer.onReceive(due -> 1), Channel.<Integer>never().onReceive(e -> e))).awaitParkedTimed();
        timer.cancel();
        assertEquals(ChannelClosedException.class, selecting.failure().getClass());
    }

    /** The receiver itself waits for the time. */
    @Test
    void timersUseNoThread() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        List<Receiver<Instant>> timers = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            timers.add(Channel.after(SHORT));
            timers.add(Channel.tick(SHORT));
        }
        Together.Running<Instant> waiting = Together.start(Channel.after(LONG)::receive).awaitParkedTimed();
        List<Thread> added = new ArrayList<>(Thread.getAllStackTraces().keySet());
        added.removeAll(before);
        assertEquals(List.of(waiting.thread()), added, "expected no threads but the receiver");
        for (Receiver<Instant> timer : timers) {
            assertNotNull(timer.receive());
        }
        waiting.thread().interrupt();
        waiting.failure();
    }

    @Test
    void timerCannotBeSentTo() throws Exception {
        @SuppressWarnings("unchecked")
        Channel<Instant> timer = (Channel<Instant>) Channel.after(LONG);
        assertThrows(UnsupportedOperationException.class, () -> timer.trySend(Instant.EPOCH));
        assertThrows(UnsupportedOperationException.class, () -> timer.send(Instant.EPOCH));
        assertThrows(UnsupportedOperationException.class, () -> timer.send(Instant.EPOCH, SHORT));
        assertThrows(UnsupportedOperationException.class, () -> timer.sendAll(List.of(Instant.EPOCH)));
        assertThrows(UnsupportedOperationException.class,
                () -> Select.of(timer.onSend(Instant.EPOCH, () -> 1)).orDefault(() -> 2).run());
        assertEquals(0, timer.sendAll(List.of()));
        assertEquals(1, timer.capacity());
    }
}
