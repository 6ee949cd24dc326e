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

/** Measures the cost of a feature: the tasks of {@link TinyTasks} on one of Filch's pools with the feature on. */
public class FeatureTasks extends PoolRuns {

    private static final int FIRST_TASKS = 1_000;

    /** The pool. */
    @Param({"filch-stealing", "filch-shared"})
    public String impl;

    /** The feature. */
    @Param
    public Feature feature;

    /** The number of producers, and of workers. */
    @Param({"1", "4"})
    public int threads;

    /** The number of tasks of a run. */
    @Param("1000000")
    public int tasks;

    private FlightRecording recording;

    @Override
    Contender contender() {
        return Contenders.filch(impl, feature::addTo);
    }

    /** Starts a recording, which covers the whole fork, as in production. */
    @Override
    void beforeWarmUp() throws RunFailure, InterruptedException {
        if (feature == Feature.RECORDING) {
            run(FIRST_TASKS);
            recording = new FlightRecording();
        }
    }

    /** Runs all tasks once. */
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
