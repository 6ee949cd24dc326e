package dev.filch.bench;

import dev.filch.bench.contender.Contender;
import dev.filch.bench.contender.Contenders;
import dev.filch.bench.contender.Pool;
import java.util.function.BiConsumer;

/** Contenders that do not do what they should, made of one that does. */
public final class TestContenders {

    /** A contender without a fault. */
    public static final Contender GOOD = byId("thread-pool");

    private TestContenders() {}

    public static Contender byId(String id) {
        return Contenders.byId(id).orElseThrow();
    }

    /** A contender whose {@code execute} does this with the good one and a task. */
    public static Contender faulty(String id, BiConsumer<Pool, Runnable> execute) {
        return new Contender(id, id, false, (roster, workers) -> {
            Pool good = GOOD.opener().open(roster, workers);
            return new Pool() {
                @Override
                public void execute(Runnable task) {
                    execute.accept(good, task);
                }

                @Override
                public void stop() {
                    good.stop();
                }
            };
        });
    }

    /** A contender whose tasks throw. */
    public static Contender throwing(String message) {
        return faulty(
                "throwing",
                (pool, task) -> pool.execute(() -> {
                    throw new IllegalStateException(message);
                }));
    }
}
