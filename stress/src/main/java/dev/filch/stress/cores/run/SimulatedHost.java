package dev.filch.stress.cores.run;

import dev.filch.stress.cores.engine.Machine;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;

/** The environment of a workload on a simulated machine. */
final class SimulatedHost implements Host {

    private final Machine machine;
    private final RunSettings settings;
    private final long from;
    private final long until;
    private final Map<Thread, SimulatedAccount> accounts = new IdentityHashMap<>();
    private final Ledger ledger = new Ledger();
    private final WaitingTimes waitingTimes = new WaitingTimes();
    private int senders;
    private int receivers;

    SimulatedHost(Machine machine, RunSettings settings) {
        this.machine = machine;
        this.settings = settings;
        from = settings.warmUpNanos() * Machine.NANOSECOND;
        until = from + settings.measuredNanos() * Machine.NANOSECOND;
    }

    @Override
    public boolean isOver() {
        return machine.time() >= until;
    }

    @Override
    public void work() {
        // Not after the end: the backlog of tasks could take longer than the run.
        if (settings.ownWorkNanos() > 0 && !isOver()) {
            machine.spend(settings.ownWorkNanos() * Machine.NANOSECOND);
        }
    }

    @Override
    public void rest(long nanos) {
        machine.spend(nanos * Machine.NANOSECOND);
        machine.yield();
    }

    @Override
    public long now() {
        return machine.time() / Machine.NANOSECOND;
    }

    @Override
    public Account account() {
        return accounts.computeIfAbsent(machine.thread(), thread -> new SimulatedAccount());
    }

    @Override
    public void expectSender() {
        senders++;
    }

    @Override
    public void expectReceiver() {
        receivers++;
    }

    @Override
    public void endSending() {
        senders--;
    }

    @Override
    public boolean isComplete() {
        return senders == 0 && ledger.isBalanced() && isOver();
    }

    Ledger ledger() {
        return ledger;
    }

    /** Returns the number of messages that each receiver got in the measured time; 0 for a starved receiver. */
    long[] served() {
        long[] served = accounts.values().stream()
                .mapToLong(account -> account.served)
                .filter(count -> count > 0)
                .toArray();
        return Arrays.copyOf(served, Math.max(receivers, served.length));
    }

    WaitingTimes waitingTimes() {
        return waitingTimes;
    }

    /** The account of one simulated thread. */
    private final class SimulatedAccount implements Account {

        private long served;

        @Override
        public void sent(long number) {
            ledger.sent(number);
        }

        @Override
        public void received(long number) {
            ledger.received(number);
            served += isMeasured() ? 1 : 0;
        }

        @Override
        public void waited(long sentAt) {
            if (isMeasured()) {
                waitingTimes.add(now() - sentAt);
            }
        }

        private boolean isMeasured() {
            return machine.time() >= from && machine.time() < until;
        }
    }
}
