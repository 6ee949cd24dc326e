package dev.filch.internal.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.internal.Together;
import dev.filch.internal.WaiterList;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Events that cannot be recorded are dropped: no task is lost or run twice, and the threads are counted right. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FailingEventsTest extends GroupFixture {

    private static final int TASKS = 100;
    private static final int CAPACITY = 1_000;

    private final Set<String> failed = ConcurrentHashMap.newKeySet();

    static Stream<Throwable> failures() {
        return Stream.of(new IllegalStateException("made up"), new OutOfMemoryError("made up"),
                new StackOverflowError("made up"), new NoClassDefFoundError("made up"));
    }

    /** Events that all fail, except that those of a task's wait and run begin if {@code begin} says so. */
    private FlightEvents failing(Throwable failure, boolean begin) {
        return (FlightEvents) Proxy.newProxyInstance(
                FlightEvents.class.getClassLoader(), new Class<?>[] {FlightEvents.class}, (proxy, method, arguments) -> {
                    if (begin && method.getName().startsWith("begin")) {
                        return method.getName();
                    }
                    failed.add(method.getName());
                    throw failure;
                });
    }

    private void build(Throwable failure, boolean begin) {
        build(TestSettings.of(1).timed().bound(CAPACITY, QueueBound.Policy.ABORT, 0));
        probe.group.flight().begin(failing(failure, begin));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void everyTaskRunsOnceIfNoEventBegins(Throwable failure) throws Exception {
        build(failure, false);
        runTasks();
        assertEquals(Set.of("beginWait", "beginRun"), failed);
    }

    @ParameterizedTest
    @MethodSource("failures")
    void everyTaskRunsOnceIfNoEventEnds(Throwable failure) throws Exception {
        build(failure, true);
        runTasks();
        assertEquals(Set.of("endWait", "endRun"), failed);
    }

    private void runTasks() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        for (int i = 0; i < TASKS; i++) {
            submit(runs::incrementAndGet).get();
        }
        probe.group.awaitIdle(WaiterList.NO_DEADLINE);
        assertEquals(TASKS, runs.get());
        assertEquals(TASKS, probe.group.measurements().executed());
        assertEquals(0, probe.group.queuedTasks());
        assertEquals(1, probe.group.threads());
        assertTrue(probe.heard.isEmpty(), probe.heard::toString);
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aSpareThreadDoesItsWork(Throwable failure) throws Exception {
        build(failure, false);
        CountDownLatch other = new CountDownLatch(1);
        submit(() -> {
            submit(() -> {
                other.countDown();
                return null;
            });
            assertTrue(carrier().beforeBlocking());
            other.await();
            carrier().afterBlocking();
            return null;
        }).get();
        probe.group.awaitIdle(WaiterList.NO_DEADLINE);
        assertTrue(failed.contains("spareStarted"), failed::toString);
        assertEquals(2, probe.group.measurements().executed());
        assertEquals(2, probe.group.measurements().events(PoolEvent.THREAD_START));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aTaskIsRefusedOnce(Throwable failure) throws Exception {
        build(failure, false);
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch started = new CountDownLatch(1);
        probe.submit(() -> {
            started.countDown();
            Together.await(end);
        });
        started.await();
        for (int i = 0; i < CAPACITY; i++) {
            assertTrue(probe.group.tryExecute(() -> { }, Lane.NORMAL));
        }
        assertFalse(probe.group.tryExecute(() -> { }, Lane.NORMAL));
        assertEquals(1, probe.group.measurements().events(PoolEvent.REFUSAL));
        assertTrue(failed.contains("taskRefused"), failed::toString);
        end.countDown();
    }

    /** A new event must be added here. */
    @ParameterizedTest
    @MethodSource("failures")
    void noEventThrows(Throwable failure) {
        build(failure, false);
        Flight flight = probe.group.flight();
        TimedTask task = new TimedTask(() -> { }, Lane.NORMAL, 0, null);
        flight.beginWait();
        flight.endWait("event", probe.group, task);
        flight.beginRun(probe.group, task);
        flight.endRun("event");
        flight.spareStarted(probe.group);
        flight.taskRefused(probe.group, task);
        flight.starved(probe.group);
        flight.deadlinePassed(probe.group, true);
        Set<String> all = Stream.of(FlightEvents.class.getDeclaredMethods())
                .filter(method -> !method.isSynthetic()).map(method -> method.getName()).collect(Collectors.toSet());
        assertEquals(all, failed);
    }
}
