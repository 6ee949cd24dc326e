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
 */
public record Bar(String work, Figure figure, Task subject, List<Peer> peers, Kind kind, Double bar, Double aim) {

    /** How a figure is compared. */
    public enum Kind {
        /** The subject's figure divided by the peer's. */
        RATIO,
        /** The subject's figure less that of the peer, if there is one, in the figure's unit. */
        AMOUNT
    }

    static Bar ratio(String work, Task subject, Task... peers) {
        return new Bar(work, Figure.TIME, subject, Stream.of(peers).map(Peer::of).toList(), Kind.RATIO, null, null);
    }

    static Bar ratio(String work, Task subject, Peer peer) {
        return new Bar(work, Figure.TIME, subject, List.of(peer), Kind.RATIO, null, null);
    }

    static Bar amount(String work, Figure figure, Task subject) {
        return new Bar(work, figure, subject, List.of(), Kind.AMOUNT, null, null);
    }

    /** What the subject allocates, the message left out. */
    static Bar allocation(String work, Task subject) {
        List<Peer> message = List.of(Peer.of(Task.NEW_MESSAGE));
        return new Bar(work + ", allocation", Figure.ALLOCATION, subject, message, Kind.AMOUNT, null, null);
    }

    Bar atMost(double most) {
        return new Bar(work, figure, subject, peers, kind, most, aim);
    }

    Bar aiming(double at) {
        return new Bar(work, figure, subject, peers, kind, bar, at);
    }

    /** All that must be measured for it. */
    public List<Task> tasks() {
        return Stream.concat(Stream.of(subject), peers.stream().map(Peer::task)).toList();
    }

    /** Whether its threads cannot all run at once. */
    public boolean oversubscribed(int cores) {
        return subject.threads() > cores;
    }
}
