package dev.filch.stress.cores.run;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** The surroundings of a workload on real cores. */
final class RealHost implements Host {

    private static final long WINDOW_NANOS = 1_000_000;

    /** A run ends once a thread has sent this many messages: few enough to fit in the young generation. */
    private static final int QUOTA = 1_000_000;

    /** Or after this time. */
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

    /** Keeps what a thread throws, and ends the run. */
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
     * How many messages a nanosecond were received by all threads, in each window of time while none had ended. A thread
     * that the system has interrupted spoils some windows only, while threads that alternate in long bursts have their
     * mean in each.
     */
    List<Double> rates() {
        List<RealAccount> receivers =
                accounts.stream().filter(account -> account.stretches > 1).toList();
        if (receivers.isEmpty()) {
            return List.of();
        }
        long from = Long.MIN_VALUE;
        long until = overAt;
        for (RealAccount receiver : receivers) {
            from = Math.max(from, receiver.ends[0]);
            until = Math.min(until, receiver.ends[receiver.stretches - 1]);
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
    private final class RealAccount implements Account {

        private static final int STRETCH = 64;

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

        /** When each stretch of messages ended. */
        private long[] ends = new long[1024];

        private int stretches;
        private long sent;
        private long received;

        @Override
        public void sent(long number) {
            ledger.sent(number);
            SENT.setRelease(this, sent + 1);
            if (sent % STRETCH == 0 && (sent >= QUOTA || System.nanoTime() - begun > MAX_NANOS)) {
                end();
            }
        }

        @Override
        public void received(long number) {
            ledger.received(number);
            RECEIVED.setRelease(this, received + 1);
            if (received % STRETCH == 0) {
                if (stretches == ends.length) {
                    ends = Arrays.copyOf(ends, 2 * stretches);
                }
                ends[stretches++] = System.nanoTime();
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

        /** How many messages were received until a time between the first and the last end. */
        double receivedUntil(long time) {
            int after = Arrays.binarySearch(ends, 1, stretches - 1, time);
            after = after < 0 ? -after - 1 : after;
            long start = ends[after - 1];
            return STRETCH * (after - 1 + (double) (time - start) / Math.max(1, ends[after] - start));
        }
    }
}
