package dev.filch.internal.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The first start of the guard's thread fails. The group and the guard have no threads that run. */
class GuardStartTest {

    private static final OutOfMemoryError NO_THREAD = new OutOfMemoryError("unable to create native thread: made up");

    private final WorkerGroupProbe probe = WorkerGroupProbe.withoutThreads(1);
    private final UnstartedThreads unstarted = new UnstartedThreads();
    private int calls;

    /** The factory throws, or the thread that it makes does not start. */
    private ThreadFactory failingOnce(boolean isMade) {
        return body -> {
            if (++calls > 1) {
                return unstarted.newThread(body);
            }
            if (!isMade) {
                throw NO_THREAD;
            }
            return new Thread(body) {
                @Override
                public synchronized void start() {
                    throw NO_THREAD;
                }
            };
        };
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theNextCheckTriesAgain(boolean isMade) {
        StarvationGuard guard = new StarvationGuard(probe.group, probe.source, 1, failingOnce(isMade));
        probe.group.state().popAny();
        probe.group.state().endSearch();
        probe.source.queue.add(() -> { });
        guard.check();
        assertEquals(1, calls);
        assertSame(NO_THREAD, probe.reported.remove().getCause());
        assertTrue(GroupView.threads(probe.group).isEmpty(), "a thread that was not started is in the roster");
        guard.check();
        assertEquals(2, calls);
        assertEquals(1, unstarted.made.size());
        guard.check();
        assertEquals(2, calls, "the guard is armed and has a thread");
        assertTrue(probe.reported.isEmpty());
    }
}
