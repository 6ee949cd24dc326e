package dev.filch.stress.cores.run;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** The surroundings of a workload on real cores. */
final class RealHost implements Host {

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

    double nanosPerMessage() {
        double perNano = 0;
        for (RealAccount account : accounts) {
            perNano += account.messagesPerNano(measuredFrom);
        }
        return 1 / perNano;
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

        private static final int STRETCH = 256;
        private static final int KEPT = 1 << 14;

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

        double messagesPerNano(long from) {
            long[] durations = new long[KEPT];
            int count = 0;
            for (int i = Math.max(1, stretches - KEPT + 1); i < stretches; i++) {
                long start = ends[(i - 1) % KEPT];
                if (start >= from) {
                    durations[count++] = ends[i % KEPT] - start;
                }
            }
            if (count == 0) {
                return 0;
            }
            Arrays.sort(durations, 0, count);
            return (double) STRETCH / durations[count / 2];
        }
    }
}
