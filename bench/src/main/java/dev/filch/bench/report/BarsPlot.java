package dev.filch.bench.report;

import dev.filch.bench.judge.Bar;
import dev.filch.bench.judge.Figure;
import dev.filch.bench.judge.SampleSummary;
import dev.filch.bench.judge.Task;
import dev.filch.bench.judge.Verdict;
import dev.filch.bench.measure.Statistics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A plot of the times that all contenders took in one setup, over numbers of threads.
 *
 * @param title its title
 * @param fileName the name of the file for the plot alone
 * @param series the times by contender, and then by the numbers of producers and consumers
 */
record BarsPlot(String title, String fileName, Map<String, Map<String, Double>> series) {

    private static final String X_AXIS = "producers : consumers";

    /** The plots for which a setup has figures. Structures that were tenured first are left out. */
    static List<BarsPlot> of(SetupReport setup) {
        List<BarsPlot> plots = new ArrayList<>();
        add(plots, setup, "ring, hand-off", "Ring: nanoseconds a message, young (less is better)");
        add(plots, setup, "injector, hand-off", "Injector: nanoseconds a message, young (less is better)");
        add(plots, setup, "pool, tiny tasks", "Pools: nanoseconds a tiny task (less is better)");
        return plots;
    }

    private static void add(List<BarsPlot> plots, SetupReport setup, String work, String title) {
        Pattern pattern = Pattern.compile(Pattern.quote(work) + " \\d+:\\d+");
        Map<String, Map<String, Double>> series = new LinkedHashMap<>();
        setup.verdicts().stream()
                .map(Verdict::bar)
                .filter(bar -> pattern.matcher(bar.work()).matches())
                .filter(bar -> !bar.subject().age().equals("tenured"))
                .forEach(bar -> bar.tasks().forEach(task -> addTo(series, bar, task, setup)));
        if (!series.isEmpty()) {
            plots.add(new BarsPlot(title, fileName(work, setup), series));
        }
    }

    private static void addTo(Map<String, Map<String, Double>> series, Bar bar, Task task, SetupReport setup) {
        List<Double> known = new SampleSummary(task, setup.samples(), setup.rounds()).known(Figure.TIME);
        String group = bar.work().substring(bar.work().lastIndexOf(' ') + 1);
        series.computeIfAbsent(task.contender(), first -> new LinkedHashMap<>())
                .put(group, known.isEmpty() ? 0 : Statistics.median(known));
    }

    private static String fileName(String work, SetupReport setup) {
        String words = work + " " + setup.setup().label();
        return words.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.]+", "-") + ".svg";
    }

    Drawing drawing() {
        return Drawing.of(() -> Charts.grouped(title, X_AXIS, series));
    }
}
