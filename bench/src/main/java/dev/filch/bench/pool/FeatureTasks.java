package dev.filch.bench.pool;

import dev.filch.bench.contender.Contender;
import dev.filch.bench.contender.Contenders;
import dev.filch.bench.measure.Cell;
import dev.filch.bench.measure.Result;
import dev.filch.bench.measure.RunFailure;
import dev.filch.bench.synthetic.SyntheticWorkload;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.TearDown;

/** The tasks of {@link TinyTasks} on one of Filch's pools with a feature switched on: what it costs. */
public class FeatureTasks extends PoolRuns {

    private static final int FIRST_TASKS = 1_000;

    /** Which pool. */
    @Param({"filch-stealing", "filch-shared"})
    public String impl;

    /** What is switched on. */
    @Param
    public Feature feature;

    /** How many producers, and how many workers. */
    @Param({"1", "4"})
    public int threads;

    /** How many tasks in a run. */
    @Param("1000000")
    public int tasks;

    private FlightRecording recording;

    @Override
    Contender contender() {
        return Contenders.filch(impl, feature::addTo);
    }

    /** A recording is of the whole fork, as in production. */
    @Override
    void beforeWarmUp() throws RunFailure, InterruptedException {
        if (feature == Feature.RECORDING) {
            run(FIRST_TASKS);
            recording = new FlightRecording();
        }
    }

    /** All tasks, once. */
    @Benchmark
    public void run(PoolFigures figures) throws RunFailure, InterruptedException {
        figures.recordThroughput(run(tasks));
    }

    private Result run(int count) throws RunFailure, InterruptedException {
        Cell cell = new Cell(SyntheticWorkload.NAME, count, threads, threads);
        return measure(cell, 1, contender -> SyntheticWorkload.run(contender, cell, PATIENCE));
    }

    /** Ends the recording. */
    @TearDown(Level.Trial)
    public void stopRecording() {
        if (recording != null) {
            recording.close();
        }
    }
}
