package dev.filch.stress.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The outcomes of these scenarios were derived by hand. */
class OutcomesTest {

    static Stream<Arguments> linearizable() {
        return Stream.of(
                scenario("ring(2): offer 1 | poll", "1, -1, 19", "1, 1, 9"),
                scenario("ring(2) 1 2: poll | poll; offer 3", "1, 2, 1, 39", "2, 1, 1, 39"),
                scenario("ring(1) 1: forceOffer 2; forceOffer 3 | poll",
                        "0, 2, 1, 39", "1, 0, 2, 39", "1, 2, 3, 9"),
                scenario("ring(2): offer 1 | offer 2 | poll",
                        "1, 1, -1, 129", "1, 1, -1, 219", "1, 1, 1, 29", "1, 1, 2, 19"),
                scenario("ring(4) _ _ 5: peek | poll", "5, 5, 9", "-1, 5, 9"),
                scenario("injector: offer 1 | close", "1, 1", "0, 0"),
                scenario("injector: isClosed; offer 1; isClosed | close => iterator",
                        "0, 1, 0, 1", "0, 1, 1, 1", "0, 0, 1, 0", "1, 0, 1, 0"),
                scenario("bounded(1) 1: trySend 2 | tryReceive", "0, 1, 9", "1, 1, 29"),
                scenario("bounded(1): trySend 1; close | tryReceive", "1, -1, 1", "1, 1, 0"),
                scenario("bounded(1): closeWith 1; tryReceive | closeWith 2; tryReceive",
                        "-13, -13, 0", "-23, -23, 0"),
                scenario("bounded(1) 1: send 2 | close", "-3, 1"),
                scenario("bounded(1) 1: send 2 | tryReceive", "1, 1, 29"),
                scenario("bounded(1): receive | receive | trySend 1; close", "1, -3, 1, 0", "-3, 1, 1, 0"),
                scenario("dropOldest(1) 1: trySend 2 | tryReceive", "1, 1, 29", "1, 2, 9"),
                scenario("rendezvous: trySend 1 | tryReceive", "0, -1, 0"),
                scenario("lifo 1 2: pop; pop | steal; steal",
                        "2, 1, -1, -1, 9", "2, -1, 1, -1, 9", "-1, -1, 1, 2, 9"),
                scenario("fifo 1 2: pop; pop | steal; steal",
                        "1, 2, -1, -1, 9", "1, -1, 2, -1, 9", "2, -1, 1, -1, 9", "-1, -1, 1, 2, 9"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("linearizable")
    void operationsOfOneStepHaveAnyOrder(String row, Set<String> expected) {
        assertEquals(expected, acceptable(row));
    }

    static Stream<Arguments> relaxed() {
        return Stream.of(
                // The second poll finds a slot that is claimed but not filled; likewise for an offer.
                scenario("ring(4): offer 1 | offer 5; relaxedPoll", "1, 1, -1, 159", "1, 1, 1, 59", "1, 1, 5, 19"),
                scenario("ring(2) 1 2: poll | poll; relaxedOffer 3",
                        "1, 2, 0, 9", "1, 2, 1, 39", "2, 1, 1, 39"),
                scenario("ring(2): offerAll 1 2 | drain 2", "2, 0, 129", "2, 12, 9"),
                // Neither operation sees the end of the other: their stores may become visible after their last reads.
                scenario("ring(2) 1: offerAll 2 3 | drain 2",
                        "1, 1, 29", "1, 12, 9", "2, 1, 239", "2, 12, 39"),
                // The iterator misses the first element but shows the second, which is published earlier.
                scenario("ring(2): offerAll 1 2 | iterator", "2, 0, 129", "2, 12, 129", "2, 2, 129"),
                // forceOffer claims its slot before it displaces the oldest element.
                scenario("ring(2) 1 2: forceOffer 3 | iterator",
                        "1, 12, 239", "1, 123, 239", "1, 2, 239", "1, 23, 239"),
                scenario("ring(1) 1: forceOffer 2 | relaxedPoll", "0, 1, 29", "1, -1, 29", "1, 2, 9"),
                // An attempt is lost only if an element was taken since it began.
                scenario("injector 1 2: tryPoll | poll", "-2, 1, 29", "1, 2, 9", "2, 1, 9"),
                scenario("injector 1: tryPoll | offer 2", "1, 1, 29"),
                // Half of three is two, unless the third element is added after the batch has counted.
                scenario("injector 1 2: offer 3; peek | stealBatch", "1, 1, 1, 239", "1, 1, 12, 39", "1, 2, 1, 239",
                        "1, 3, 12, 39"),
                // A refused offer counts for a moment.
                scenario("injector: close; offer 1 | isEmpty", "0, 0, 0", "0, 1, 0"),
                scenario("lifo 1 2 3: pop; pop; pop | tryStealBatchAndPop 9",
                        "3, 2, 1, -2, 9", "3, 2, 1, 0, 9", "3, 2, -1, 1, 9", "3, -1, -1, 12, 9"),
                // A batch beside another thief's reservation takes one element.
                scenario("lifo 1 2 3 4: stealBatch | stealBatch",
                        "1, 23, 49", "12, 3, 49", "23, 1, 49", "3, 12, 49"),
                scenario("fifo 1 2 3 4: stealBatch | stealBatch", "12, 3, 49", "3, 12, 49"),
                // The batch meets the reservation of a steal, which takes its element first.
                scenario("lifo(8) 1 2 3 4: steal | stealBatchAndPop",
                        "1, 2, 349", "1, 23, 49", "2, 1, 349", "3, 12, 49"),
                // It closes the channel first, and then takes one element after another.
                scenario("bounded(2) 1 2: cancel | tryReceive", "1, 2, 0", "12, -3, 0", "2, 1, 0"),
                // The send finds the channel full; then the receive finds it empty.
                scenario("bounded(1) 1: selectEither 2 | tryReceive", "-1, 1, 9", "0, 1, 29", "1, -1, 9"),
                scenario("rendezvous: selectEither 1 | close", "-1, 0", "-3, 0"),
                // A receiver may have the second element before the send has counted that it dropped the first.
                scenario("dropOldest(1) 1: trySend 2 | tryReceive; dropped",
                        "1, 1, 0, 29", "1, 2, 0, 9", "1, 2, 1, 9"),
                // A forceOffer had claimed its slot before the ring was closed, and makes no room then.
                scenario("ring(1) 1: forceOffer 2 | close; poll", "-3, 1, 1, 0", "0, 1, 1, 2", "1, 1, 2, 0"),
                // It takes both while the send has added its element, and not dropped the oldest yet.
                scenario("dropOldest(1) 1: trySend 2 | cancel", "-3, 1, 0", "1, 12, 0", "1, 2, 0"),
                // It waits after its first element, or before.
                scenario("bounded(1): sendAll 1 2 | tryReceive; close",
                        "1, -1, 1", "2, 1, 2", "1, 1, 0", "-3, -1, 0"),
                scenario("unbounded: close; trySend 1 | size", "-3, 0, 0", "-3, 1, 0"),
                // The owner cleared the buffer after the elements that the thief had read.
                scenario("renewedFifo(64) 1 2 3: push 4 | stealBatch", "1, 2349", "12, 349"),
                // An iterator of a lifo deque may show an element that was pushed in place of a popped one.
                scenario("lifo 1 2: pop; push 3 | iterator", "2, 1, 139", "2, 12, 139", "2, 13, 139"),
                // A slot that is reused for a newer position shows nothing at the older one.
                scenario("fifo(2) 1 2: steal; push 3 | iterator", "1, 12, 239", "1, 2, 239", "1, 23, 239"),
                scenario("lifo 1: pushReportingEmpty 2 | steal; steal", "0, 1, 2, 9", "1, 1, -1, 29", "1, 1, 2, 9"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("relaxed")
    void stepsOfRelaxedOperationsHaveAnyOrder(String row, Set<String> expected) {
        assertEquals(expected, acceptable(row));
    }

    private static Set<String> acceptable(String row) {
        return Outcomes.acceptable(Row.parse(row)).keySet();
    }

    private static Arguments scenario(String row, String... outcomes) {
        return Arguments.of(row, new TreeSet<>(Arrays.asList(outcomes)));
    }
}
