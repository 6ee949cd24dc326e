package dev.filch.pool;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.UnaryOperator;

/** The task decorator of a pool. Counts the tasks that it decorates, and their runs. */
final class SoakDecorator implements UnaryOperator<Runnable> {

    /** What the decorator does in one call of 16, besides counting. */
    enum Manner { NOTHING, THROWS }

    /** Thrown by the decorator, and then by the submission. The task does not run, and the pool does not count it. */
    static final class Refusal extends RejectedExecutionException {
        private static final long serialVersionUID = 1;

        Refusal() {
            super("from the decorator");
        }
    }

    private static final int INTERVAL = 16;

    private final SoakConfig config;
    private final LongAdder calls = new LongAdder();
    private final LongAdder decorated = new LongAdder();
    private final LongAdder runs = new LongAdder();

    SoakDecorator(SoakConfig config) {
        this.config = config;
    }

    @Override
    public Runnable apply(Runnable task) {
        calls.increment();
        if (config.decorator() == Manner.THROWS && calls.sum() % INTERVAL == 0) {
            throw new Refusal();
        }
        decorated.increment();
        return () -> {
            runs.increment();
            task.run();
        };
    }

    long decorated() {
        return decorated.sum();
    }

    long runs() {
        return runs.sum();
    }
}
