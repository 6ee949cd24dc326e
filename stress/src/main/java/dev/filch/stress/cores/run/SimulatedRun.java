package dev.filch.stress.cores.run;

import dev.filch.stress.cores.engine.Costs;
import dev.filch.stress.cores.engine.Machine;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.LongStream;

/** Runs workloads on simulated machines. One at a time in a JVM. */
public final class SimulatedRun {

    /** A run that takes this many times its planned duration is stuck. */
    private static final long PATIENCE = 200;

    private static final int KEPT_CLASSES = 32;

    /**
     * Classes for a workload and a number of cores, which their initializers may have asked for. To rewrite them, and to
     * compile them at run time, takes longer than many a run.
     */
    private static final Map<Key, WorkloadClasses> CLASSES = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, WorkloadClasses> eldest) {
            return size() > KEPT_CLASSES;
        }
    };

    private SimulatedRun() {
    }

    private record Key(String work, int cores, CodeBase code) {
    }

    /**
     * Runs a workload.
     *
     * @param work its name, which {@code Workloads} knows
     * @param costs what things cost
     * @param asked how to run it
     * @return what it has shown
     * @throws dev.filch.stress.cores.engine.Stuck if it does not come to its end
     */
    public static RunResult run(String work, Costs costs, RunSettings asked) {
        RunSettings settings = asked.coveringTimeSlices(costs);
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
        machine.run(PATIENCE * until);
        host.ledger().require(work);
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
