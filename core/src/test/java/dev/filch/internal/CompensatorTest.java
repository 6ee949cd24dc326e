package dev.filch.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a thread's compensator is found. */
@Timeout(30)
class CompensatorTest {

    private static final class Binding extends Compensator {

        @Override
        public boolean beforeBlocking() {
            return false;
        }

        @Override
        public void afterBlocking() {
            throw new AssertionError("nothing was announced");
        }

        /** What is found while the current thread is bound to this. */
        Compensator foundWhileBound() {
            bind();
            try {
                return current();
            } finally {
                unbind();
            }
        }
    }

    private static final class Knowing extends Thread implements Compensator.Compensated {

        private final Compensator own;
        private Compensator found;

        Knowing(Compensator own) {
            this.own = own;
        }

        @Override
        public void run() {
            new Binding().foundWhileBound();
            found = Compensator.current();
        }

        @Override
        public Compensator compensator() {
            return own;
        }
    }

    @Test
    void anOrdinaryThreadHasNone() {
        assertNull(Compensator.current());
    }

    @Test
    void aThreadIsBoundUntilItIsUnbound() throws Exception {
        Binding binding = new Binding();
        assertSame(binding, binding.foundWhileBound());
        assertNull(Compensator.current());
        Together.run(2, index -> {
            Binding mine = new Binding();
            assertSame(mine, mine.foundWhileBound(), "each thread has its own");
            return null;
        });
    }

    @Test
    void aThreadThatKnowsItsOwnIsNotAsked() throws Exception {
        Binding own = new Binding();
        Knowing thread = new Knowing(own);
        thread.start();
        thread.join();
        assertSame(own, thread.found);
    }

    @Test
    void onlyAThreadThatIsReplacedAnnouncesThatItGoesOn() {
        Compensator.endBlocking(Compensator.beginBlocking());
        Replacing replacing = new Replacing();
        replacing.bind();
        try {
            Compensator replaced = Compensator.beginBlocking();
            assertSame(replacing, replaced);
            assertEquals(0, replacing.returns);
            Compensator.endBlocking(replaced);
            assertEquals(1, replacing.returns);
        } finally {
            Compensator.unbind();
        }
    }

    private static final class Replacing extends Compensator {

        private int returns;

        @Override
        public boolean beforeBlocking() {
            return true;
        }

        @Override
        public void afterBlocking() {
            returns++;
        }
    }
}
