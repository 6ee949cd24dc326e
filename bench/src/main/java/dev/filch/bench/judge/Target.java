package dev.filch.bench.judge;

import java.util.List;
import java.util.stream.Stream;

/**
 * One row of the table: a figure, the peers it is compared with, and the value it must reach.
 *
 * @param work the name of the measured work, for a reader
 * @param figure the figure that is measured
 * @param subject the task whose figure it is
 * @param peers the peers it is compared with, of which the best counts; empty if the figure is judged by itself
 * @param kind how the figure is compared
 * @param limit the largest value of the comparison that meets the target; null if it is not judged
 * @param stretch the value we would like to reach; null if there is none
 * @param rule which value of the rounds is judged
 */
public record Target(
        String work,
        Figure figure,
        Task subject,
        List<Peer> peers,
        Kind kind,
        Double limit,
        Double stretch,
        Rule rule) {

    /** Which value of the rounds is judged. */
    public enum Rule {
        /** The median. */
        MEDIAN,
        /** The worst round. */
        EVERY_FORK,
        /** The 95 % {@link Interval} of the ratio, which must not lie wholly above the limit. */
        INTERVAL
    }

    /** How a figure is compared. */
    public enum Kind {
        /** The subject's figure divided by the peer's. */
        RATIO,
        /** The subject's figure minus the peer's, if there is a peer, in the figure's unit. */
        AMOUNT
    }

    private static Target unjudged(String work, Figure figure, Task subject, List<Peer> peers, Kind kind) {
        return new Target(work, figure, subject, peers, kind, null, null, Rule.MEDIAN);
    }

    static Target ratio(String work, Figure figure, Task subject, Task... peers) {
        return unjudged(work, figure, subject, Stream.of(peers).map(Peer::of).toList(), Kind.RATIO);
    }

    static Target ratio(String work, Task subject, Task... peers) {
        return ratio(work, Figure.TIME, subject, peers);
    }

    static Target ratio(String work, Task subject, Peer peer) {
        return unjudged(work, Figure.TIME, subject, List.of(peer), Kind.RATIO);
    }

    static Target amount(String work, Figure figure, Task subject) {
        return unjudged(work, figure, subject, List.of(), Kind.AMOUNT);
    }

    /** The subject's allocation without the message. */
    static Target allocation(String work, Task subject) {
        List<Peer> message = List.of(Peer.of(Task.NEW_MESSAGE));
        return unjudged(work + ", allocation", Figure.ALLOCATION, subject, message, Kind.AMOUNT);
    }

    Target atMost(double max) {
        return new Target(work, figure, subject, peers, kind, max, stretch, rule);
    }

    Target stretchTo(double value) {
        return new Target(work, figure, subject, peers, kind, limit, value, rule);
    }

    Target inEveryFork() {
        return new Target(work, figure, subject, peers, kind, limit, stretch, Rule.EVERY_FORK);
    }

    /** Judges by the interval. Only for ratios. */
    Target byInterval() {
        return new Target(work, figure, subject, peers, kind, limit, stretch, Rule.INTERVAL);
    }

    /** Returns whether the worst fork is judged. */
    public boolean everyFork() {
        return rule == Rule.EVERY_FORK;
    }

    /** Returns all tasks that must be measured. */
    public List<Task> tasks() {
        return Stream.concat(Stream.of(subject), peers.stream().flatMap(peer -> peer.tasks().stream()))
                .toList();
    }

    /** Returns whether it compares Filch with an earlier state of itself. */
    public boolean againstBefore() {
        return peers.stream().flatMap(peer -> peer.tasks().stream()).anyMatch(task -> task.jar() != null);
    }

    /**
     * Returns the name of the group in which a task is measured. The tasks of a group run one after the other. A group
     * is all contenders of a cell, or only now and before, so that each of these two is first equally often.
     */
    public String group(Task task) {
        return againstBefore() ? subject.contender() + ", " + task.cell() : task.cell();
    }

    /** Returns whether it has more threads than cores. */
    public boolean oversubscribed(int cores) {
        return subject.threads() > cores;
    }
}
