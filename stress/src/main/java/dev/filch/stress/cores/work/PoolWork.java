package dev.filch.stress.cores.work;

import dev.filch.stress.cores.run.Account;
import dev.filch.stress.cores.run.Host;
import dev.filch.stress.cores.run.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.function.IntFunction;

/** Tasks for a pool. A task is a message; it arrives when it has been run. */
final class PoolWork implements Workload {

    /** Where tasks come from. */
    enum Source {
        /** Half of the cores submit tasks without a pause; the others are workers. */
        OUTSIDE,
        /** As outside, but each submitter rests for 4 µs after each task. */
        TRICKLE,
        /** As outside, but each submitter rests after a burst of tasks. */
        BURST,
        /** All cores but one are workers, and each task submits two tasks, down to leaves; that core submits roots. */
        TREE
    }

    private static final long TRICKLE_REST_NANOS = 4_000;
    private static final int BURST_TASKS = 64;
    private static final long BURST_REST_NANOS = 50_000;
    private static final int TREE_DEPTH = 10;
    private static final int TREES_PER_WORKER = 2;
    private static final long END_REST_NANOS = 1_000;

    private final Source source;
    private final IntFunction<ExecutorService> maker;
    private ExecutorService pool;

    PoolWork(Source source, IntFunction<ExecutorService> maker) {
        this.source = source;
        this.maker = maker;
    }

    @Override
    public List<Role> prepare(Host host, int cores) {
        int submitters = source == Source.TREE ? 1 : Math.max(1, cores / 2);
        int workers = Math.max(1, cores - submitters);
        pool = maker.apply(workers);
        for (int i = 0; i < workers; i++) {
            host.expectReceiver();
        }
        List<Role> roles = new ArrayList<>();
        for (int i = 0; i < submitters; i++) {
            host.expectSender();
            long first = (i + 1) * Message.PER_SENDER;
            roles.add(new Role("submitter " + i, source == Source.TREE
                    ? () -> plant(host, TREES_PER_WORKER * workers)
                    : () -> submit(host, first)));
        }
        return roles;
    }

    private void submit(Host host, long first) {
        Account account = host.account();
        int burst = 0;
        for (long number = first; !host.isOver(); number++) {
            account.sent(number);
            pool.execute(new Job(host, number, host.now()));
            if (source == Source.TRICKLE) {
                host.rest(TRICKLE_REST_NANOS);
            } else if (source == Source.BURST && ++burst == BURST_TASKS) {
                burst = 0;
                host.rest(BURST_REST_NANOS);
            }
        }
        awaitEnd(host);
    }

    private void plant(Host host, int trees) {
        for (int i = 0; i < trees; i++) {
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
