package dev.filch.stress.cores.run;

import dev.filch.stress.cores.engine.CodePaths;
import java.util.Map;

/** The paths of the pools' methods. Some methods exist only in earlier versions of core, which may be the baseline. */
final class PoolPaths {

    private static final String CALLER = "caller";
    private static final String TASK = "task";
    private static final String SUBMIT = "submit";
    private static final String TAKE = "take";
    private static final String STEAL = "steal";
    private static final String SEARCH = "search";
    private static final String SLEEP = "sleep";
    private static final String WAKE = "wake";
    private static final String RUN = "run";

    static final CodePaths PATHS = new CodePaths(Map.ofEntries(
            Map.entry("PoolWork.submit", CALLER),
            Map.entry("PoolWork.submitRoots", CALLER),
            Map.entry("PoolWork$Job.run", TASK),
            Map.entry("PoolWork$Node.run", TASK),
            Map.entry("WorkStealingPool.execute", SUBMIT),
            Map.entry("SharedQueuePool.execute", SUBMIT),
            Map.entry("StealingSource.next", TAKE),
            Map.entry("SharedSource.next", TAKE),
            Map.entry("StealingSource.steal", STEAL),
            Map.entry("Worker.search", SEARCH),
            Map.entry("Worker.stopSearching", SEARCH),
            Map.entry("Worker.sleep", SLEEP),
            Map.entry("Worker.runTask", RUN),
            Map.entry("Crew.signalWork", WAKE),
            Map.entry("Crew.wakeIfWork", WAKE),
            Map.entry("StealingQueues.next", TAKE),
            Map.entry("SharedQueues.next", TAKE),
            Map.entry("StealingQueues.steal", STEAL),
            Map.entry("TaskRunner.run", RUN),
            Map.entry("Waker.signalWork", WAKE),
            Map.entry("Waker.signalBacklog", WAKE),
            Map.entry("Waker.wakeIfWork", WAKE)));

    private PoolPaths() {
    }
}
