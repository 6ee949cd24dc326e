package dev.filch.bench.judge;

import dev.filch.bench.jmh.Age;
import dev.filch.bench.jmh.ArrayHandOff;
import dev.filch.bench.jmh.Baseline;
import dev.filch.bench.jmh.Footprint;
import dev.filch.bench.jmh.HandOff;
import dev.filch.bench.jmh.OwnerPair;
import dev.filch.bench.jmh.StealBatch;
import dev.filch.bench.jmh.ThiefTakes;
import dev.filch.bench.jmh.UncontendedPair;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The work of one fork.
 *
 * @param contender the name of the measured contender, for a reader
 * @param benchmark the benchmark's name in JMH
 * @param parameters the benchmark's parameters
 * @param effort the number and length of its iterations
 * @param jar the earlier bench jar that it runs from; null for this program
 */
public record Task(
        String contender, String benchmark, Map<String, String> parameters, Effort effort, String jar) {

    static final Task FETCH_AND_ADD = of("fetch-and-add", Baseline.class, "fetchAndAdd", Map.of(), Effort.TIMED);
    static final Task CLOCK_READ = of("clock read", Baseline.class, "nanoTime", Map.of(), Effort.TIMED);
    static final Task NEW_MESSAGE = of("message", Baseline.class, "newMessage", Map.of(), Effort.TIMED);

    private static final String IMPLEMENTATION = "impl";

    /** The parameter for the age of the structure. */
    static final String AGE = "age";

    /** The parameter for the number of producers, and of consumers. */
    static final String THREADS = "threads";

    /** The parameter for the number of workers of a pool whose workers submit the tasks. */
    static final String WORKERS = "workers";

    /** The parameter for the number of producers of one consumer. */
    static final String PRODUCERS = "producers";

    /** The parameter for the number of messages of a shot. */
    static final String MESSAGES = "messages";

    /** The parameter for the feature that is switched on in a pool. */
    static final String FEATURE = "feature";

    /** The parameters in which the contenders of a cell differ. */
    private static final Set<String> CONTENDER = Set.of(IMPLEMENTATION, FEATURE);

    private static final String BATCH = "batch";

    private static final Set<String> SLOW = Set.of("clq", "ltq", "abq", "lbq", "reentrant-lock");
    private static final String SLOWEST = "synchronized";

    /** Creates a task that runs from this program. */
    public Task(String contender, String benchmark, Map<String, String> parameters, Effort effort) {
        this(contender, benchmark, parameters, effort, null);
    }

    private static Task of(
            String contender, Class<?> benchmark, String method, Map<String, String> parameters, Effort effort) {
        return new Task(contender, benchmark.getName() + "." + method, new TreeMap<>(parameters), effort);
    }

    /** Returns the task of a benchmark's method for one of several implementations. */
    static Task ofImplementation(
            String implementation, Class<?> benchmark, String method, Map<String, Object> parameters, Effort effort) {
        Map<String, String> texts = new TreeMap<>();
        parameters.forEach((name, value) -> texts.put(name, value.toString()));
        texts.put(IMPLEMENTATION, implementation);
        return of(implementation, benchmark, method, texts, effort);
    }

    /** Returns the same task with another contender's name. */
    Task named(String name) {
        return new Task(name, benchmark, parameters, effort, jar);
    }

    static Task uncontended(String queue, Age age) {
        return of(
                queue,
                UncontendedPair.class,
                "offerPoll",
                Map.of(IMPLEMENTATION, queue, AGE, age.name()),
                Effort.TIMED);
    }

    static Task handOff(String queue, int threads, int batch, Age age) {
        return of(
                batch == 1 ? queue : queue + " by " + batch,
                HandOff.class,
                "pass",
                Map.of(
                        IMPLEMENTATION,
                        queue,
                        THREADS,
                        String.valueOf(threads),
                        BATCH,
                        String.valueOf(batch),
                        AGE,
                        age.name()),
                queue.equals(SLOWEST) ? Effort.FEW_SHOTS : SLOW.contains(queue) ? Effort.SLOW_SHOTS : Effort.SHOTS);
    }

    /** Batches through the ring, from and into arrays. */
    static Task arrays(int threads, int batch, Age age) {
        return of(
                "ring, arrays of " + batch,
                ArrayHandOff.class,
                "pass",
                Map.of(THREADS, String.valueOf(threads), BATCH, String.valueOf(batch), AGE, age.name()),
                Effort.SHOTS);
    }

    static Task owner(String deque, Age age) {
        return of(
                deque, OwnerPair.class, "pushPop", Map.of(IMPLEMENTATION, deque, AGE, age.name()), Effort.TIMED);
    }

    static Task thief(int batch) {
        return of(
                "thief by " + batch,
                ThiefTakes.class,
                "pass",
                Map.of(BATCH, String.valueOf(batch), AGE, Age.YOUNG.name()),
                Effort.SHOTS);
    }

    /** A benchmark of {@link StealBatch}. */
    static Task stealing(String name, String method, Age age) {
        return of(name, StealBatch.class, method, Map.of(AGE, age.name()), Effort.TIMED);
    }

    static Task footprint(String structure) {
        return of(structure, Footprint.class, "walk", Map.of(IMPLEMENTATION, structure), Effort.ONCE);
    }

    /** Returns the same task, run from an earlier bench jar. */
    Task before(String earlier) {
        return new Task(contender + ", before", benchmark, parameters, effort, earlier);
    }

    /** Returns the age of the structure, in lower case; empty if the task has none. */
    public String age() {
        return parameters.getOrDefault(AGE, "").toLowerCase(Locale.ROOT);
    }

    /** Returns how many threads it runs at the same time. */
    public int threads() {
        int consumers = parameters.containsKey(PRODUCERS) ? 1 : 0;
        return 2 * count(THREADS) + count(WORKERS) + count(PRODUCERS) + consumers;
    }

    private int count(String parameter) {
        return Integer.parseInt(parameters.getOrDefault(parameter, "0"));
    }

    /** Returns the benchmark and the parameters that all contenders share. They are measured one after the other. */
    public String cell() {
        String rest = parameters.entrySet().stream()
                .filter(parameter -> !CONTENDER.contains(parameter.getKey()))
                .map(parameter -> parameter.getKey() + " " + parameter.getValue().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        String simpleName = benchmark.substring(benchmark.lastIndexOf('.', benchmark.lastIndexOf('.') - 1) + 1);
        String name = simpleName.substring(0, simpleName.indexOf('.'));
        return rest.isEmpty() ? name : name + ", " + rest;
    }
}
