package dev.filch.stress.cores.run;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a workload's name says: its kind and what it runs on, as {@code hand-off/ring}. What it runs on may be that of
 * the baseline, as {@code outside/stealing-pool@baseline}. A pool may have its numbers of submitters and workers behind
 * that, as {@code outside/stealing-pool/16:64}, and a trickle the rate of all submitters together, as
 * {@code trickle/stealing-pool/16:64/4M}.
 *
 * @param base kind and contender, without all the rest
 * @param baseline whether it runs on the baseline's classes
 * @param pair submitters and workers, as {@code 16:64}; empty if half of the cores are submitters
 * @param rate tasks in a second, as {@code 4M}; empty if each submitter rests for a fixed time
 */
public record WorkName(String base, boolean baseline, String pair, String rate) {

    private static final String BASELINE = "@baseline";
    private static final Set<String> KINDS_OF_POOLS = Set.of("outside", "trickle", "burst", "tree");
    private static final Pattern PAIR = Pattern.compile("(\\d{1,3}):(\\d{1,3})");
    private static final Pattern RATE = Pattern.compile("(\\d{1,6})([kM]?)");
    private static final int MAX_THREADS = 128;

    /** Checks that only pools have submitters, and only trickles a rate. */
    public WorkName {
        if (!pair.isEmpty()) {
            checkPair(pair);
        }
        if (!rate.isEmpty()) {
            checkRate(rate);
        }
        if (!isOfPool(base) && !pair.isEmpty() || !base.startsWith("trickle/") && !rate.isEmpty()) {
            throw new IllegalArgumentException(
                    "only pools have submitters and workers, and only a trickle has a rate: " + base);
        }
    }

    /**
     * Reads a name.
     *
     * @param name the name
     * @return what it says
     * @throws IllegalArgumentException if it has not the form of one
     */
    public static WorkName of(String name) {
        List<String> parts = Arrays.asList(name.split("/", -1));
        if (parts.size() < 2 || parts.size() > 4) {
            throw new IllegalArgumentException("there is no work '" + name + "'");
        }
        String contender = parts.get(1);
        boolean isBaseline = contender.endsWith(BASELINE);
        String own = isBaseline ? contender.substring(0, contender.length() - BASELINE.length()) : contender;
        boolean hasPair = parts.size() > 2 && parts.get(2).contains(":");
        int rateAt = hasPair ? 3 : 2;
        if (parts.size() > rateAt + 1) {
            throw new IllegalArgumentException("there is no work '" + name + "'");
        }
        return new WorkName(parts.get(0) + "/" + own, isBaseline, hasPair ? parts.get(2) : "",
                parts.size() > rateAt ? parts.get(rateAt) : "");
    }

    /**
     * Checks a number of submitters and one of workers.
     *
     * @param pair both
     * @return the same
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
        throw new IllegalArgumentException("'" + pair + "' is not a number of submitters and one of workers, such as"
                + " 16:64, at most " + MAX_THREADS + " in all");
    }

    /**
     * Checks a rate.
     *
     * @param rate how many tasks in a second
     * @return the same
     * @throws IllegalArgumentException if it is not a whole number above 0, with or without k or M behind
     */
    public static String checkRate(String rate) {
        if (perSecond(rate) <= 0) {
            throw new IllegalArgumentException("'" + rate + "' is not a rate such as 800k or 4M tasks in a second");
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

    private static boolean isOfPool(String base) {
        return KINDS_OF_POOLS.contains(base.substring(0, base.indexOf('/')));
    }

    /**
     * The kind of the work.
     *
     * @return what stands before the slash
     */
    public String kind() {
        return base.substring(0, base.indexOf('/'));
    }

    /**
     * What the work runs on.
     *
     * @return what stands behind the slash
     */
    public String subject() {
        return base.substring(base.indexOf('/') + 1);
    }

    /**
     * Whether it is a pool's.
     *
     * @return true if so
     */
    public boolean isOfPool() {
        return isOfPool(base);
    }

    /**
     * Whether it runs on classes of Filch's module core, so that there can be a baseline.
     *
     * @return true if so
     */
    public boolean isOfCore() {
        return isOfPool() || kind().equals("steal") || subject().startsWith("ring") || subject().startsWith("injector");
    }

    /**
     * How many submitters a pool has.
     *
     * @return the number; 0 if the name does not say it
     */
    public int submitters() {
        return pair.isEmpty() ? 0 : Integer.parseInt(pair.substring(0, pair.indexOf(':')));
    }

    /**
     * How many workers a pool has.
     *
     * @return the number; 0 if the name does not say it
     */
    public int workers() {
        return pair.isEmpty() ? 0 : Integer.parseInt(pair.substring(pair.indexOf(':') + 1));
    }

    /**
     * How many tasks all submitters together submit in a second.
     *
     * @return the number; 0 if the name does not say it
     */
    public long perSecond() {
        return perSecond(rate);
    }

    /**
     * The same on the classes of the baseline.
     *
     * @return another name
     */
    public WorkName onBaseline() {
        return new WorkName(base, true, pair, rate);
    }

    @Override
    public String toString() {
        return base + (baseline ? BASELINE : "") + (pair.isEmpty() ? "" : "/" + pair)
                + (rate.isEmpty() ? "" : "/" + rate);
    }
}
