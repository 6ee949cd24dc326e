package dev.filch.bench.report;

import dev.filch.bench.judge.Figure;
import dev.filch.bench.judge.SampleSummary;
import dev.filch.bench.judge.Target;
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
 * A plot of all contenders' times in one setup, by the number of threads.
 *
 * @param title its title
 * @param fileName the name of the plot's own file
 * @param series the times by contender, then by the numbers of producers and consumers
 */
record BarsPlot(String title, String fileName, Map<String, Map<String, Double>> series) {

    private static final String X_AXIS = "producers : consumers";

    /** Returns the plots for which a setup has figures, without tenured structures. */
    static List<BarsPlot> of(SetupReport setup) {
        List<BarsPlot> plots = new ArrayList<>();
        add(plots, setup, "ring, hand-off", "Ring: nanoseconds a message, young (less is better)");
        add(plots, setup, "injector, hand-off", "Injector: nanoseconds a message, young (less is better)");
        add(plots, setup, "channel, bounded hand-off", "Channels of 1,024: nanoseconds a message (less is better)");
        add(plots, setup, "channel, unbounded hand-off", "Unbounded channels: nanoseconds a message (less is better)");
        add(plots, setup, "pool, tiny tasks", "Pools: nanoseconds a tiny task (less is better)");
        return plots;
    }

    private static void add(List<BarsPlot> plots, SetupReport setup, String work, String title) {
        Pattern pattern = Pattern.compile(Pattern.quote(work) + " \\d+:\\d+");
        Map<String, Map<String, Double>> series = new LinkedHashMap<>();
        setup.verdicts().stream()
                .map(Verdict::target)
                .filter(target -> pattern.matcher(target.work()).matches())
                .filter(target -> !target.subject().age().equals("tenured"))
                .forEach(target -> target.tasks().forEach(task -> addTo(series, target, task, setup)));
        if (!series.isEmpty()) {
            plots.add(new BarsPlot(title, fileName(work, setup), series));
        }
    }

    private static void addTo(Map<String, Map<String, Double>> series, Target target, Task task, SetupReport setup) {
        List<Double> known = new SampleSummary(task, setup.samples(), setup.rounds()).known(Figure.TIME);
        String group = target.work().substring(target.work().lastIndexOf(' ') + 1);
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
