package dev.filch.stress.cores.report;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.bench.report.Machine;
import dev.filch.stress.cores.engine.CodePaths;
import dev.filch.stress.cores.engine.CodePlace;
import dev.filch.stress.cores.engine.Event;
import dev.filch.stress.cores.engine.EventCounts;
import dev.filch.stress.cores.engine.PathCounts;
import dev.filch.stress.cores.engine.TransferCount;
import dev.filch.stress.cores.run.CostSets;
import dev.filch.stress.cores.run.RunResult;
import dev.filch.stress.cores.run.ValidationRow;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

@Timeout(60)
class CoresPageTest {

    private static final Machine MACHINE =
            new Machine("A <small> CPU", 2, "an OS", "a JDK", "a VM", "a collector", 512, List.of());

    @TempDir
    Path directory;

    private final List<PointResult> results = new ArrayList<>();

    private void add(String work, long ownWorkNanos) {
        for (int cores : List.of(2, 16)) {
            RunResult figures = new RunResult(1_000, 1e6 * cores, cores, 0.4, 1.6, 800, 700, Double.NaN,
                    Map.of("RingEnds.head", new TransferCount(1_000, 2_500), "rare", new TransferCount(1, 1)),
                    Map.of());
            results.add(new PointResult(new Point(work, cores, ownWorkNanos), figures, null));
        }
    }

    private String page(ValidationRow... validation) throws IOException {
        CoresReport report = new CoresReport("2030-01-02T03:04:05Z", "cores --work <x>", MACHINE,
                new SimulationSettings(1, 1, 100_000, 400_000, 1, null, CodePaths.NONE), CostSets.find("xeon"), results,
                "on some cores", List.of(validation));
        CoresFiles.write(report, directory);
        return Files.readString(directory.resolve("report.html"));
    }

    @Test
    void thePageSaysThatFiguresAreSimulatedAndListsTheLimits() throws IOException {
        add("hand-off/ring", 0);

        String page = page();

        assertAll(
                () -> assertTrue(page.contains("All figures are simulated")),
                () -> assertTrue(page.contains("(simulated)</title>")),
                () -> assertTrue(page.contains("cores --work &lt;x&gt;"), "the command, escaped"),
                () -> assertTrue(page.contains("Capacity and associativity of caches")),
                () -> assertTrue(page.contains("garbage collector")),
                () -> assertTrue(page.contains("Out-of-order execution")),
                () -> assertTrue(page.contains("do not overlap")),
                () -> assertTrue(page.contains("on two cores only")));
    }

    @Test
    void eachFamilyAndOwnWorkTimeHasTwoWellFormedPlots() throws Exception {
        add("hand-off/ring", 0);
        add("hand-off/ring", 1_000);
        add("outside/stealing-pool", 0);
        add("outside/stealing-pool", 1_000);

        List<String> plots = Pattern.compile("data:image/svg\\+xml;base64,([^\"]+)")
                .matcher(page()).results().map(match -> match.group(1)).toList();

        assertEquals(2 * 2 * 2, plots.size());
        for (String plot : plots) {
            Document svg = DocumentBuilderFactory.newInstance().newDocumentBuilder()
                    .parse(new ByteArrayInputStream(Base64.getDecoder().decode(plot)));
            assertEquals("svg", svg.getDocumentElement().getTagName());
        }
    }

    @Test
    void transfersOnTheMostCoresAreListedByVariable() throws IOException {
        add("hand-off/ring", 0);

        String page = page();

        assertAll(
                () -> assertTrue(page.contains("for each message, on the most cores")),
                () -> assertTrue(page.contains("<td class=\"figure\">16</td><td>RingEnds.head</td>"
                        + "<td class=\"figure\">1.00</td><td class=\"figure\">2.50</td>")),
                () -> assertTrue(page.contains("<td>all others</td>")));
    }

    @Test
    void countsOnTheMostCoresAreListedByPathAndPlace() throws IOException {
        PathCounts take = new PathCounts();
        EventCounts place = take.at(new CodePlace("Source.next", "Source.head"));
        for (EventCounts counts : List.of(take.all(), place)) {
            counts.add(Event.LOCKED_INSTRUCTION);
            counts.addTime(4_000);
        }
        for (int cores : List.of(32, 80)) {
            results.add(new PointResult(new Point("outside/stealing-pool/16:64", cores, 0),
                    new RunResult(2, 1e6, 1, 1, 1, 1, 1, 1, Map.of(), Map.of("worker: take", take)), null));
        }

        String page = page();

        String figures = "<td class=\"figure\">2.00</td><td class=\"figure\">0.00</td><td class=\"figure\">0.50</td>";
        assertAll(
                () -> assertTrue(page.contains("<h3>outside/stealing-pool/16:64, 80 cores, own work 0</h3>")),
                () -> assertFalse(page.contains("stealing-pool/16:64, 32 cores")),
                () -> assertTrue(page.contains("<td>worker: take</td>" + figures), page),
                () -> assertTrue(page.contains("<td>all paths</td>" + figures)),
                () -> assertTrue(page.contains("<td>worker: take: Source.next, Source.head</td>" + figures)),
                () -> assertFalse(page.contains("image/svg"), "no curve, because the points have different threads"));
    }

    @Test
    void costsAreListedInNanosecondsWithTheirSources() throws IOException {
        add("hand-off/ring", 0);

        String page = page();

        assertAll(
                () -> assertTrue(page.contains("<th>near.transfer</th><td>56 ns</td>")),
                () -> assertTrue(page.contains("<th>jitter</th><td>0.1</td>")),
                () -> assertTrue(page.contains("<li>disturbance, prefetch: the prototype had none</li>")));
    }

    @Test
    void onlyCurvesThatAreFarOffAreMarked() throws IOException {
        add("hand-off/ring", 0);
        add("hand-off/clq", 0);
        add("hand-off/clq", 1_000);
        add("hand-off/ltq", 0);

        String page = page(
                new ValidationRow("hand-off/ring", 2, 0, 20, 25, true),
                new ValidationRow("hand-off/clq", 2, 0, 244, 55, false),
                new ValidationRow("hand-off/clq", 2, 1_000, 500, 510, false));

        assertAll(
                () -> assertTrue(page.contains("<td>hand-off/clq*</td><td class=\"figure\">16</td>"
                        + "<td class=\"figure\">0</td>"), "the curve is marked"),
                () -> assertTrue(page.contains("<td>hand-off/clq</td><td class=\"figure\">16</td>"
                        + "<td class=\"figure\">1 µs</td>"), "the curve with another own-work time is not marked"),
                () -> assertFalse(page.contains("hand-off/ring*")),
                () -> assertTrue(page.contains("+25 %"), "the error of ring"),
                () -> assertTrue(page.contains("-77 %"), "the error of clq"),
                () -> assertTrue(page.contains("by more than 30 %"), "the meaning of the mark"),
                () -> assertTrue(page.contains("Not compared: hand-off/ltq.")));
    }

    @Test
    void thePageSaysIfThereIsNoValidation() throws IOException {
        add("hand-off/ring", 0);

        String page = page();

        assertTrue(page.contains("were not compared with real cores"));
        assertFalse(page.contains("by more than 30 %"));
    }
}
