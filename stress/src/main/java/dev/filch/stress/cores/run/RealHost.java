package dev.filch.stress.cores.run;

import dev.filch.bench.measure.Statistics;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** The surroundings of a workload on real cores. */
final class RealHost implements Host {

    private static final long WINDOW_NANOS = 1_000_000;

    private final long ownWorkNanos;
    private final List<RealAccount> accounts = new CopyOnWriteArrayList<>();
    private final ThreadLocal<RealAccount> own = ThreadLocal.withInitial(this::newAccount);
    private final AtomicInteger senders = new AtomicInteger();
    private volatile boolean over;
    private volatile long measuredFrom = Long.MAX_VALUE;
    private volatile Throwable failure;

    RealHost(long ownWorkNanos) {
        this.ownWorkNanos = ownWorkNanos;
    }

    private RealAccount newAccount() {
        RealAccount account = new RealAccount();
        accounts.add(account);
        return account;
    }

    /** Keeps what a thread throws, and ends the run. */
    void guard(Runnable body) {
        try {
            body.run();
        } catch (Throwable thrown) {
            failure = thrown;
            over = true;
        }
    }

    void startsMeasuring() {
        measuredFrom = System.nanoTime();
    }

    void end() {
        over = true;
    }

    /** Fails unless all went well. */
    void check(String work) {
        if (failure != null) {
            throw new IllegalStateException(work + " failed", failure);
        }
        Ledger all = new Ledger();
        accounts.forEach(account -> all.add(account.ledger));
        all.require(work);
    }

    /**
     * The mean time between two messages, over all threads. The measured time is cut into windows, and their median
     * counts: a thread that the system has interrupted spoils some windows only, while threads that alternate in long
     * bursts have their mean in each.
     */
    double nanosPerMessage() {
        List<RealAccount> receivers =
                accounts.stream().filter(account -> account.stretches > 1).toList();
        long from = measuredFrom;
        long until = Long.MAX_VALUE;
        for (RealAccount receiver : receivers) {
            from = Math.max(from, receiver.firstEnd());
            until = Math.min(until, receiver.lastEnd());
        }
        List<Double> rates = new ArrayList<>();
        for (long start = from; start + WINDOW_NANOS <= until; start += WINDOW_NANOS) {
            double messages = 0;
            for (RealAccount receiver : receivers) {
                messages += receiver.receivedUntil(start + WINDOW_NANOS) - receiver.receivedUntil(start);
            }
            rates.add(messages / WINDOW_NANOS);
        }
        return rates.isEmpty() ? Double.NaN : 1 / Statistics.median(rates);
    }

    @Override
    public void expectSender() {
        senders.incrementAndGet();
    }

    @Override
    public void endsSending() {
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
        // Receipts first: a thread notes what it sends before it notes the receipt that made it send.
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

    /** The account of one thread; only that thread writes it. */
    private static final class RealAccount implements Account {

        private static final int STRETCH = 64;
        private static final int KEPT = 1 << 18;

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

        /** When each of the last stretches ended. */
        private final long[] ends = new long[KEPT];

        private int stretches;
        private long sent;
        private long received;

        @Override
        public void sent(long number) {
            ledger.sent(number);
            SENT.setRelease(this, sent + 1);
        }

        @Override
        public void received(long number) {
            ledger.received(number);
            RECEIVED.setRelease(this, received + 1);
            if (received % STRETCH == 0) {
                ends[stretches++ % KEPT] = System.nanoTime();
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

        long firstEnd() {
            return ends[Math.max(0, stretches - KEPT) % KEPT];
        }

        long lastEnd() {
            return ends[(stretches - 1) % KEPT];
        }

        /** How many messages were received until a time between the first and the last end that is kept. */
        double receivedUntil(long time) {
            int before = Math.max(0, stretches - KEPT);
            int after = stretches - 1;
            while (after - before > 1) {
                int middle = (before + after) >>> 1;
                if (ends[middle % KEPT] <= time) {
                    before = middle;
                } else {
                    after = middle;
                }
            }
            long start = ends[before % KEPT];
            double part = (double) (time - start) / Math.max(1, ends[after % KEPT] - start);
            return STRETCH * (before + part);
        }
    }
}
