package dev.filch.stress.model;

import static dev.filch.stress.model.Explorations.assertFails;
import static dev.filch.stress.model.Explorations.outcomes;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each simulated thread has its own values of thread-locals, and starts each execution with the initial values. */
class ThreadLocalsTest {

    private final ModelChecker checker = new ModelChecker(name -> false);

    @BeforeAll
    static void needsFibers() {
        Fibers.assumeAvailable();
    }

    @Test
    void eachThreadHasItsOwnValue() {
        assertEquals(Set.of("one null two null"), outcomes(checker, OwnValues.class, false));
    }

    @Test
    void supplierGivesInitialValueAndAnotherAfterRemoval() {
        assertEquals(Set.of("one first two first"), outcomes(checker, OwnValues.class, true));
    }

    @ParameterizedTest
    @CsvSource({"subclass, a subclass of ThreadLocal", "inheritable, InheritableThreadLocal.<init>",
            "reference, a reference to ThreadLocal.get"})
    void unsimulatedThreadLocalIsRefused(String how, String what) {
        assertFails("not simulated: " + what, checker, Refused.class, how);
    }

    /** Two threads set, read, remove and read again. */
    static final class OwnValues extends Scenario {

        private static final ThreadLocal<String> LOCAL = new ThreadLocal<>();
        private static final ThreadLocal<String> SUPPLIED = ThreadLocal.withInitial(() -> "first");

        private volatile int steps;
        private String one;
        private String two;

        OwnValues(boolean supplied) {
            ThreadLocal<String> local = supplied ? SUPPLIED : LOCAL;
            thread("one", () -> one = use(local, "one"));
            thread("two", () -> two = use(local, "two"));
        }

        private String use(ThreadLocal<String> local, String value) {
            String initial = local.get();
            local.set(value);
            steps = 1;
            String read = local.get();
            steps = 2;
            local.remove();
            String after = local.get();
            require(initial == after, "the value is the initial one again");
            return read + " " + after;
        }

        @Override
        public String outcome() {
            return one + " " + two;
        }
    }

    /** Thread-locals that are not simulated. */
    static final class Refused extends Scenario {

        Refused(String how) {
            thread("one", () -> {
                switch (how) {
                    case "subclass" -> new Counting().get();
                    case "inheritable" -> new InheritableThreadLocal<String>();
                    default -> {
                        Supplier<String> reference = new ThreadLocal<String>()::get;
                        reference.get();
                    }
                }
            });
        }
    }

    /** A subclass with its own initial value. */
    private static final class Counting extends ThreadLocal<Integer> {
        @Override
        protected Integer initialValue() {
            return 1;
        }
    }
}
