package dev.filch.bench.judge;

import java.util.List;
import java.util.stream.Stream;

/**
 * One line of the table: what is measured, what it is compared with, and how it should come out.
 *
 * @param work what is done, for a reader
 * @param figure what of it is measured
 * @param subject whose figure it is
 * @param peers with whom it is compared, the best of them counts; nobody if the figure is judged as it is
 * @param kind how it is compared
 * @param bar what the comparison may come to at the most; null to judge nothing
 * @param aim what it should come to; null for none
 * @param rule what of the rounds bar and aim are for
 */
public record Bar(
        String work,
        Figure figure,
        Task subject,
        List<Peer> peers,
        Kind kind,
        Double bar,
        Double aim,
        Rule rule) {

    /** What of the rounds is judged. */
    public enum Rule {
        /** Their median. */
        MEDIAN,
        /** The worst of them. */
        EVERY_FORK,
        /** The 95 % {@link Interval} of their ratio, which must not lie wholly above the bar. */
        INTERVAL
    }

    /** How a figure is compared. */
    public enum Kind {
        /** The subject's figure divided by the peer's. */
        RATIO,
        /** The subject's figure less that of the peer, if there is one, in the figure's unit. */
        AMOUNT
    }

    private static Bar unjudged(String work, Figure figure, Task subject, List<Peer> peers, Kind kind) {
        return new Bar(work, figure, subject, peers, kind, null, null, Rule.MEDIAN);
    }

    static Bar ratio(String work, Figure figure, Task subject, Task... peers) {
        return unjudged(work, figure, subject, Stream.of(peers).map(Peer::of).toList(), Kind.RATIO);
    }

    static Bar ratio(String work, Task subject, Task... peers) {
        return ratio(work, Figure.TIME, subject, peers);
    }

    static Bar ratio(String work, Task subject, Peer peer) {
        return unjudged(work, Figure.TIME, subject, List.of(peer), Kind.RATIO);
    }

    static Bar amount(String work, Figure figure, Task subject) {
        return unjudged(work, figure, subject, List.of(), Kind.AMOUNT);
    }

    /** What the subject allocates, the message left out. */
    static Bar allocation(String work, Task subject) {
        List<Peer> message = List.of(Peer.of(Task.NEW_MESSAGE));
        return unjudged(work + ", allocation", Figure.ALLOCATION, subject, message, Kind.AMOUNT);
    }

    Bar atMost(double most) {
        return new Bar(work, figure, subject, peers, kind, most, aim, rule);
    }

    Bar aiming(double at) {
        return new Bar(work, figure, subject, peers, kind, bar, at, rule);
    }

    Bar inEveryFork() {
        return new Bar(work, figure, subject, peers, kind, bar, aim, Rule.EVERY_FORK);
    }

    /** Judged by the interval; only for ratios. */
    Bar byInterval() {
        return new Bar(work, figure, subject, peers, kind, bar, aim, Rule.INTERVAL);
    }

    /** Whether bar and aim are for the worst of all forks. */
    public boolean everyFork() {
        return rule == Rule.EVERY_FORK;
    }

    /** All that must be measured for it. */
    public List<Task> tasks() {
        return Stream.concat(Stream.of(subject), peers.stream().flatMap(peer -> peer.tasks().stream()))
                .toList();
    }

    /** Whether it compares Filch with an earlier state of itself. */
    public boolean againstBefore() {
        return peers.stream().flatMap(peer -> peer.tasks().stream()).anyMatch(task -> task.jar() != null);
    }

    /**
     * What its tasks are measured with, one after the other: all contenders of a cell, or now and before alone, so that
     * each of the two is as often the first.
     */
    public String group(Task task) {
        return againstBefore() ? subject.contender() + ", " + task.cell() : task.cell();
    }

    /** Whether its threads cannot all run at once. */
    public boolean oversubscribed(int cores) {
        return subject.threads() > cores;
    }
}
