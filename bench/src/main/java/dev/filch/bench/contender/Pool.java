package dev.filch.bench.contender;

import java.util.OptionalLong;
import java.util.concurrent.Executor;

/** A running executor, as the harness sees it. Its own workers may submit tasks, too. */
public interface Pool extends Executor {

    /** Stops the executor after the accepted tasks. Returns at once. */
    void stop();

    /** Returns how many tasks (or batches) were stolen, as this executor counts them; empty if it does not. */
    default OptionalLong steals() {
        return OptionalLong.empty();
    }
}
