package dev.filch.stress.model;

import static dev.filch.stress.model.Explorations.assertFails;
import static dev.filch.stress.model.Explorations.outcomes;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Threads whose classes override {@code start}. */
class OwnStartTest {

    private final ModelChecker checker = new ModelChecker(name -> false);

    @BeforeAll
    static void needsFibers() {
        Fibers.assumeAvailable();
    }

    /** The scenario's thread has the number 1. */
    @Test
    void overriddenStartMayThrowOrStart() {
        assertEquals(Set.of("own, an OwnStart, 2"), outcomes(checker, OwnStarts.class, false));
        assertEquals(Set.of("false own, an OwnStart, 2"), outcomes(checker, OwnStarts.class, true));
    }

    @Test
    void secondOverrideOfStartIsRefused() {
        assertFails("not simulated: the start method of", checker, TwoStartMethods.class);
    }

    /** If {@code fails} is set, the first start throws. */
    static class OwnStart extends Thread {

        private final Runnable work;
        private boolean fails;

        OwnStart(boolean fails, Runnable work) {
            super(null, null, "own", 1 << 20, false);
            this.fails = fails;
            this.work = work;
        }

        @Override
        public void start() {
            if (fails) {
                fails = false;
                throw new OutOfMemoryError("no more threads");
            }
            super.start();
        }

        @Override
        public void run() {
            work.run();
        }
    }

    /** Starts an {@link OwnStart}, whose start may fail, and records what the thread sees of itself. */
    static final class OwnStarts extends Scenario {

        private String outcome = "";

        OwnStarts(boolean fails) {
            thread("one", () -> {
                Thread started = new OwnStart(fails, () -> {
                    Thread current = Thread.currentThread();
                    outcome += current.getName() + (current instanceof OwnStart ? ", an OwnStart, " : ", ")
                            + current.getId();
                });
                started.setDaemon(true);
                started.setContextClassLoader(null);
                try {
                    started.start();
                } catch (OutOfMemoryError e) {
                    outcome = started.isAlive() + " ";
                    started.start();
                }
                try {
                    started.join();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
        }

        @Override
        public String outcome() {
            return outcome;
        }
    }

    /** Starts a thread whose class and superclass both override {@code start}. */
    static final class TwoStartMethods extends Scenario {

        TwoStartMethods() {
            thread("one", () -> new OwnStart(false, () -> { }) {
                @Override
                public void start() {
                    super.start();
                }
            }.start());
        }
    }
}
