package dev.filch.stress.cores.run;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parsed name of a workload. It consists of a kind and a subject, such as {@code hand-off/ring}. The suffix of
 * {@code outside/stealing-pool@baseline} selects the baseline's classes. The name of a pool workload may also contain
 * the numbers of submitters and workers, as in {@code outside/stealing-pool/16:64}; that of a trickle, the rate of all
 * submitters together, as in {@code trickle/stealing-pool/16:64/4M}.
 *
 * @param base kind and subject, such as {@code hand-off/ring}
 * @param baseline whether it runs on the baseline's classes
 * @param pair submitters and workers, such as {@code 16:64}; empty if the name does not contain them
 * @param rate tasks per second, such as {@code 4M}; empty if the name does not contain it
 */
public record WorkloadName(String base, boolean baseline, String pair, String rate) {

    private static final String BASELINE = "@baseline";
    private static final Set<String> POOL_KINDS = Set.of("outside", "trickle", "burst", "tree");
    private static final Pattern PAIR = Pattern.compile("(\\d{1,3}):(\\d{1,3})");
    private static final Pattern RATE = Pattern.compile("(\\d{1,6})([kM]?)");
    private static final int MAX_THREADS = 128;

    /** Checks that only pool workloads have submitters, and only trickles a rate. */
    public WorkloadName {
        if (!pair.isEmpty()) {
            checkPair(pair);
        }
        if (!rate.isEmpty()) {
            checkRate(rate);
        }
        if (!isPool(base) && !pair.isEmpty() || !base.startsWith("trickle/") && !rate.isEmpty()) {
            throw new IllegalArgumentException(
                    "only pool workloads have submitters and workers, and only a trickle has a rate: " + base);
        }
    }

    /**
     * Parses a name.
     *
     * @param name the name
     * @return its parts
     * @throws IllegalArgumentException if it does not have the form of a name
     */
    public static WorkloadName of(String name) {
        List<String> parts = Arrays.asList(name.split("/", -1));
        if (parts.size() < 2 || parts.size() > 4) {
            throw new IllegalArgumentException("no such workload: '" + name + "'");
        }
        String suffixed = parts.get(1);
        boolean isBaseline = suffixed.endsWith(BASELINE);
        String subject = isBaseline ? suffixed.substring(0, suffixed.length() - BASELINE.length()) : suffixed;
        boolean hasPair = parts.size() > 2 && parts.get(2).contains(":");
        int rateIndex = hasPair ? 3 : 2;
        if (parts.size() > rateIndex + 1) {
            throw new IllegalArgumentException("no such workload: '" + name + "'");
        }
        return new WorkloadName(parts.get(0) + "/" + subject, isBaseline, hasPair ? parts.get(2) : "",
                parts.size() > rateIndex ? parts.get(rateIndex) : "");
    }

    /**
     * Checks numbers of submitters and workers.
     *
     * @param pair both numbers, such as {@code 16:64}
     * @return the argument
     * @throws IllegalArgumentException if they are not two numbers whose sum is at most 128
     */
    public static String checkPair(String pair) {
        Matcher form = PAIR.matcher(pair);
        if (form.matches()) {
            int submitters = Integer.parseInt(form.group(1));
            int workers = Integer.parseInt(form.group(2));
            if (submitters > 0 && workers > 0 && submitters + workers <= MAX_THREADS) {
                return pair;
            }
        }
        throw new IllegalArgumentException("'" + pair + "' does not give numbers of submitters and workers, such as"
                + " 16:64, at most " + MAX_THREADS + " in total");
    }

    /**
     * Checks a rate.
     *
     * @param rate the number of tasks per second, such as {@code 4M}
     * @return the argument
     * @throws IllegalArgumentException if it is not a whole number greater than 0, optionally followed by k or M
     */
    public static String checkRate(String rate) {
        if (perSecond(rate) <= 0) {
            throw new IllegalArgumentException("'" + rate + "' is not a rate in tasks per second, such as 800k or 4M");
        }
        return rate;
    }

    private static long perSecond(String rate) {
        Matcher form = RATE.matcher(rate);
        if (!form.matches()) {
            return 0;
        }
        return Long.parseLong(form.group(1)) * switch (form.group(2)) {
            case "M" -> 1_000_000;
            case "k" -> 1_000;
            default -> 1;
        };
    }

    private static boolean isPool(String base) {
        return POOL_KINDS.contains(base.substring(0, base.indexOf('/')));
    }

    /**
     * Returns the workload's kind.
     *
     * @return the part of {@link #base} before the slash
     */
    public String kind() {
        return base.substring(0, base.indexOf('/'));
    }

    /**
     * Returns the queue, deque, pool or operation that the workload uses.
     *
     * @return the part of {@link #base} after the slash
     */
    public String subject() {
        return base.substring(base.indexOf('/') + 1);
    }

    /**
     * Whether the workload uses a pool.
     *
     * @return true if so
     */
    public boolean isPool() {
        return isPool(base);
    }

    /**
     * Whether the workload uses classes of Filch's module core, so that it can run on a baseline.
     *
     * @return true if so
     */
    public boolean usesCore() {
        return isPool() || kind().equals("steal") || subject().startsWith("ring") || subject().startsWith("injector");
    }

    /**
     * Returns the number of submitters.
     *
     * @return the number; 0 if the name does not contain it
     */
    public int submitters() {
        return pair.isEmpty() ? 0 : Integer.parseInt(pair.substring(0, pair.indexOf(':')));
    }

    /**
     * Returns the number of workers.
     *
     * @return the number; 0 if the name does not contain it
     */
    public int workers() {
        return pair.isEmpty() ? 0 : Integer.parseInt(pair.substring(pair.indexOf(':') + 1));
    }

    /**
     * Returns how many tasks all submitters together submit per second.
     *
     * @return the number; 0 if the name does not contain it
     */
    public long perSecond() {
        return perSecond(rate);
    }

    /**
     * Returns the name of the same workload on the classes of the baseline.
     *
     * @return the name
     */
    public WorkloadName onBaseline() {
        return new WorkloadName(base, true, pair, rate);
    }

    @Override
    public String toString() {
        return base + (baseline ? BASELINE : "") + (pair.isEmpty() ? "" : "/" + pair)
                + (rate.isEmpty() ? "" : "/" + rate);
    }
}
