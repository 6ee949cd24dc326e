package dev.filch.stress.cores.work;

import dev.filch.stress.cores.run.Account;
import dev.filch.stress.cores.run.Host;
import dev.filch.stress.cores.run.WorkName;
import dev.filch.stress.cores.run.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.function.IntFunction;

/** Tasks for a pool. A task is a message; it arrives when it has been run. */
final class PoolWork implements Workload {

    /** Where tasks come from. */
    enum Source {
        /** Submitters submit tasks without a pause. */
        OUTSIDE,
        /** As outside, but each submitter rests for 4 µs after each task, or until the next one is due. */
        TRICKLE,
        /** As outside, but each submitter rests after a burst of tasks. */
        BURST,
        /** Each task submits two tasks, down to leaves; submitters submit roots. */
        TREE
    }

    private static final long TRICKLE_REST_NANOS = 4_000;
    private static final int BURST_TASKS = 64;
    private static final long BURST_REST_NANOS = 50_000;
    private static final int TREE_DEPTH = 10;
    private static final int TREES_PER_WORKER = 2;
    private static final long END_REST_NANOS = 1_000;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final Source source;
    private final WorkName name;
    private final IntFunction<ExecutorService> maker;
    private ExecutorService pool;

    /**
     * A workload with as many submitters and workers as its name says. If it says nothing, half of the cores are
     * submitters; a tree has one.
     */
    PoolWork(Source source, WorkName name, IntFunction<ExecutorService> maker) {
        this.source = source;
        this.name = name;
        this.maker = maker;
    }

    @Override
    public List<Role> prepare(Host host, int cores) {
        int submitters = submitters(cores);
        int workers = name.workers() > 0 ? name.workers() : Math.max(1, cores - submitters);
        pool = maker.apply(workers);
        for (int i = 0; i < workers; i++) {
            host.expectReceiver();
        }
        List<Role> roles = new ArrayList<>();
        for (int i = 0; i < submitters; i++) {
            host.expectSender();
            int submitter = i;
            roles.add(new Role("submitter " + i, source == Source.TREE
                    ? () -> plant(host, submitter, submitters, TREES_PER_WORKER * workers)
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

    /** Submits this submitter's share of the trees' roots. */
    private void plant(Host host, int submitter, int submitters, int trees) {
        for (int i = submitter; i < trees; i += submitters) {
            submitNode(host, new Place(i, trees, 1));
        }
        while (!host.isOver()) {
            host.rest(END_REST_NANOS);
        }
        awaitEnd(host);
    }

    private static void awaitEnd(Host host) {
        host.endsSending();
        while (!host.isComplete()) {
            host.rest(END_REST_NANOS);
        }
    }

    private void submitNode(Host host, Place place) {
        long number = place.number();
        host.account().sent(number);
        pool.execute(new Node(this, host, number, host.now(), place));
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }

    /** Some work. */
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

    /** A node of a tree: its children are 2 index and 2 index + 1, as in a heap. */
    private static final class Place {

        private static final int LEAVES = 1 << TREE_DEPTH;

        private final long tree;
        private final int trees;
        private final int index;

        Place(long tree, int trees, int index) {
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

        Place child(int which) {
            return new Place(tree, trees, 2 * index + which);
        }

        Place nextRoot() {
            return new Place(tree + trees, trees, 1);
        }
    }

    /** A task that submits two, unless it is a leaf. The last leaf of a tree submits the root of another. */
    private static final class Node implements Runnable {

        private final PoolWork work;
        private final Host host;
        private final long number;
        private final long sentAt;
        private final Place place;

        Node(PoolWork work, Host host, long number, long sentAt, Place place) {
            this.work = work;
            this.host = host;
            this.number = number;
            this.sentAt = sentAt;
            this.place = place;
        }

        @Override
        public void run() {
            Account account = host.account();
            account.waited(sentAt);
            host.work();
            if (!place.isLeaf()) {
                work.submitNode(host, place.child(0));
                work.submitNode(host, place.child(1));
            } else if (place.isLast() && !host.isOver()) {
                work.submitNode(host, place.nextRoot());
            }
            // Only now: until its children have been sent, the run must not seem complete.
            account.received(number);
        }
    }
}
