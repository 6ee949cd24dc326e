package dev.filch.stress.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A thread that may stop for ever can do so before each of its accesses. */
class StoppingThreadTest {

    private final ModelChecker checker = new ModelChecker(name -> false);

    @BeforeAll
    static void needsFibers() {
        Fibers.assumeAvailable();
    }

    @Test
    void threadStopsBeforeEachOfItsAccesses() {
        Report report = checker.explore(TwoWrites.class, false);
        assertTrue(report.passed(), report::toString);
        assertEquals(Set.of("stopped at 0", "stopped at 1", "ended at 2"), report.outcomes());
    }

    @Test
    void waitingThreadsAreReportedToScenario() {
        Report report = checker.explore(TwoWrites.class, true);
        assertTrue(report.passed(), report::toString);
        assertEquals(Set.of("stopped at 0 [reader]", "stopped at 1", "ended at 2"), report.outcomes());
    }

    /** By default no thread may wait for the stopped one. */
    @Test
    void waitingForStoppedThreadFailsByDefault() {
        Report report = checker.explore(Waits.class);
        assertTrue(report.found().failure().getMessage().contains("these do: [waiter]"), report::toString);
        assertEquals("stops for ever", lastOf(report, "writer").text());
    }

    private static Event lastOf(Report report, String thread) {
        List<Event> events =
                report.found().trace().stream().filter(event -> event.thread().equals(thread)).toList();
        return events.get(events.size() - 1);
    }

    /** The writer counts to two; the reader waits for one if {@code waits}. */
    static final class TwoWrites extends Scenario {

        private static final VarHandle COUNT = handle(TwoWrites.class);

        private int count;
        private String outcome;

        TwoWrites(boolean waits) {
            stoppingThread("writer", () -> {
                COUNT.setOpaque(this, 1);
                COUNT.setOpaque(this, 2);
            });
            thread("reader", () -> {
                while ((int) COUNT.getOpaque(this) == 0 && waits) {
                    Thread.onSpinWait();
                }
            });
        }

        @Override
        public void afterStop(List<String> waiting) {
            outcome = "stopped at " + COUNT.getOpaque(this) + (waiting.isEmpty() ? "" : " " + waiting);
        }

        @Override
        public void afterwards() {
            outcome = "ended at " + COUNT.getOpaque(this);
        }

        @Override
        public String outcome() {
            return outcome;
        }
    }

    /** The waiter waits for the writer's only write. */
    static final class Waits extends Scenario {

        private static final VarHandle COUNT = handle(Waits.class);

        private int count;

        Waits() {
            stoppingThread("writer", () -> COUNT.setOpaque(this, 1));
            thread("waiter", () -> {
                while ((int) COUNT.getOpaque(this) == 0) {
                    Thread.onSpinWait();
                }
            });
        }
    }

    private static VarHandle handle(Class<?> owner) {
        try {
            MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(owner, MethodHandles.lookup());
            return lookup.findVarHandle(owner, "count", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
