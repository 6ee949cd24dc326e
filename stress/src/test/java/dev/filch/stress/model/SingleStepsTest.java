package dev.filch.stress.model;

import static dev.filch.stress.model.Explorations.assertFails;
import static dev.filch.stress.model.Explorations.assertPasses;
import static dev.filch.stress.model.Explorations.outcomes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.queue.InjectorScenario;
import java.util.Set;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Calls of selected classes are single steps. */
class SingleStepsTest {

    private static final String CELLS = SampleCells.class.getName();

    private final ModelChecker normal = new ModelChecker(name -> name.startsWith(CELLS));
    private final ModelChecker inSteps = normal.withSingleSteps(CELLS);

    @BeforeAll
    static void needsFibers() {
        Fibers.assumeAvailable();
    }

    @Test
    void callIsSeenAsAWholeOrNotAtAll() {
        assertEquals(Set.of("00", "01", "10", "11"), outcomes(normal, Whole.class));
        assertEquals(Set.of("00", "11"), outcomes(inSteps, Whole.class));
    }

    /** The calls are ordered like volatile accesses, although their accesses are opaque. */
    @Test
    void callsAndVolatileAccessesHaveOneOrder() {
        assertTrue(outcomes(normal, StoreBuffering.class, false).contains("00"));
        assertEquals(Set.of("01", "10", "11"), outcomes(inSteps, StoreBuffering.class, false));
        assertTrue(outcomes(normal, StoreBuffering.class, true).contains("00"));
        assertEquals(Set.of("01", "10", "11"), outcomes(inSteps, StoreBuffering.class, true));
    }

    @Test
    void callOrdersOtherMemoryOnlyByItsOwnAccesses() {
        assertFails("data race on Message.data", inSteps, Message.class, false);
        assertEquals(Set.of("0", "1"), outcomes(inSteps, Message.class, true));
    }

    @Test
    void callIsNeitherInterruptedNorFailsSpuriously() {
        assertEquals(Set.of("1 true false", "2 false true", "3 true true"), outcomes(normal, Counting.class));
        assertEquals(Set.of("3 true true"), outcomes(inSteps, Counting.class));
    }

    @Test
    void exceptionEndsStep() {
        assertEquals(Set.of("00", "01", "11"), outcomes(inSteps, Throwing.class));
    }

    @Test
    void waitWithinStepFails() {
        assertPasses(normal, Waiting.class, "awaitSecond");
        assertFails("a wait within a single step", inSteps, Waiting.class, "awaitSecond");
        assertFails("does not terminate", inSteps, Waiting.class, "spinAlone");
    }

    @Test
    void reportNamesClassesAndLimits() {
        ModelChecker bounded = inSteps.with(Limits.DEFAULT.withPreemptions(2));
        String report = bounded.explore(Whole.class).toString();
        assertTrue(report.contains("preemptions 2, stale reads 2"), report);
        assertTrue(report.endsWith("; single steps: " + CELLS + "]"), report);
    }

    /** The scenario is in the same package as the queue, but only calls of the queue are single steps. */
    @Test
    void queueInSingleStepsHasFewerStates() {
        ModelChecker queues = new ModelChecker(name -> name.matches("dev[.]filch[.](queue|internal)[.].*"));
        Object[] arguments = {0L, 1, 1, new String[] {"o", "o", "p"}};
        Report whole = queues.explore(InjectorScenario.class, arguments);
        Report inSteps = queues.withSingleSteps("dev.filch.queue.").explore(InjectorScenario.class, arguments);
        assertTrue(whole.passed() && inSteps.passed(), inSteps::toString);
        assertTrue(inSteps.states() < whole.states() / 20,
                "expected less than a twentieth of " + whole.states() + " states, but got " + inSteps.states());
    }

    /** One thread writes both cells, the other reads both. */
    static final class Whole extends Scenario {

        private final SampleCells cells = new SampleCells();
        private String outcome;

        Whole() {
            thread("writer", () -> cells.setOpaque(1));
            thread("reader", () -> outcome = cells.bothOpaque());
        }

        @Override
        public String outcome() {
            return outcome;
        }
    }

    /**
     * Each thread writes its own cells and reads the other's. If {@code mixed}, one pair of cells is replaced by a
     * volatile field.
     */
    static final class StoreBuffering extends Scenario {

        private final SampleCells left = new SampleCells();
        private final SampleCells right = new SampleCells();
        private volatile int x;
        private int readLeft;
        private int readRight;

        StoreBuffering(boolean mixed) {
            thread("left", () -> {
                left.setOpaque(1);
                readRight = mixed ? x : right.secondOpaque();
            });
            thread("right", () -> {
                if (mixed) {
                    x = 1;
                } else {
                    right.setOpaque(1);
                }
                readLeft = left.secondOpaque();
            });
        }

        @Override
        public String outcome() {
            return readLeft + "" + readRight;
        }
    }

    /** Passes a plain field on through cells whose accesses order it or not. */
    static final class Message extends Scenario {

        private final SampleCells cells = new SampleCells();
        private int data;
        private int read;

        Message(boolean ordered) {
            thread("writer", () -> {
                data = 1;
                if (ordered) {
                    cells.setRelease(1);
                } else {
                    cells.setOpaque(1);
                }
            });
            thread("reader", () -> {
                if ((ordered ? cells.secondAcquire() : cells.secondOpaque()) == 1) {
                    read = data;
                }
            });
        }

        @Override
        public String outcome() {
            return String.valueOf(read);
        }
    }

    /** Two threads add to a cell by a weak comparison, which may fail. */
    static final class Counting extends Scenario {

        private final SampleCells cells = new SampleCells();
        private boolean one;
        private boolean two;

        Counting() {
            thread("one", () -> one = cells.increment(1L, false));
            thread("two", () -> two = cells.increment(1L, false, "one more"));
        }

        @Override
        public String outcome() {
            IntSupplier first = cells::firstOpaque;
            return first.getAsInt() + " " + one + " " + two;
        }
    }

    /** After a call that throws, other threads may run between two accesses. */
    static final class Throwing extends Scenario {

        private final SampleCells cells = new SampleCells();
        private volatile int x;
        private volatile int y;
        private String outcome;

        Throwing() {
            thread("one", () -> {
                try {
                    cells.increment(1L, true);
                } catch (IllegalStateException e) {
                    x = 1;
                    y = 1;
                }
            });
            thread("two", () -> {
                int seen = y;
                outcome = seen + "" + x;
            });
        }

        @Override
        public String outcome() {
            return outcome;
        }
    }

    /** Waits within a call for the other thread, or for a condition that never holds. */
    static final class Waiting extends Scenario {

        private final SampleCells cells = new SampleCells();

        Waiting(String how) {
            thread("waiter", how.equals("awaitSecond") ? cells::awaitSecond : cells::spinAlone);
            thread("writer", () -> cells.setOpaque(1));
        }
    }
}
