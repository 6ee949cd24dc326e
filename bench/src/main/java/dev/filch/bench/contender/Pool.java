package dev.filch.bench.contender;

import java.util.OptionalLong;
import java.util.concurrent.Executor;

/** A running executor, as far as the harness needs to know it. Tasks come from outside and from its own workers. */
public interface Pool extends Executor {

    /** Begins the end: what was accepted still runs, then the workers go. Returns at once. */
    void stop();

    /** How many tasks (or batches) were stolen, as this executor counts it; empty where it does not. */
    default OptionalLong steals() {
        return OptionalLong.empty();
    }
}
