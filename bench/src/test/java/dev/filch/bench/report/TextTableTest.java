package dev.filch.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.bench.contender.Contenders;
import dev.filch.bench.measure.Cell;
import dev.filch.bench.measure.Cost;
import dev.filch.bench.measure.Latency;
import dev.filch.bench.measure.Result;
import dev.filch.bench.measure.Round;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TextTableTest {

    private final List<String> lines = new ArrayList<>();

    private static List<Result> cell(int tasks, int threads) {
        List<Result> results = new ArrayList<>();
        for (int i = 0; i < Contenders.ALL.size(); i++) {
            Round round = new Round((i + 1) * 10_000_000L, new Cost(500_000_000L, null, null, null, null), null, null);
            results.add(
                    new Result(new Cell("synthetic", tasks, threads, threads), Contenders.ALL.get(i), List.of(round)));
        }
        return results;
    }

    @Test
    void printsEachCellAtOnce() {
        TextTable table = TextTable.synthetic(Machine.current(), Contenders.ALL, lines::add);
        assertEquals(2, lines.size());
        table.add(cell(1_000_000, 1));
        assertEquals(8, lines.size());
        table.add(cell(1_000_000, 1000));
        assertEquals(14, lines.size());
    }

    @Test
    void showsFiguresInFixedColumns() {
        TextTable.synthetic(Machine.current(), Contenders.ALL, lines::add).add(cell(1_000_000, 1000));
        String first = lines.get(2).replaceAll(" +", " ").strip();

        // 10 ms against 30, 40 and 50 ms; half a CPU second per million tasks
        assertEquals("1,000,000 1000:1000* filch-stealing 10.0 100 0.500 3.00 4.00 5.00", first);
    }

    @Test
    void showsLatenciesInMicroseconds() {
        Round round = new Round(
                1, new Cost(2_000_000L, null, null, null, null), null, null, new Latency(1_500, 20_000));
        Result result = new Result(new Cell("wake-up", 1000, 1, 2, 100), Contenders.FORK_JOIN, List.of(round));

        TextTable.wakeUps(lines::add).add(List.of(result));

        assertEquals(
                "100 fork-join 1.50 20.0 2.00", lines.get(2).replaceAll(" +", " ").strip());
    }

    @Test
    void rowsAreAsWideAsTheRule() {
        TextTable.synthetic(Machine.current(), Contenders.ALL, lines::add).add(cell(1_000_000, 1));

        assertTrue(lines.stream().allMatch(line -> line.length() == lines.get(1).length()), lines::toString);
    }

    @Test
    void withoutATerminalThereIsNoProgressBar() {
        StringWriter out = new StringWriter();
        try (Display display = new Display(new PrintWriter(out), false, 3)) {
            display.line("one");
            display.step();
            display.line("two");
        }

        assertEquals(List.of("one", "two"), out.toString().lines().toList());
    }

    @Test
    void onATerminalTheBarIsShownAndRemoved() {
        StringWriter out = new StringWriter();
        try (Display display = new Display(new PrintWriter(out), true, 3)) {
            display.step();
            display.step();
            display.step();
            display.line("one");
        }

        assertTrue(out.toString().contains("3/3"), out::toString);
        assertTrue(out.toString().contains("one"), out::toString);
        assertTrue(out.toString().endsWith("\r\033[K"), "the bar is removed");
    }
}
