package dev.filch.stress.model;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The explorer misses nothing that the memory allows, and says what went wrong. */
class ModelCheckerTest {

    private final ModelChecker checker = new ModelChecker(name -> false);

    @BeforeAll
    static void needsFibers() {
        Fibers.assumeAvailable();
    }

    @Test
    void aWakeUpForNoReasonDoesNotSaveALostOne() {
        assertFails("sleeper is parked for ever", LostWakeUp.class, true);
        assertFails("sleeper is parked for ever", LostWakeUp.class, false);
    }

    private void assertFails(String meaning, Class<? extends Scenario> scenario, Object... arguments) {
        Report report = checker.explore(scenario, arguments);
        assertNotNull(report.found(), report::toString);
        assertTrue(report.found().failure().getMessage().contains(meaning), report::toString);
    }

    /** The sleeper looks first and then says that it sleeps. */
    static final class LostWakeUp extends Scenario {

        private static final VarHandle AWAKE;
        private static final VarHandle WAITER;

        static {
            try {
                MethodHandles.Lookup lookup = MethodHandles.lookup();
                AWAKE = lookup.findVarHandle(LostWakeUp.class, "awake", int.class);
                WAITER = lookup.findVarHandle(LostWakeUp.class, "waiter", Thread.class);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        private int awake;
        private Thread waiter;

        LostWakeUp(boolean again) {
            thread("sleeper", () -> {
                while ((int) AWAKE.getVolatile(this) == 0) {
                    WAITER.setVolatile(this, Thread.currentThread());
                    LockSupport.park(this);
                    if (!again) {
                        return;
                    }
                }
            });
            thread("waker", () -> {
                AWAKE.setVolatile(this, 1);
                Thread sleeper = (Thread) WAITER.getVolatile(this);
                if (sleeper != null) {
                    LockSupport.unpark(sleeper);
                }
            });
        }
    }
}
