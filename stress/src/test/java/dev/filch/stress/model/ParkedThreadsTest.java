package dev.filch.stress.model;

import static dev.filch.stress.model.Explorations.assertFails;
import static dev.filch.stress.model.Explorations.outcomes;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Threads that may stay parked after all others have ended. */
class ParkedThreadsTest {

    private final ModelChecker checker = new ModelChecker(name -> false);

    @BeforeAll
    static void needsFibers() {
        Fibers.assumeAvailable();
    }

    @Test
    void executionEndsWithThreadsThatMayStayParked() {
        assertEquals(Set.of("parked"), outcomes(checker, Pool.class, "", List.of("worker")));
    }

    @Test
    void otherThreadsMustNotStayParked() {
        assertFails("worker is parked for ever", checker, Pool.class, "", List.of());
        assertFails("no thread can continue: owner is parked for ever;", checker, Pool.class,
                "owner", List.of("worker"));
        assertFails("worker is parked for ever", checker, Pool.class, "owner", List.of("owner"));
    }

    @Test
    void lostWakeUpIsFoundInFinalState() {
        assertFails("the task has run", checker, Pool.class, "lost", List.of("worker"));
    }

    @Test
    void onlyParkMayLastForEver() {
        assertFails("worker spins for ever", checker, Pool.class, "spin", List.of("worker"));
        assertFails("owner waits for ever for the end of worker", checker, Pool.class, "join",
                List.of("worker", "owner"));
    }

    /** The park may time out before the execution ends, or not. */
    @Test
    void timedParkMayLastUntilTheEnd() {
        assertEquals(Set.of("parked", "ended"), outcomes(checker, TimedWorker.class, true));
        assertEquals(Set.of("ended"), outcomes(checker, TimedWorker.class, false));
    }

    @Test
    void threadThatMayStayParkedIsNotReportedAsWaitingForStoppedThread() {
        assertEquals(Set.of("stopped, others []", "ended"), outcomes(checker, Stopping.class, true));
        assertEquals(Set.of("stopped, others []", "stopped, others [worker]", "ended"),
                outcomes(checker, Stopping.class, false));
    }

    /** An owner submits a task to a worker, correctly or with a mistake. */
    static final class Pool extends Scenario {

        private final Thread worker;
        private volatile boolean task;
        private volatile boolean idle;
        private volatile boolean ran;

        Pool(String how, List<String> parked) {
            parked.forEach(this::mayStayParked);
            worker = new Thread(() -> work(how), "worker");
            worker.start();
            thread("owner", () -> {
                task = true;
                if (idle) {
                    LockSupport.unpark(worker);
                }
                if (how.equals("owner")) {
                    LockSupport.park(this);
                    LockSupport.park(this);
                } else if (how.equals("join")) {
                    join();
                }
            });
        }

        private void join() {
            try {
                worker.join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        private void work(String how) {
            while (true) {
                if (!how.equals("lost")) {
                    idle = true;
                }
                ran |= task;
                if (how.equals("spin")) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.park(this);
                }
                if (how.equals("lost")) {
                    idle = true;
                }
            }
        }

        @Override
        public void afterwards() {
            require(ran, "the task has run");
        }

        @Override
        public String outcome() {
            return worker.isAlive() ? "parked" : "ended";
        }
    }

    /** A worker without tasks. */
    static final class TimedWorker extends Scenario {

        private final Thread worker = new Thread(() -> LockSupport.parkNanos(this, 10), "worker");

        TimedWorker(boolean mayStayParked) {
            if (mayStayParked) {
                mayStayParked("worker");
            }
            worker.start();
        }

        @Override
        public String outcome() {
            return worker.isAlive() ? "parked" : "ended";
        }
    }

    /** A worker parks; a thread that may stop before wakes it. */
    static final class Stopping extends Scenario {

        private String outcome = "ended";

        Stopping(boolean mayStayParked) {
            if (mayStayParked) {
                mayStayParked("worker");
            }
            Thread worker = new Thread(() -> LockSupport.park(this), "worker");
            worker.start();
            stoppingThread("waker", () -> LockSupport.unpark(worker));
        }

        @Override
        public void afterStop(List<String> waiting) {
            outcome = "stopped, others " + waiting;
        }

        @Override
        public String outcome() {
            return outcome;
        }
    }
}
