package dev.filch.pool;

import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** A listener that counts its calls, and sometimes throws or submits a task. */
final class SoakListener implements PoolListener {

    /** What the listener does in one call of 16, besides counting. */
    enum Manner { NOTHING, THROWS, SUBMITS }

    private static final int INTERVAL = 16;

    private final SoakConfig config;
    private final SoakLedger ledger;
    private final LongAdder calls = new LongAdder();
    private final Map<Object, Integer> before = new ConcurrentHashMap<>();
    private final LongAdder after = new LongAdder();
    private final LongAdder refusals = new LongAdder();
    private final LongAdder starvations = new LongAdder();
    private final LongAdder threadsStarted = new LongAdder();
    private final LongAdder threadsEnded = new LongAdder();
    private final Set<Object> refused = ConcurrentHashMap.newKeySet();

    /** Null until the pool has been built. */
    private volatile BookedService service;

    SoakListener(SoakConfig config, SoakLedger ledger) {
        this.config = config;
        this.ledger = ledger;
    }

    void setService(BookedService built) {
        service = built;
    }

    @Override
    public void beforeTask(Runnable task) {
        before.merge(task, 1, Integer::sum);
        act();
    }

    @Override
    public void afterTask(Runnable task, Throwable thrown) {
        after.increment();
        act();
    }

    @Override
    public void taskRefused(Runnable task) {
        refusals.increment();
        refused.add(task);
        if (config.listener() == Manner.THROWS) {
            act();
        }
    }

    @Override
    public void starved() {
        starvations.increment();
        act();
    }

    @Override
    public void threadStarted() {
        threadsStarted.increment();
        act();
    }

    @Override
    public void threadEnded() {
        threadsEnded.increment();
        act();
    }

    private void act() {
        calls.increment();
        SplittableRandom random = new SplittableRandom(config.seed() + calls.sum());
        if (service == null || random.nextInt(INTERVAL) > 0) {
            return;
        }
        if (config.listener() == Manner.THROWS) {
            SoakFault.throwOne("the listener", random);
        } else if (config.listener() == Manner.SUBMITS) {
            service.executeNothing();
        }
    }

    // The counts.

    long before() {
        return before.values().stream().mapToLong(Integer::intValue).sum();
    }

    /** How many times a task was about to run. */
    int before(Object task) {
        return before.getOrDefault(task, 0);
    }

    long after() {
        return after.sum();
    }

    long refusals() {
        return refusals.sum();
    }

    long starvations() {
        return starvations.sum();
    }

    long threadsStarted() {
        return threadsStarted.sum();
    }

    long threadsEnded() {
        return threadsEnded.sum();
    }

    /** Whether a task was refused or dropped. */
    boolean wasRefused(Object task) {
        return refused.contains(task);
    }
}
