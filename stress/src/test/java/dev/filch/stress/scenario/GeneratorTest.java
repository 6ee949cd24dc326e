package dev.filch.stress.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GeneratorTest {

    private static List<Row> rows(String... lines) {
        return Stream.of(lines).map(Row::parse).toList();
    }

    @Test
    void rowBecomesOneTest() {
        String source = Generator.sources(rows("ring(2) 1: poll; offer 2 | relaxedPoll => size"))
                .get("Ring2With1.java");
        String test = source.substring(source.indexOf("    /** {@code ring"));
        assertEquals("""
                /** {@code ring(2) 1: poll; offer 2 | relaxedPoll => size}. */
                @JCStressTest
                @Description("ring(2) 1: poll; offer 2 | relaxedPoll => size")
                @Outcome(id = {"-1, 1, 1, 1", "1, 1, -1, 1", "1, 1, 2, 0"},
                        expect = Expect.ACCEPTABLE, desc = "Linearizable.")
                @Outcome(expect = Expect.FORBIDDEN, desc = "Not in the specification.")
                @State
                public static class PollThenOfferAgainstRelaxedPoll extends RingActions {
                    public PollThenOfferAgainstRelaxedPoll() {
                        super(MpmcRing.padded(2), 1);
                    }

                    @Actor
                    public void actor1(IIII_Result r) {
                        r.r1 = poll();
                        r.r2 = offer(2);
                    }

                    @Actor
                    public void actor2(IIII_Result r) {
                        r.r3 = relaxedPoll();
                    }

                    @Arbiter
                    public void arbiter(IIII_Result r) {
                        r.r4 = size();
                    }
                }
            }
            """.indent(0), test.indent(0));
    }

    @Test
    void rowsOfOneStateShareOneClass() {
        Set<String> files = Generator.sources(rows("lifo 1: pop | steal", "lifo: push 1 | steal", "lifo 1: pop | size"))
                .keySet();
        assertEquals(Set.of("LifoWith1.java", "LifoEmpty.java"), files);
    }

    @Test
    void rowsWithEqualNamesAreRefused() {
        List<Row> rows = rows("ring(2): offer 1 | poll", "ring(2): offer 2 | poll");
        assertThrows(IllegalArgumentException.class, () -> Generator.sources(rows));
    }

    @Test
    void moreAnswersThanJcstressSupportsAreRefused() {
        List<Row> rows = rows("ring(2): size; size; size; size | size; size; size; size");
        assertThrows(IllegalArgumentException.class, () -> Generator.sources(rows));
    }

    @Test
    void unknownOperationIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Row.parse("ring(2): ofer 1 | poll"));
    }

    @Test
    void rowsWhoseActorsMayWaitForeverAreRefused() {
        for (String row : List.of(
                "bounded(1) 1: send 2 | trySend 3", "bounded(2): sendAll 1 2 | sendAll 3 4",
                "bounded(1): receive | receive | trySend 1")) {
            List<Row> rows = rows(row);
            IllegalArgumentException thrown =
                    assertThrows(IllegalArgumentException.class, () -> Generator.sources(rows), row);
            assertEquals("the actors may wait forever: " + row, thrown.getMessage());
        }
    }

    @Test
    void onlyRelaxedOutcomesNameARelaxation() {
        String strict = Generator.sources(rows("ring(4): offer 1 | offer 5; poll")).get("Ring4Empty.java");
        String relaxed = Generator.sources(rows("ring(4): offer 1 | offer 5; relaxedPoll")).get("Ring4Empty.java");
        assertFalse(strict.contains("UNFINISHED"), strict);
        assertTrue(relaxed.contains("\"1, 1, -1, 159\"},\n            expect = Expect.ACCEPTABLE, desc = \"UNFINISHED"),
                relaxed);
    }
}
