package dev.filch.bench;

import dev.filch.bench.contender.Contender;
import dev.filch.bench.contender.Contenders;
import dev.filch.bench.contender.Pool;
import java.util.function.BiConsumer;

/** Contenders with a fault, built on a correct one. */
public final class TestContenders {

    /** A correct contender. */
    public static final Contender GOOD = byId("thread-pool");

    private TestContenders() {}

    public static Contender byId(String id) {
        return Contenders.byId(id).orElseThrow();
    }

    /** Returns a contender whose {@code execute} calls the action with the correct one and the task. */
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

    /** Returns a contender whose tasks throw. */
    public static Contender throwing(String message) {
        return faulty(
                "throwing",
                (pool, task) -> pool.execute(() -> {
                    throw new IllegalStateException(message);
                }));
    }
}
