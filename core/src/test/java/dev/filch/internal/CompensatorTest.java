package dev.filch.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which compensator a thread has, and when it is notified. */
@Timeout(30)
class CompensatorTest {

    private static final class WithoutReplacement extends Compensator {

        @Override
        public boolean beforeBlocking() {
            return false;
        }

        @Override
        public void afterBlocking() {
            throw new AssertionError("called although beforeBlocking returned false");
        }

        /** The current thread's compensator while it is bound to this one. */
        Compensator currentWhileBound() {
            bind();
            try {
                return current();
            } finally {
                unbind();
            }
        }
    }

    private static final class CompensatedThread extends Thread implements Compensator.Compensated {

        private final Compensator own;
        private Compensator found;

        CompensatedThread(Compensator own) {
            this.own = own;
        }

        @Override
        public void run() {
            new WithoutReplacement().currentWhileBound();
            found = Compensator.current();
        }

        @Override
        public Compensator compensator() {
            return own;
        }
    }

    @Test
    void ordinaryThreadHasNoCompensator() {
        assertNull(Compensator.current());
    }

    @Test
    void boundCompensatorIsCurrentUntilItIsUnbound() throws Exception {
        WithoutReplacement bound = new WithoutReplacement();
        assertSame(bound, bound.currentWhileBound());
        assertNull(Compensator.current());
        Together.run(2, index -> {
            WithoutReplacement mine = new WithoutReplacement();
            assertSame(mine, mine.currentWhileBound(), "expected the compensator of this thread");
            return null;
        });
    }

    @Test
    void compensatedThreadUsesItsOwnCompensator() throws Exception {
        WithoutReplacement own = new WithoutReplacement();
        CompensatedThread thread = new CompensatedThread(own);
        thread.start();
        thread.join();
        assertSame(own, thread.found);
    }

    @Test
    void afterBlockingIsCalledOnlyIfTheThreadWasReplaced() {
        Compensator.endBlocking(Compensator.beginBlocking());
        WithReplacement compensator = new WithReplacement();
        compensator.bind();
        try {
            Compensator replaced = Compensator.beginBlocking();
            assertSame(compensator, replaced);
            assertEquals(0, compensator.afterBlockingCalls);
            Compensator.endBlocking(replaced);
            assertEquals(1, compensator.afterBlockingCalls);
        } finally {
            Compensator.unbind();
        }
    }

    private static final class WithReplacement extends Compensator {

        private int afterBlockingCalls;

        @Override
        public boolean beforeBlocking() {
            return true;
        }

        @Override
        public void afterBlocking() {
            afterBlockingCalls++;
        }
    }
}
