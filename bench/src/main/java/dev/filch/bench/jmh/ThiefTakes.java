package dev.filch.bench.jmh;

import dev.filch.queue.WorkDeque;
import org.openjdk.jmh.annotations.Param;

/**
 * The owner of a deque pushes new messages, and one thief takes all of them. The owner does not wait for the thief, so
 * the deque grows while the thief lags behind. The time includes this growth.
 */
public class ThiefTakes extends ShotBenchmark {

    /** The largest number of messages that the thief takes at once. It pops them from its own deque. */
    @Param({"1", "32"})
    public int batch;

    @Override
    int producers() {
        return 1;
    }

    @Override
    Line createLine() {
        return new TheftLine(WorkDeque.lifo(), batch);
    }
}
