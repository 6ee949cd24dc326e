package dev.filch.bench.report;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.filch.bench.contender.Contender;
import dev.filch.bench.contender.Contenders;
import dev.filch.bench.measure.Cell;
import dev.filch.bench.measure.Cost;
import dev.filch.bench.measure.Latency;
import dev.filch.bench.measure.Result;
import dev.filch.bench.measure.Round;
import dev.filch.bench.real.ScanSummary;
import java.io.ByteArrayInputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

@Timeout(60)
class ReportFilesTest {

    private static final Machine MACHINE =
            new Machine("A <small> CPU", 2, "an OS", "a JDK", "a VM", "a collector", 512, List.of("-Xmx512m"));

    @TempDir
    Path directory;

    private final List<Result> synthetic = new ArrayList<>();
    private final List<Result> tree = new ArrayList<>();
    private final List<Result> wakeUps = new ArrayList<>();
    private final List<Result> real = new ArrayList<>();

    @BeforeEach
    void write() throws Exception {
        Cost known = new Cost(5_000_000L, 10_000_000L, 28_000L, 3L, 40L);
        Cost unknown = new Cost(null, null, null, null, null);
        for (Contender contender : Contenders.ALL) {
            for (Cell cell : List.of(new Cell("synthetic", 1000, 1, 1), new Cell("synthetic", 1000, 4, 4))) {
                synthetic.add(new Result(
                        cell,
                        contender,
                        List.of(new Round(2_000_000, known, null, null), new Round(4_000_000, unknown, 17L, null))));
            }
            tree.add(new Result(
                    new Cell("tree", 1023, 0, 2), contender, List.of(new Round(7_000_000, known, 9L, null))));
            wakeUps.add(new Result(
                    new Cell("wake-up", 100, 1, 2, 1000),
                    contender,
                    List.of(new Round(100_000_000, known, null, null, new Latency(4_250, 61_000)))));
            real.add(new Result(
                    new Cell("real", 1100, 0, 2),
                    contender,
                    List.of(new Round(50_000_000, known, 5L, List.of(0.5, 1.0)))));
        }
        ScanSummary findings = new ScanSummary(
                "00ff",
                1000,
                100,
                4 << 20,
                List.of(new ScanSummary.Reference("a.Most", 7), new ScanSummary.Reference("b.Less", 6)));
        ReportFiles.write(
                new Report(
                        "2030-01-02T03:04:05Z",
                        "compare --rounds 2 <x>",
                        1,
                        2,
                        MACHINE,
                        synthetic,
                        tree,
                        wakeUps,
                        real,
                        findings),
                directory);
    }

    @Test
    void csvHasALinePerRun() throws Exception {
        List<CSVRecord> records;
        try (Reader in = Files.newBufferedReader(directory.resolve("results.csv"));
                CSVParser parser = CSVFormat.DEFAULT
                        .builder()
                        .setHeader()
                        .setSkipHeaderRecord(true)
                        .get()
                        .parse(in)) {
            records = parser.getRecords();
        }
        CSVRecord second = records.get(1);
        CSVRecord last = records.get(records.size() - 1);

        assertAll(
                () -> assertEquals(6 * (2 * 2 + 3), records.size()),
                () -> assertTrue(records.stream().allMatch(CSVRecord::isConsistent)),
                () -> assertEquals("filch-stealing", second.get("executor")),
                () -> assertEquals("2", second.get("round")),
                () -> assertEquals("4000000", second.get("elapsed_ns")),
                () -> assertEquals("", second.get("threads_cpu_ns")),
                () -> assertEquals("17", second.get("steals")),
                () -> assertEquals("", second.get("p99_ns")),
                () -> assertEquals("tree", records.get(24).get("workload")),
                () -> assertEquals("0", records.get(24).get("producers")),
                () -> assertEquals("1000", records.get(30).get("gap_us")),
                () -> assertEquals("4250", records.get(30).get("p50_ns")),
                () -> assertEquals("61000", records.get(30).get("p99_ns")),
                () -> assertEquals("real", last.get("workload")),
                () -> assertEquals("5000000", last.get("threads_cpu_ns")),
                () -> assertEquals("0.500 1.00", last.get("utilisation_by_worker")));
    }

    @Test
    void jsonCanBeReadBack() throws Exception {
        JsonObject report = JsonParser.parseString(Files.readString(directory.resolve("results.json")))
                .getAsJsonObject();
        JsonObject result = report.getAsJsonArray("synthetic").get(0).getAsJsonObject();
        JsonObject round = result.getAsJsonArray("rounds").get(1).getAsJsonObject();

        assertAll(
                () -> assertEquals(
                        "A <small> CPU",
                        report.getAsJsonObject("machine").get("cpu").getAsString()),
                () -> assertEquals(
                        synthetic.size(), report.getAsJsonArray("synthetic").size()),
                () -> assertEquals(tree.size(), report.getAsJsonArray("tree").size()),
                () -> assertEquals(
                        4_250,
                        report.getAsJsonArray("wakeUps")
                                .get(0)
                                .getAsJsonObject()
                                .getAsJsonArray("rounds")
                                .get(0)
                                .getAsJsonObject()
                                .getAsJsonObject("latency")
                                .get("p50Nanos")
                                .getAsInt()),
                () -> assertEquals(real.size(), report.getAsJsonArray("real").size()),
                () -> assertEquals("filch-stealing", result.get("contender").getAsString()),
                () -> assertEquals(
                        1000, result.getAsJsonObject("cell").get("tasks").getAsInt()),
                () -> assertEquals(4_000_000, round.get("elapsedNanos").getAsLong()),
                () -> assertTrue(
                        round.getAsJsonObject("cost").get("threadsCpuNanos").isJsonNull()),
                () -> assertEquals(
                        "a.Most",
                        report.getAsJsonObject("findings")
                                .getAsJsonArray("mostReferenced")
                                .get(0)
                                .getAsJsonObject()
                                .get("name")
                                .getAsString()));
    }

    private String html() throws Exception {
        return Files.readString(directory.resolve("report.html"));
    }

    @Test
    void htmlIsSelfContained() throws Exception {
        List<String> references = Pattern.compile("(?:src|href)=\"([^\"]*)\"")
                .matcher(html())
                .results()
                .map(match -> match.group(1))
                .toList();

        assertFalse(references.isEmpty());
        assertTrue(references.stream().allMatch(reference -> reference.startsWith("data:image/svg+xml;base64,")));
        assertFalse(html().contains("url("));
        assertFalse(html().contains("@import"));
    }

    @Test
    void htmlShowsTheFigures() throws Exception {
        String html = html();

        assertAll(
                () -> assertTrue(html.contains("compare --rounds 2 &lt;x&gt;"), "has the options, escaped"),
                () -> assertTrue(html.contains("A &lt;small&gt; CPU"), "has the machine"),
                () -> assertTrue(html.contains("This machine has 2 cores"), "has a note about too many threads"),
                () -> assertTrue(html.contains("4:4*"), "marks rows with too many threads"),
                () -> assertTrue(html.contains("3.00"), "has the median of 2 and 4 ms"),
                () -> assertTrue(html.contains("<td>100 50</td>"), "has the utilisation, the busiest worker first"),
                () -> assertTrue(html.contains("tree of 1,023 tasks"), "has the tree at a glance"),
                () -> assertTrue(html.contains("4.25"), "has the median wake-up in microseconds"),
                () -> assertTrue(html.contains("61.0"), "has the 99th percentile of wake-ups"),
                () -> assertTrue(html.contains("a.Most"), "has the most referenced classes"),
                () -> assertTrue(html.contains("What these figures cannot tell")));
    }

    @Test
    void htmlHasWellFormedPlots() throws Exception {
        List<String> plots = Pattern.compile("data:image/svg\\+xml;base64,([^\"]+)")
                .matcher(html())
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();

        assertEquals(6, plots.size(), "two plots for synthetic and for real work, one for trees and for wake-ups");
        for (String plot : plots) {
            Document svg = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new ByteArrayInputStream(Base64.getDecoder().decode(plot)));
            assertEquals("svg", svg.getDocumentElement().getTagName());
            assertTrue(svg.getElementsByTagName("path").getLength() > 10, "the plot has bars and letters");
        }
    }

    @Test
    void aWorkloadThatDidNotRunIsLeftOut() throws Exception {
        ReportFiles.write(
                new Report(
                        "2030-01-02T03:04:05Z",
                        "compare",
                        1,
                        2,
                        MACHINE,
                        synthetic.subList(0, 1),
                        List.of(),
                        List.of(),
                        List.of(),
                        null),
                directory);

        assertFalse(html().contains("Real input:"));
        assertFalse(html().contains("Tree:"));
        assertFalse(html().contains("Wake-up:"));
        assertFalse(html().contains("This machine has 2 cores"));
    }
}
