package dev.filch.bench.jmh;

import dev.filch.bench.measure.Cost;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The figures of a hand-off. JMH adds up the shots of a fork, so divide what it prints by their number; the
 * {@code bars} command reads each shot. A figure is negative if this platform does not report it.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class HandOffFigures {

    /** Elapsed nanoseconds per message, by the clock reads of producers and consumers. */
    public double nanosPerMessage;

    /** Attempts per message to send into a full queue or to receive from an empty one. */
    public double failuresPerMessage;

    /** Bytes allocated per message, including the message. */
    public double bytesPerMessage;

    /** Context switches of the process. */
    public double switches;

    /** Clears the figures of the last shot. */
    @Setup(Level.Iteration)
    public void reset() {
        nanosPerMessage = 0;
        failuresPerMessage = 0;
        bytesPerMessage = 0;
        switches = 0;
    }

    void record(Relay.Shot shot, int messages) {
        Cost cost = shot.cost();
        nanosPerMessage = shot.nanosPerMessage();
        failuresPerMessage = shot.failuresPerMessage();
        bytesPerMessage = cost.allocatedBytes() == null ? -1 : (double) cost.allocatedBytes() / messages;
        switches = cost.voluntarySwitches() == null ? -1 : cost.voluntarySwitches() + cost.involuntarySwitches();
    }
}
