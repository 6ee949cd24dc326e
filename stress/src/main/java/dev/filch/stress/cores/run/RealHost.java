package dev.filch.stress.cores.run;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** The environment of a workload on real cores. */
final class RealHost implements Host {

    private static final long WINDOW_NANOS = 1_000_000;

    /** A run ends once a thread has sent this many messages, which fit in the young generation. */
    private static final int MAX_MESSAGES = 1_000_000;

    /** A run ends after this time at the latest. */
    private static final long MAX_NANOS = 300_000_000;

    private final long begun = System.nanoTime();
    private final long ownWorkNanos;
    private final List<RealAccount> accounts = new CopyOnWriteArrayList<>();
    private final ThreadLocal<RealAccount> own = ThreadLocal.withInitial(this::newAccount);
    private final AtomicInteger senders = new AtomicInteger();
    private volatile boolean over;
    private volatile long overAt;
    private volatile Throwable failure;

    RealHost(long ownWorkNanos) {
        this.ownWorkNanos = ownWorkNanos;
    }

    private RealAccount newAccount() {
        RealAccount account = new RealAccount();
        accounts.add(account);
        return account;
    }

    /** Runs the body of a thread. If the body throws, records that and ends the run. */
    void guard(Runnable body) {
        try {
            body.run();
        } catch (Throwable thrown) {
            failure = thrown;
            end();
        }
    }

    private void end() {
        if (!over) {
            overAt = System.nanoTime();
            over = true;
        }
    }

    /** Throws if a thread has failed, or a message was lost or duplicated. */
    void check(String work) {
        if (failure != null) {
            throw new IllegalStateException(work + " failed", failure);
        }
        Ledger all = new Ledger();
        accounts.forEach(account -> all.add(account.ledger));
        all.requireBalanced(work);
    }

    /**
     * Returns the messages per nanosecond that all threads together received, for each window of time in which no
     * receiver had ended. If the operating system interrupts a thread, that affects only a few windows. If threads
     * alternate in long bursts, each window still has their mean rate.
     */
    List<Double> rates() {
        List<RealAccount> receivers =
                accounts.stream().filter(account -> account.samples > 1).toList();
        if (receivers.isEmpty()) {
            return List.of();
        }
        long from = Long.MIN_VALUE;
        long until = overAt;
        for (RealAccount receiver : receivers) {
            from = Math.max(from, receiver.sampleTimes[0]);
            until = Math.min(until, receiver.sampleTimes[receiver.samples - 1]);
        }
        List<Double> rates = new ArrayList<>();
        for (long start = from; start + WINDOW_NANOS <= until; start += WINDOW_NANOS) {
            double messages = 0;
            for (RealAccount receiver : receivers) {
                messages += receiver.receivedUntil(start + WINDOW_NANOS) - receiver.receivedUntil(start);
            }
            rates.add(messages / WINDOW_NANOS);
        }
        return rates;
    }

    @Override
    public void expectSender() {
        senders.incrementAndGet();
    }

    @Override
    public void expectReceiver() {
    }

    @Override
    public void endSending() {
        senders.decrementAndGet();
    }

    @Override
    public Account account() {
        return own.get();
    }

    @Override
    public boolean isOver() {
        return over;
    }

    @Override
    public boolean isComplete() {
        if (!over || senders.get() > 0) {
            return failure != null;
        }
        // Receipts first: a thread records the messages that it sends before the receipt that caused them.
        long received = 0;
        for (RealAccount account : accounts) {
            received += account.receivedAcquire();
        }
        long sent = 0;
        for (RealAccount account : accounts) {
            sent += account.sentAcquire();
        }
        return received == sent || failure != null;
    }

    @Override
    public long now() {
        return 0;
    }

    @Override
    public void work() {
        if (ownWorkNanos > 0) {
            rest(ownWorkNanos);
        }
    }

    @Override
    public void rest(long nanos) {
        long start = System.nanoTime();
        while (System.nanoTime() - start < nanos) {
            Thread.onSpinWait();
        }
    }

    /** The account of one thread. Only that thread writes it. */
    private final class RealAccount implements Account {

        private static final int SAMPLE_INTERVAL = 64;

        private static final VarHandle SENT;
        private static final VarHandle RECEIVED;

        static {
            try {
                MethodHandles.Lookup lookup = MethodHandles.lookup();
                SENT = lookup.findVarHandle(RealAccount.class, "sent", long.class);
                RECEIVED = lookup.findVarHandle(RealAccount.class, "received", long.class);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        private final Ledger ledger = new Ledger();

        /** The time of every 64th receipt. */
        private long[] sampleTimes = new long[1024];

        private int samples;
        private long sent;
        private long received;

        @Override
        public void sent(long number) {
            ledger.sent(number);
            SENT.setRelease(this, sent + 1);
            if (sent % SAMPLE_INTERVAL == 0 && (sent >= MAX_MESSAGES || System.nanoTime() - begun > MAX_NANOS)) {
                end();
            }
        }

        @Override
        public void received(long number) {
            ledger.received(number);
            RECEIVED.setRelease(this, received + 1);
            if (received % SAMPLE_INTERVAL == 0) {
                if (samples == sampleTimes.length) {
                    sampleTimes = Arrays.copyOf(sampleTimes, 2 * samples);
                }
                sampleTimes[samples++] = System.nanoTime();
            }
        }

        long sentAcquire() {
            return (long) SENT.getAcquire(this);
        }

        long receivedAcquire() {
            return (long) RECEIVED.getAcquire(this);
        }

        @Override
        public void waited(long sentAt) {
        }

        /** Estimates how many messages were received between the first sample and a time before the last sample. */
        double receivedUntil(long time) {
            int next = Arrays.binarySearch(sampleTimes, 1, samples - 1, time);
            next = next < 0 ? -next - 1 : next;
            long start = sampleTimes[next - 1];
            return SAMPLE_INTERVAL * (next - 1 + (double) (time - start) / Math.max(1, sampleTimes[next] - start));
        }
    }
}
