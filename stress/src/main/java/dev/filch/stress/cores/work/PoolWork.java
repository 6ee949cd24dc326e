package dev.filch.stress.cores.work;

import dev.filch.stress.cores.run.Account;
import dev.filch.stress.cores.run.Host;
import dev.filch.stress.cores.run.Workload;
import dev.filch.stress.cores.run.WorkloadName;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.function.IntFunction;

/** Submits tasks to a pool. A task is a message, which arrives when the task has run. */
final class PoolWork implements Workload {

    /** The source of tasks. */
    enum Source {
        /** Submitters submit tasks without a pause. */
        OUTSIDE,
        /** Each submitter pauses for 4 µs after each task; if there is a rate, until the next task is due. */
        TRICKLE,
        /** Each submitter pauses after a burst of tasks. */
        BURST,
        /** Submitters submit the roots of trees. Each task submits its two children, down to the leaves. */
        TREE
    }

    private static final long TRICKLE_REST_NANOS = 4_000;
    private static final int BURST_TASKS = 64;
    private static final long BURST_REST_NANOS = 50_000;
    private static final int TREE_DEPTH = 10;
    private static final int TREES_PER_WORKER = 2;
    private static final long POLL_NANOS = 1_000;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final Source source;
    private final WorkloadName name;
    private final IntFunction<ExecutorService> factory;
    private ExecutorService pool;

    /**
     * Creates a workload with the submitters and workers of its name. If the name has none, half of the cores are
     * submitters, or one core for a tree.
     *
     * @param factory creates a pool with a number of workers
     */
    PoolWork(Source source, WorkloadName name, IntFunction<ExecutorService> factory) {
        this.source = source;
        this.name = name;
        this.factory = factory;
    }

    @Override
    public List<Role> prepare(Host host, int cores) {
        int submitters = submitters(cores);
        int workers = name.workers() > 0 ? name.workers() : Math.max(1, cores - submitters);
        pool = factory.apply(workers);
        for (int i = 0; i < workers; i++) {
            host.expectReceiver();
        }
        List<Role> roles = new ArrayList<>();
        for (int i = 0; i < submitters; i++) {
            host.expectSender();
            int submitter = i;
            roles.add(new Role("submitter " + i, source == Source.TREE
                    ? () -> submitRoots(host, submitter, submitters, TREES_PER_WORKER * workers)
                    : () -> submit(host, submitter, submitters)));
        }
        return roles;
    }

    private int submitters(int cores) {
        if (name.submitters() > 0) {
            return name.submitters();
        }
        return source == Source.TREE ? 1 : Math.max(1, cores / 2);
    }

    private void submit(Host host, int submitter, int submitters) {
        Account account = host.account();
        long start = host.now();
        long first = (submitter + 1) * Message.PER_SENDER;
        for (long number = first; !host.isOver(); number++) {
            if (name.perSecond() > 0) {
                long before = (number - first) * submitters + submitter;
                restUntil(host, start + before * NANOS_PER_SECOND / name.perSecond());
            }
            account.sent(number);
            pool.execute(new Job(host, number, host.now()));
            if (source == Source.TRICKLE && name.perSecond() == 0) {
                host.rest(TRICKLE_REST_NANOS);
            } else if (source == Source.BURST && (number - first) % BURST_TASKS == BURST_TASKS - 1) {
                host.rest(BURST_REST_NANOS);
            }
        }
        awaitEnd(host);
    }

    private static void restUntil(Host host, long time) {
        if (host.now() < time) {
            host.rest(time - host.now());
        }
    }

    /** Submits this submitter's share of the roots. */
    private void submitRoots(Host host, int submitter, int submitters, int trees) {
        for (int i = submitter; i < trees; i += submitters) {
            submitNode(host, new TreePosition(i, trees, 1));
        }
        while (!host.isOver()) {
            host.rest(POLL_NANOS);
        }
        awaitEnd(host);
    }

    private static void awaitEnd(Host host) {
        host.endSending();
        while (!host.isComplete()) {
            host.rest(POLL_NANOS);
        }
    }

    private void submitNode(Host host, TreePosition position) {
        long number = position.number();
        host.account().sent(number);
        pool.execute(new Node(this, host, number, host.now(), position));
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }

    /** A task that submits nothing. */
    private static final class Job implements Runnable {

        private final Host host;
        private final Message message;

        Job(Host host, long number, long sentAt) {
            this.host = host;
            message = new Message(number, sentAt);
        }

        @Override
        public void run() {
            Account account = host.account();
            account.waited(message.sentAt);
            host.work();
            account.received(message.number);
        }
    }

    /** The position of a node in a tree. As in a heap, the children of index i are 2i and 2i + 1. */
    private static final class TreePosition {

        private static final int LEAVES = 1 << TREE_DEPTH;

        private final long tree;
        private final int trees;
        private final int index;

        TreePosition(long tree, int trees, int index) {
            this.tree = tree;
            this.trees = trees;
            this.index = index;
        }

        long number() {
            return tree * 2 * LEAVES + index;
        }

        boolean isLeaf() {
            return index >= LEAVES;
        }

        boolean isLast() {
            return index == 2 * LEAVES - 1;
        }

        TreePosition child(int which) {
            return new TreePosition(tree, trees, 2 * index + which);
        }

        TreePosition nextRoot() {
            return new TreePosition(tree + trees, trees, 1);
        }
    }

    /** A task that submits two tasks, unless it is a leaf. The last leaf of a tree submits the root of another tree. */
    private static final class Node implements Runnable {

        private final PoolWork work;
        private final Host host;
        private final long number;
        private final long sentAt;
        private final TreePosition position;

        Node(PoolWork work, Host host, long number, long sentAt, TreePosition position) {
            this.work = work;
            this.host = host;
            this.number = number;
            this.sentAt = sentAt;
            this.position = position;
        }

        @Override
        public void run() {
            Account account = host.account();
            account.waited(sentAt);
            host.work();
            if (!position.isLeaf()) {
                work.submitNode(host, position.child(0));
                work.submitNode(host, position.child(1));
            } else if (position.isLast() && !host.isOver()) {
                work.submitNode(host, position.nextRoot());
            }
            // After its children have been sent, so that the run does not seem complete before.
            account.received(number);
        }
    }
}
