package dev.filch.stress.cores.run;

import dev.filch.stress.cores.engine.Costs;
import dev.filch.stress.cores.engine.Machine;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.LongStream;

/** Runs workloads on simulated machines. A JVM can do only one run at a time. */
public final class SimulatedRun {

    /** A run is stuck if it takes this many times its planned duration. */
    private static final long STUCK_FACTOR = 200;

    private static final int MAX_CACHED_CLASSES = 32;

    /**
     * A cache of rewritten classes, because rewriting and compiling them often takes longer than a run. The key
     * contains the number of cores, which class initializers may have read.
     */
    private static final Map<Key, WorkloadClasses> CLASSES = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, WorkloadClasses> eldest) {
            return size() > MAX_CACHED_CLASSES;
        }
    };

    private SimulatedRun() {
    }

    private record Key(String work, int cores, CodeBase code) {
    }

    /**
     * Runs a workload.
     *
     * @param work the workload's name, which {@code Workloads} knows
     * @param costs the costs of the simulated machine
     * @param requested the settings; the run lasts longer if threads take turns
     * @return the result
     * @throws dev.filch.stress.cores.engine.StuckException if the run does not end
     */
    public static RunResult run(String work, Costs costs, RunSettings requested) {
        RunSettings settings = requested.coveringTimeSlices(costs);
        Machine machine = new Machine(costs, settings.cores(), settings.sockets(), settings.seed());
        SimulatedHost host = new SimulatedHost(machine, settings);
        machine.setUp(() -> {
            for (Workload.Role role : create(work, settings).prepare(host, settings.threads())) {
                machine.addThread(role.name(), role.body());
            }
        });
        long from = settings.warmUpNanos() * Machine.NANOSECOND;
        long until = from + settings.measuredNanos() * Machine.NANOSECOND;
        machine.counters().countWithin(from, until);
        machine.run(STUCK_FACTOR * until);
        host.ledger().requireBalanced(work);
        return result(machine, host, settings);
    }

    private static RunResult result(Machine machine, SimulatedHost host, RunSettings settings) {
        long[] served = host.served();
        long messages = LongStream.of(served).sum();
        double mean = (double) messages / served.length;
        return new RunResult(
                messages,
                messages * 1e9 / settings.measuredNanos(),
                served.length,
                LongStream.of(served).min().orElse(0) / mean,
                LongStream.of(served).max().orElse(0) / mean,
                host.waitingTimes().mean(),
                host.waitingTimes().percentile(50),
                host.waitingTimes().percentile(99),
                machine.counters().transfers(),
                machine.counters().paths());
    }

    private static Workload create(String work, RunSettings settings) {
        Key key = new Key(work, settings.cores(), settings.code());
        return CLASSES.computeIfAbsent(key, absent -> WorkloadClasses.simulated(absent.code)).create(work);
    }
}
