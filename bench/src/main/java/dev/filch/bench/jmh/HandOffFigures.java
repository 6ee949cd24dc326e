package dev.filch.bench.jmh;

import dev.filch.bench.measure.Cost;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The figures of a hand-off. JMH adds up the shots of a fork, so on a terminal divide by their number; the {@code bars}
 * command takes them shot by shot. Negative where this platform does not tell.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class HandOffFigures {

    /** Elapsed nanoseconds a message, by the clocks of those who pass them on. */
    public double nanosPerMessage;

    /** Attempts to send into a full queue and to receive from an empty one, a message. */
    public double failuresPerMessage;

    /** Bytes allocated a message, the message itself included. */
    public double bytesPerMessage;

    /** Context switches of the process. */
    public double switches;

    /** Forgets the last shot. */
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
