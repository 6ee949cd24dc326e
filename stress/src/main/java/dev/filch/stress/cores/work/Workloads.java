package dev.filch.stress.cores.work;

import dev.filch.pool.SharedQueuePool;
import dev.filch.pool.WorkStealingPool;
import dev.filch.stress.cores.run.Workload;
import dev.filch.stress.cores.run.WorkloadName;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.function.IntFunction;

/** Creates workloads by name. */
public final class Workloads {

    private Workloads() {
    }

    /**
     * Creates a workload.
     *
     * @param name the name, in the form that {@link WorkloadName} describes
     * @return the workload
     * @throws IllegalArgumentException if there is no workload of that name
     */
    public static Workload create(String name) {
        WorkloadName parts = WorkloadName.of(name);
        String subject = parts.subject();
        return switch (parts.kind()) {
            case "hand-off" -> subject.equals("ring-batch")
                    ? new BatchHandOff()
                    : new HandOff(Queues.create(subject));
            case "pairs" -> new OfferAndPollPairs(Queues.create(subject));
            case "steal" -> new Steals();
            case "micro" -> new Micro(Micro.Operation.valueOf(constant(subject)));
            default -> new PoolWork(PoolWork.Source.valueOf(constant(parts.kind())), parts, pool(subject));
        };
    }

    private static String constant(String name) {
        return name.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private static IntFunction<ExecutorService> pool(String name) {
        return switch (name) {
            case "stealing-pool" -> workers -> WorkStealingPool.builder().workers(workers).build();
            case "shared-pool" -> workers -> SharedQueuePool.builder().workers(workers).build();
            default -> throw new IllegalArgumentException("no such pool: " + name);
        };
    }
}
