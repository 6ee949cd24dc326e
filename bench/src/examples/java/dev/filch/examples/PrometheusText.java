package dev.filch.examples;

import dev.filch.pool.LaneSnapshot;
import dev.filch.pool.Latencies;
import dev.filch.pool.MetricsSnapshot;
import dev.filch.pool.WorkerSnapshot;
import java.util.List;

/**
 * Writes the metrics of a pool in the text format of Prometheus, without a library: what a {@code /metrics} page shows.
 *
 * <p><b>What to learn.</b> One {@link MetricsSnapshot} has all numbers of a pool, and costs some microseconds. Counts
 * become counters: they only grow, and Prometheus computes rates from them. Levels become gauges. {@link Latencies}
 * become summaries; a pool that times no task has none.
 *
 * <p>The unit is seconds, as Prometheus asks for.
 */
public final class PrometheusText {

    /** The content type of the page. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final List<Double> QUANTILES = List.of(0.5, 0.99, 0.999);
    private static final double MICROS_PER_SECOND = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;

    private final StringBuilder text = new StringBuilder();
    private final String poolLabel;

    private PrometheusText(String pool) {
        poolLabel = label("pool", pool);
    }

    /** The page for a pool of this name. */
    public static String of(String pool, MetricsSnapshot snapshot) {
        PrometheusText page = new PrometheusText(pool);
        page.count("submitted_tasks", "Tasks accepted.", snapshot.submitted());
        page.count("completed_tasks", "Tasks that have ended.", snapshot.completed());
        page.count("failed_tasks", "Tasks that have thrown an exception.", snapshot.failed());
        page.count("refused_tasks", "Tasks refused because of full queues or a shutdown.", snapshot.refused());
        page.count("expired_tasks", "Tasks whose deadline passed before they started.", snapshot.expired());
        page.count("starvations", "How often all workers were stuck.", snapshot.starvations());
        page.family("threads", "gauge", "Threads of the pool.");
        page.sample("threads", "", snapshot.threads());
        page.lanes(snapshot);
        page.workers(snapshot.workers());
        page.latencies("queue_time_seconds", "How long tasks waited.", snapshot.queueTime());
        page.latencies("run_time_seconds", "How long tasks ran.", snapshot.runTime());
        return page.text.toString();
    }

    private void lanes(MetricsSnapshot snapshot) {
        family("queued_tasks", "gauge", "Tasks that wait in the queues of a lane.");
        lane("high", snapshot.high());
        lane("normal", snapshot.normal());
        lane("low", snapshot.low());
    }

    private void lane(String name, LaneSnapshot lane) {
        sample("queued_tasks", label("lane", name), lane.queued());
    }

    private void workers(List<WorkerSnapshot> workers) {
        family("busy_seconds_total", "counter", "How long a worker was busy.");
        for (int i = 0; i < workers.size(); i++) {
            double seconds = workers.get(i).busy().toNanos() / NANOS_PER_SECOND;
            sample("busy_seconds_total", label("worker", String.valueOf(i)), seconds);
        }
    }

    private void count(String name, String help, long value) {
        family(name + "_total", "counter", help);
        sample(name + "_total", "", value);
    }

    private void latencies(String name, String help, Latencies latencies) {
        family(name, "summary", help);
        for (double quantile : QUANTILES) {
            double micros = latencies.percentileMicros(100 * quantile);
            sample(name, label("quantile", String.valueOf(quantile)), micros / MICROS_PER_SECOND);
        }
        sample(name + "_sum", "", latencies.meanMicros() * latencies.count() / MICROS_PER_SECOND);
        sample(name + "_count", "", latencies.count());
    }

    /** Begins a metric: its samples must follow. */
    private void family(String name, String type, String help) {
        text.append("# HELP filch_").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE filch_").append(name).append(' ').append(type).append('\n');
    }

    private void sample(String name, String further, double value) {
        String labels = further.isEmpty() ? poolLabel : poolLabel + "," + further;
        text.append("filch_").append(name).append('{').append(labels).append("} ").append(value).append('\n');
    }

    private static String label(String name, String value) {
        String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        return name + "=\"" + escaped + "\"";
    }
}
