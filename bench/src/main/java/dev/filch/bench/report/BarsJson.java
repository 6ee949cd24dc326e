package dev.filch.bench.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import dev.filch.bench.judge.Figure;
import dev.filch.bench.judge.Interval;
import dev.filch.bench.judge.Task;
import dev.filch.bench.judge.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The verdicts and the raw figures of each round, as JSON. Unknown values are null. */
final class BarsJson {

    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().serializeNulls().create();

    private record Document(
            String date, String command, String cpu, int cores, EarlierState before, List<Results> results) {}

    private record Results(
            String jdk,
            String collector,
            int rounds,
            List<Judged> verdicts,
            List<Measured> measured,
            List<String> failures) {}

    private record Judged(
            String work,
            String age,
            String unit,
            List<Double> figures,
            String peer,
            List<Double> peerFigures,
            String kind,
            List<Double> values,
            Double value,
            Double target,
            Double stretch,
            boolean everyFork,
            Interval interval,
            String outcome,
            String words) {}

    private record Measured(
            String contender,
            String benchmark,
            Map<String, String> parameters,
            Map<String, List<Double>> figures) {}

    private BarsJson() {}

    static void write(BarsReport report, Appendable out) {
        List<Results> results =
                report.setups().stream().map(BarsJson::results).toList();
        Machine machine = report.machine();
        GSON.toJson(
                new Document(
                        report.date(),
                        report.command(),
                        machine.cpu(),
                        machine.cores(),
                        report.earlier(),
                        results),
                out);
    }

    private static Results results(SetupReport report) {
        return new Results(
                report.setup().version(),
                report.setup().collector().toString(),
                report.rounds(),
                report.verdicts().stream().map(BarsJson::judged).toList(),
                report.samples().tasks().stream()
                        .map(task -> measured(task, report))
                        .toList(),
                report.failures());
    }

    private static Judged judged(Verdict verdict) {
        return new Judged(
                verdict.target().work(),
                verdict.target().subject().age(),
                verdict.target().figure().unit(),
                verdict.figures(),
                verdict.peer() == null ? null : verdict.peer().name(),
                verdict.peerFigures(),
                lower(verdict.target().kind()),
                verdict.values(),
                verdict.values().isEmpty() ? null : verdict.value(),
                verdict.target().limit(),
                verdict.target().stretch(),
                verdict.target().everyFork(),
                verdict.interval().orElse(null),
                lower(verdict.outcome()),
                verdict.words());
    }

    private static Measured measured(Task task, SetupReport report) {
        Map<String, List<Double>> figures = Stream.of(Figure.values())
                .collect(Collectors.toMap(BarsJson::lower, figure -> report.samples()
                        .of(task, figure, report.rounds())));
        return new Measured(task.contender(), task.benchmark(), task.parameters(), figures);
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
